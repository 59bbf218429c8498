"""Partner systems, one small class each, with its development twin beside it."""
