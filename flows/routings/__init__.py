"""The routings: one declarative Viewflow flow each, append-only, chosen by a procedure version.

Viewflow stores the names of modules, classes and nodes in the database: never rename or remove one.
A changed routing is a new class under a new key; the old one stays until its last dossier is done.
"""

from . import (
    consultation,
    counter_issue,
    departments_in_turn,
    immediate,
    inter_agency,
    one_department,
)
from .registry import choices, default_rules, routing

__all__ = [
    "choices",
    "consultation",
    "counter_issue",
    "default_rules",
    "departments_in_turn",
    "immediate",
    "inter_agency",
    "one_department",
    "routing",
]
