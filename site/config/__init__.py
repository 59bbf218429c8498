"""Settings, addresses and the process entry points: knows every room, known by none."""
