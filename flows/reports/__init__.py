"""Figures: what each dossier counts for, the summaries folded from it, and the reports read from them."""
