"""Changes of the organisation: what one would move, and the writing that can be taken back."""
