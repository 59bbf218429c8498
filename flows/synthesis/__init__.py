"""Synthetic load: dossiers as the services would have written them, made in bulk for benchmarks.

No act of the office lives here; `manage.py generate_dossiers` is its only user.
"""
