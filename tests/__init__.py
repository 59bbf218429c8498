"""Tests mirror the tree of the code; `journeys/` go through pages in a real browser."""
