"""How dates and numbers are written here: dd/mm/yyyy, everywhere in the house."""
