"""Many dossiers from one workbook: the list before the signature, the batch after it."""
