"""Reports in the console: tables from the summaries, and the lists of dossiers behind their numbers."""
