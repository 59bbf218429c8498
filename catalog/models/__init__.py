"""One file per subject; import models from here."""

from .agency import Agency, AgencyQuerySet, Department
from .calendar import Calendar, CalendarDay, WorkingHours
from .case import Case, Component, Fee, LegalBasis, ResultKind, StepRule
from .competence import CompetenceRule, Employer, Territory
from .delegation import Delegation
from .device import Device, DeviceNorm
from .exchange import CatalogImport
from .form import Form, Question, Section
from .place import AdministrativeUnit
from .post import Post, Role
from .procedure import LifeEvent, Procedure
from .publicity import Publicity, PublicityLimit
from .remark import Remark
from .reorganisation import Reorganisation
from .repeal import Repeal
from .responsibility import Responsibility
from .scenario import Scenario
from .sector import ApplicantClass, Sector
from .slip import Phrase, SlipTemplate
from .version import ProcedureVersion

__all__ = [
    "AdministrativeUnit",
    "Agency",
    "AgencyQuerySet",
    "ApplicantClass",
    "Calendar",
    "CalendarDay",
    "Case",
    "CatalogImport",
    "CompetenceRule",
    "Component",
    "Delegation",
    "Department",
    "Device",
    "DeviceNorm",
    "Employer",
    "Fee",
    "Form",
    "LegalBasis",
    "LifeEvent",
    "Phrase",
    "Post",
    "Procedure",
    "ProcedureVersion",
    "Publicity",
    "PublicityLimit",
    "Question",
    "Remark",
    "Reorganisation",
    "Repeal",
    "Responsibility",
    "ResultKind",
    "Role",
    "Scenario",
    "Section",
    "Sector",
    "SlipTemplate",
    "StepRule",
    "Territory",
    "WorkingHours",
]
