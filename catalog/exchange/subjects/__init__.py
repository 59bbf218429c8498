"""The subjects of the catalogue, in the order in which they depend on each other."""

from .case_forms import CaseFormResource
from .organisation import (
    AdministrativeUnitResource,
    AgencyResource,
    CalendarDayResource,
    CalendarResource,
    DepartmentResource,
    EmployerResource,
    PostResource,
    RoleResource,
    TerritoryResource,
    WorkingHoursResource,
)
from .procedures import (
    ApplicantClassResource,
    LifeEventResource,
    ProcedureResource,
    SectorResource,
)
from .texts import (
    FormResource,
    PhraseResource,
    QuestionResource,
    SectionResource,
    SlipTemplateResource,
)
from .versions import (
    CaseResource,
    CompetenceRuleResource,
    ComponentResource,
    FeeResource,
    LegalBasisResource,
    ResultKindResource,
    ScenarioResource,
    StepRuleResource,
    VersionResource,
)

SUBJECTS = [
    SectorResource,
    ApplicantClassResource,
    LifeEventResource,
    CalendarResource,
    CalendarDayResource,
    WorkingHoursResource,
    AdministrativeUnitResource,
    AgencyResource,
    DepartmentResource,
    TerritoryResource,
    EmployerResource,
    RoleResource,
    PhraseResource,
    FormResource,
    SectionResource,
    QuestionResource,
    ProcedureResource,
    SlipTemplateResource,
    VersionResource,
    CaseResource,
    ComponentResource,
    ResultKindResource,
    LegalBasisResource,
    FeeResource,
    StepRuleResource,
    CompetenceRuleResource,
    ScenarioResource,
    CaseFormResource,
    PostResource,
]
