"""The chain of the journal: how it is hashed, and how it is verified."""
