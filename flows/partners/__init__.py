"""Other systems: their accounts and tokens, what they file and report, what they are told."""
