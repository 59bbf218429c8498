"""What is looked at before a version goes into force, and the approval by a second person.

Each file here holds checks of one subject; rooms above add their own with `check`.
"""

from . import (  # noqa: F401  they register their checks
    competence,
    english,
    facts,
    forms,
    people,
    rehearsal,
    remarks,
    slips,
)
from .findings import Finding, approve, check, findings

__all__ = ["Finding", "approve", "check", "findings"]
