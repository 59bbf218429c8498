"""The citizen's appointments with an office: find a free turn, book, move, cancel."""
