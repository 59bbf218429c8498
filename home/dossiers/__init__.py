"""My dossiers: the list, one dossier, supplement, withdrawal, result, rating."""
