"""Forms as data made into accessible Django forms and JSON Schema."""
