"""Everything the page of one procedure says, read from the version in force, in a few queries."""

import dataclasses
import datetime
import functools
import itertools

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Agency, Case, Component, Procedure, ProcedureVersion
from catalog.models.spoken import Said, ours, said
from catalog.text import fold
from cms.models.forms import Faq, FormFile
from cms.offices import Office, offices
from cms.together import together

SHOW_ALL_OFFICES = 12


@dataclasses.dataclass
class ProcedurePage:
    """A procedure as one version of it says; `case_code` and `province` are the reader's choices."""

    procedure: Procedure
    versions: list[ProcedureVersion]
    version: ProcedureVersion | None
    case_code: str = ""
    province: str = ""

    @classmethod
    def of(cls, versions, *, number: str = "", case: str = "", province: str = "", on=None):
        """The page on the day (today when none is given); with a number, as that version said it.

        Before the first version begins it is shown as coming. `version` is None when no approved
        version (of that number) exists.
        """
        procedure = versions[0].procedure
        day = on or timezone.localdate()
        if number:
            chosen = next((v for v in versions if str(v.number) == number), None)
        else:
            begun = [v for v in versions if v.effective_from <= day]
            chosen = next(iter(begun or versions[-1:]), None)
        return cls(procedure, versions, chosen, case, province)

    @functools.cached_property
    def day(self) -> datetime.date:
        return timezone.localdate()

    @property
    def is_repealed(self) -> bool:
        return self.procedure.is_repealed(self.day)

    @functools.cached_property
    def current(self) -> ProcedureVersion | None:
        """The version in force today."""
        if self.is_repealed:
            return None
        return next((v for v in self.versions if v.effective_from <= self.day), None)

    @property
    def is_current(self) -> bool:
        return self.version is not None and self.version == self.current

    @functools.cached_property
    def coming(self) -> ProcedureVersion | None:
        """The next version, approved and not yet begun."""
        later = [v for v in self.versions if v.effective_from > self.day]
        return later[-1] if later and not self.is_repealed else None

    @functools.cached_property
    def periods(self) -> list[tuple[ProcedureVersion, datetime.date | None]]:
        """Versions, latest first, each with its last day."""
        periods, following = [], self.procedure.repealed_on
        for version in self.versions:
            ends = following and following - datetime.timedelta(days=1)
            periods.append((version, ends))
            following = version.effective_from
        return periods

    @functools.cached_property
    def _all_cases(self) -> list[Case]:
        wanted = {v.pk for v in (self.version, self.coming) if v}
        return list(
            Case.objects.filter(version__in=wanted)
            .order_by("order", "pk")
            .select_related("form")
            .prefetch_related("applicant_classes")
        )

    @functools.cached_property
    def cases(self) -> list[Case]:
        return [case for case in self._all_cases if case.version_id == self.version.pk]

    @property
    def eforms(self) -> list:
        """The electronic forms of the cases, each once: they can be looked at blank."""
        return list(dict.fromkeys(case.form for case in self.cases if case.form_id))

    @functools.cached_property
    def case(self) -> Case | None:
        """The case the reader chose, or the only one."""
        if len(self.cases) == 1:
            return self.cases[0]
        return next((case for case in self.cases if case.code == self.case_code), None)

    @functools.cached_property
    def _facts(self) -> tuple[list, ...]:
        """Papers, fees, results and legal bases of the version, and the questions of the procedure."""
        version = self.version
        return together(
            version.components.order_by("order", "pk"),
            version.fees.order_by("pk"),
            version.result_kinds.order_by("order", "pk"),
            version.legal_bases.order_by("order", "pk"),
            Faq.objects.about(self.procedure),
        )

    @property
    def _all_components(self) -> list[Component]:
        return self._facts[0]

    @property
    def fees(self) -> list:
        return self._facts[1]

    @property
    def results(self) -> list:
        return self._facts[2]

    @property
    def legal_bases(self) -> list:
        return self._facts[3]

    @property
    def faqs(self) -> list[Faq]:
        return self._facts[4]

    @property
    def components(self) -> list[Component]:
        """The papers of the chosen case; those of every case until one is chosen."""
        return [
            paper
            for paper in self._all_components
            if paper.case_id is None or (self.case and paper.case_id == self.case.pk)
        ]

    @property
    def components_by_case(self) -> list[tuple[Case | None, list[Component]]]:
        """All papers: first those every case needs, then those of one case only."""
        groups = [(None, [p for p in self._all_components if p.case_id is None])]
        groups += [
            (case, [p for p in self._all_components if p.case_id == case.pk]) for case in self.cases
        ]
        return [(case, papers) for case, papers in groups if papers]

    @property
    def form_codes(self) -> list[str]:
        """The legal forms the papers name, each once."""
        return list(dict.fromkeys(p.form_code for p in self._all_components if p.form_code))

    @property
    def limits(self) -> list[tuple[str, list[Case]]]:
        """Each time limit with the cases it holds for, in the order of the cases."""
        limits: dict[str, list[Case]] = {}
        for case in self.cases:
            limits.setdefault(case.limit_label, []).append(case)
        return list(limits.items())

    @property
    def applicants(self) -> list[Said]:
        """Who may apply, each class once; the two audiences when no class is named."""
        named = [said(c, "name") for case in self.cases for c in case.applicant_classes.all()]
        if not named:
            audiences = [(self.procedure.for_persons, _("Cá nhân"))]
            audiences.append((self.procedure.for_organisations, _("Tổ chức, đơn vị")))
            named = [ours(label) for holds, label in audiences if holds]
        return list(dict.fromkeys(named))

    @property
    def levels(self) -> list[str]:
        return [str(Agency.Level(level).label) for level in self.version.competent_levels]

    @property
    def result_channels(self) -> list[str]:
        """How the result comes back (cách thức trả kết quả)."""
        labels = ProcedureVersion.Channel
        return [str(labels(channel).label) for channel in self.version.result_channels]

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Every way to file (cách thức thực hiện) with what to do there."""
        channel = ProcedureVersion.Channel
        what = {
            channel.COUNTER: _("Nộp tại Bộ phận Một cửa của cơ quan BHXH."),
            channel.ONLINE: _("Khai và gửi trên cổng này, hoặc Cổng Dịch vụ công Quốc gia."),
            channel.POST: _("Gửi hồ sơ giấy qua bưu chính công ích đến cơ quan BHXH."),
            channel.IVAN: _("Gửi bằng phần mềm của tổ chức I-VAN."),
        }
        return [(str(channel(one).label), what[one]) for one in self.version.channels]

    @property
    def can_file_online(self) -> bool:
        return self.is_current and self.version.takes_online and any(c.form_id for c in self.cases)

    @property
    def takes_batches(self) -> bool:
        """Whether an organisation files it for many people by one spreadsheet (theo lô)."""
        return self.can_file_online and self.version.takes_batches

    @functools.cached_property
    def offices(self) -> list[Agency]:
        return list(
            Agency.objects.offering(self.version)
            .select_related("parent__parent")
            .order_by("province", "level", "office_code")
        )

    @property
    def provinces(self) -> list[tuple[str, int]]:
        """Provinces with the number of offices that take this procedure."""
        names = (office.province for office in self.offices if office.province)
        return [(name, len(list(same))) for name, same in itertools.groupby(names)]

    @functools.cached_property
    def offices_shown(self) -> list[Office]:
        """The offices of the chosen province; all of them when they are few."""
        if self.province:
            return offices(o for o in self.offices if o.province == self.province)
        return offices(self.offices) if len(self.offices) <= SHOW_ALL_OFFICES else []

    @functools.cached_property
    def related(self) -> list[Procedure]:
        own = self.procedure.related.all()
        return [other for other in own if other.live and not other.is_repealed(self.day)]

    @functools.cached_property
    def changes(self) -> list[str]:
        """What the coming version changes, in sentences."""
        if not self.coming or self.version != self.current:
            return []
        before = {case.code: case for case in self.cases}
        said, changed = [], {}
        for case in self._all_cases:
            if case.version_id != self.coming.pk:
                continue
            old = before.get(case.code)
            if old is None:
                said.append(_("thêm trường hợp «%(case)s»") % {"case": case.name})
            elif old.limit_label != case.limit_label:
                terms = (old.limit_label, case.limit_label)
                changed.setdefault(terms, []).append(case.name)
        for (old_limit, new_limit), names in changed.items():
            said.append(
                _("thời hạn giải quyết đổi từ %(old)s thành %(new)s: %(cases)s")
                % {"old": old_limit, "new": new_limit, "cases": "; ".join(names)}
            )
        if self.coming.service_level != self.version.service_level:
            said.append(
                _("mức độ dịch vụ công đổi từ mức độ %(old)d thành mức độ %(new)d")
                % {"old": self.version.service_level, "new": self.coming.service_level}
            )
        return said

    @functools.cached_property
    def form_files(self) -> list[FormFile]:
        """The blank forms of the papers that can be downloaded."""
        if not self.form_codes:
            return []
        wanted = {fold(code) for code in self.form_codes}
        return [f for f in FormFile.objects.select_related("document") if f.key in wanted]

    @property
    def forms_without_file(self) -> list[str]:
        """The legal forms named by the papers of which there is no file yet."""
        here = {form.key for form in self.form_files}
        return [code for code in self.form_codes if fold(code) not in here]


def approved(code: str) -> list[ProcedureVersion]:
    """The approved versions of a live procedure, latest first.

    The code is taken as printed, with dots, or in its address form with dashes.
    """
    return _approved(
        Q(procedure__code=code) | Q(procedure__slug=code.casefold()), procedure__live=True
    )


def approved_of(procedure: Procedure) -> list[ProcedureVersion]:
    """The same for a procedure at hand, whose unpublished words are to be shown."""
    versions = _approved(procedure=procedure.pk)
    for version in versions:
        version.procedure = procedure
    return versions


def _approved(*tests, **facts) -> list[ProcedureVersion]:
    return list(
        ProcedureVersion.objects.filter(*tests, approved_at__isnull=False, **facts)
        .select_related("procedure__sector", "procedure__replaced_by")
        .order_by("-effective_from")
    )
