"""What a report is asked for in its address: period, agency, grouping; and how that is written back."""

from dataclasses import dataclass, replace

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from catalog.models import Agency
from flows.reports.period import Period, choices
from flows.reports.reach import agencies_of, scope_of

BELOW = "truc-thuoc"


@dataclass(frozen=True)
class Asked:
    """A period, and the agencies within the person's reach: all of them or the one chosen."""

    period: Period
    agencies: list[Agency]
    chosen: Agency | None
    with_below: bool = False  # the chosen agency and those under it, as national reports have it

    @property
    def scope(self) -> list[Agency]:
        if self.chosen is None:
            return self.agencies
        if not self.with_below:
            return [self.chosen]
        below = {agency.pk for agency in scope_of(self.chosen)}
        return [agency for agency in self.agencies if agency.pk in below]

    @property
    def within(self) -> list[int]:
        return [agency.pk for agency in self.scope]

    @property
    def head(self) -> Agency:
        """The agency in whose name it is printed: the chosen one, or the highest of the reach."""
        within = {agency.pk for agency in self.agencies}
        return self.chosen or next(a for a in self.agencies if a.parent_id not in within)

    @property
    def place(self) -> str:
        if self.chosen and self.with_below:
            return _("%s và các cơ quan trực thuộc") % self.chosen.name
        if self.chosen:
            return self.chosen.name
        return self.agencies[0].name if len(self.agencies) == 1 else _("Toàn bộ phạm vi của tôi")

    def query(self, **more) -> str:
        """The same question with something added, as the end of an address."""
        parts = {"ky": self.period.key, **more}
        if self.chosen and "co-quan" not in parts:
            parts["co-quan"] = self.chosen.office_code
            parts["gom"] = BELOW if self.with_below else ""
        return urlencode({name: value for name, value in parts.items() if value})

    def behind(self, figure: str, **more) -> str:
        """The address of the dossiers that a number counts."""
        return f"{reverse('admin:register')}?{self.query(so=figure, **more)}"


def asked(request) -> Asked:
    """What the address of the page asks."""
    return question_of(request.user, request.GET)


def question_of(user, parameters, agencies: list[Agency] | None = None) -> Asked:
    """Read the parameters; 404 for a period that does not exist or an agency out of reach.

    `agencies` where the report has a reach of its own; else those whose figures the person may read.
    """
    if agencies is None:
        agencies = agencies_of(user)
    key, code = parameters.get("ky", ""), parameters.get("co-quan", "")
    period = Period.of(key) if key else choices()[0]
    chosen = next((agency for agency in agencies if agency.office_code == code), None)
    if period is None or (code and chosen is None):
        raise Http404(_("Không có số liệu cho kỳ hoặc cơ quan này."))
    with_below = chosen is not None and parameters.get("gom") == BELOW
    found = Asked(period, agencies, chosen, with_below)
    return found if len(found.scope) > 1 else replace(found, with_below=False)
