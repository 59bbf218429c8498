"""Who somebody is: the one user model, the doors they come in by, the second factor of staff."""
