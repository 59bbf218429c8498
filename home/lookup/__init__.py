"""What anybody may ask without signing in: the status of a dossier, the truth of a paper."""
