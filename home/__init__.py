"""The citizen's door: account, filing, my dossiers, look-up, rating."""
