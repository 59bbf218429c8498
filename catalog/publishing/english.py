"""What English readers of a procedure would be shown in Vietnamese: told, never in the way."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.eforms import english as form_english
from catalog.models import ApplicantClass, Form
from catalog.models.case import COMPLETE_DOSSIER

from .findings import Finding, at, check

_PARTS = ("cases", "components", "result_kinds", "fees", "step_rules")


@check
def english(version) -> Iterator[Finding]:
    """Its name, the editors' words, what stands beside it, its law, papers and forms: what has no English."""
    procedure = version.procedure
    if not procedure.name_en.strip():
        yield Finding(
            _("Thủ tục chưa có tên tiếng Anh; trang tiếng Anh sẽ hiện tên tiếng Việt."),
            _("Ghi tên tiếng Anh ở trang thủ tục."),
            reverse("admin:catalog_procedure_change", args=[procedure.pk]),
            blocks=False,
        )
    yield from _named_beside(version)
    words = [
        (_("tóm tắt"), procedure.summary, procedure.summary_en),
        (_("hướng dẫn thực hiện"), procedure.guidance, procedure.guidance_en),
    ]
    if lacking := [label for label, vietnamese, other in words if vietnamese and not other]:
        yield Finding(
            _("Chưa có bản tiếng Anh của: %s.") % ", ".join(lacking),
            _("Dịch ở trang biên tập của thủ tục."),
            reverse("wagtailsnippets_catalog_procedure:edit", args=[procedure.pk]),
            blocks=False,
        )
    rows = {part: list(getattr(version, part).all()) for part in _PARTS}
    for part, text in (
        ("cases", _("%d trường hợp chưa có tên tiếng Anh.")),
        ("components", _("%d giấy tờ chưa có tên tiếng Anh.")),
        ("result_kinds", _("%d kết quả chưa có tên tiếng Anh.")),
        ("fees", _("%d khoản phí, lệ phí chưa có tên tiếng Anh.")),
    ):
        if names := tuple(row.name for row in rows[part] if not row.name_en):
            yield Finding(
                text % len(names),
                _("Ghi tên tiếng Anh ở phiên bản, hoặc ở cột «Tên tiếng Anh» của sổ tính."),
                at(version, part),
                blocks=False,
                places=names,
            )
    yield from _law(version, rows)
    for form in Form.objects.filter(cases__version=version).distinct():
        if places := form_english.lacking(form):
            yield Finding(
                _("Tờ khai «%(form)s»: %(count)d chỗ chưa có tiếng Anh.")
                % {"form": form.name, "count": len(places)},
                _("Dịch ở mục «Tiếng Anh» của tờ khai, hoặc ở các cột tiếng Anh của sổ tính."),
                reverse("wagtailsnippets_catalog_form:edit", args=[form.pk]),
                blocks=False,
                places=places,
            )


def _named_beside(version) -> Iterator[Finding]:
    """The sector, the life events and the classes of applicants: translated once for all procedures."""
    procedure = version.procedure
    classes = ApplicantClass.objects.filter(pk__in=version.cases.values("applicant_classes"))
    beside = [
        procedure.sector,
        *procedure.life_events.all(),
        *classes.order_by("name"),
    ]
    for thing in beside:
        if not thing.name_en.strip():
            yield Finding(
                _("Chưa có tên tiếng Anh: %(kind)s «%(name)s».")
                % {"kind": thing._meta.verbose_name, "name": thing},
                _("Ghi tên tiếng Anh ở danh mục, hoặc ở cột «Tên tiếng Anh» của sổ tính."),
                reverse(f"admin:catalog_{thing._meta.model_name}_change", args=[thing.pk]),
                blocks=False,
            )


def _law(version, rows: dict[str, list]) -> Iterator[Finding]:
    """What the version itself says in words: its steps and their names, conditions, when terms begin, papers are due."""
    words = [
        (_("trình tự thực hiện"), version.steps_text, version.steps_text_en),
        (_("yêu cầu, điều kiện"), version.conditions, version.conditions_en),
    ]
    words += [
        (f"{case}: {_('tính từ')}", case.start_event, case.start_event_en)
        for case in rows["cases"]
        if case.start_event != COMPLETE_DOSSIER
    ]
    words += [
        (f"{paper}: {_('khi nào cần')}", paper.condition, paper.condition_en)
        for paper in rows["components"]
    ]
    words += [
        (f"{_('tên bước')} «{rule.title}»", rule.title, rule.title_en)
        for rule in rows["step_rules"]
    ]
    if places := tuple(label for label, vietnamese, other in words if vietnamese and not other):
        yield Finding(
            _("%d chỗ của phiên bản chưa có tiếng Anh.") % len(places),
            _("Ghi tiếng Anh ở phiên bản, hoặc ở các cột tiếng Anh của sổ tính."),
            at(version),
            blocks=False,
            places=places,
        )
