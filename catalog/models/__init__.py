"""One file per subject; import models from here."""

from .agency import Agency, AgencyQuerySet, Department
from .calendar import Calendar, CalendarDay, WorkingHours
from .exchange import CatalogImport
from .form import Form, Question, Section
from .place import AdministrativeUnit
from .post import Delegation, Post, Role
from .procedure import LifeEvent, Procedure
from .sector import ApplicantClass, Sector
from .slip import Phrase, SlipTemplate
from .version import Case, Component, Fee, LegalBasis, ProcedureVersion, ResultKind, StepRule

__all__ = [
    "AdministrativeUnit",
    "Agency",
    "AgencyQuerySet",
    "ApplicantClass",
    "Calendar",
    "CalendarDay",
    "Case",
    "CatalogImport",
    "Component",
    "Delegation",
    "Department",
    "Fee",
    "Form",
    "LegalBasis",
    "LifeEvent",
    "Phrase",
    "Post",
    "Procedure",
    "ProcedureVersion",
    "Question",
    "ResultKind",
    "Role",
    "Section",
    "Sector",
    "SlipTemplate",
    "StepRule",
    "WorkingHours",
]
