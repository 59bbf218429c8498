"""The catalogue as sheets: read safely, checked by cell, compared, applied all or nothing, taken back."""
