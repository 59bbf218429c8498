"""The staff console inside the Django admin: lists look, steps act through services."""
