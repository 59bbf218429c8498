"""Template words that every room's pages know without loading them."""
