"""Workbooks into the catalogue and back."""
