"""English pages keep Vietnam's order of day and month: the same slip must read the same."""

from config.formats.vi.formats import *  # noqa: F403

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
