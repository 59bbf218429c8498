"""Filing a dossier, step by step: the pages over flows/services/drafting.py."""
