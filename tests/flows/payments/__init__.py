"""Fees: owed once, paid once, given back by two persons."""
