"""Legal time: when a term ends (working_time), and what a dossier's ledger says of it (clock)."""
