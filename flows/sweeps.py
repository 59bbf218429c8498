"""Periodic works of this application; the worker finds them here."""

from flows import limits
from flows.effects.sweeps import every
from flows.files.orphans import drop_orphans

every(3600)(limits.forget_old)
every(3600)(drop_orphans)
