"""Checks of competence: every commune is covered or named, and the way fits who is competent."""

from collections.abc import Iterator
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.competence import full_name, uncovered
from catalog.models import CompetenceRule

from .findings import Finding, at, check

Basis = CompetenceRule.Basis
_AT_ONCE = ("immediate", "counter_issue")
_NAMED = 5  # provinces that a finding names; the others are counted
Found = Iterator[Finding]


@check
def rules(version) -> Found:
    """A version without rules goes by the choice of the applicant: nothing can be wrong with it."""
    found = list(version.competence_rules.all())
    if any(rule.basis == Basis.PLACE for rule in found):
        yield from _territories(version, found)
    yield from _order(version, found)


def _territories(version, found: list[CompetenceRule]) -> Found:
    """A commune that no office manages keeps the version back, unless the rules go on to a choice."""
    lacking = uncovered(version)
    if not lacking:
        return
    falls_back = any(rule.basis == Basis.CHOSEN for rule in found)
    by_province = [
        (str(province), len(list(units)))
        for province, units in groupby(lacking, key=lambda unit: unit.parent)
    ]
    names = ", ".join(f"{province} ({number})" for province, number in by_province[:_NAMED])
    if len(by_province) > _NAMED:
        names += " …"
    yield Finding(
        _("Còn %(number)d xã, phường chưa có cơ quan quản lý nhận thủ tục này: %(names)s.")
        % {"number": len(lacking), "names": names},
        _("Ghi cơ quan ở Địa bàn quản lý; hoặc thêm quy tắc cuối «Cơ quan người nộp chọn»."),
        reverse("admin:catalog_territory_changelist"),
        blocks=not falls_back,
        places=tuple(full_name(unit) for unit in lacking),
    )


def _order(version, found: list[CompetenceRule]) -> Found:
    """No rule stands behind the choice for everybody; what is settled at once stays where it is."""
    for number, rule in enumerate(found, start=1):
        for_all = rule.basis == Basis.CHOSEN and rule.case_id is None and not rule.applicant
        if for_all and number < len(found):
            yield Finding(
                _("Quy tắc thẩm quyền thứ %d không bao giờ được xét.") % found[number].order,
                _("Đặt quy tắc «Cơ quan người nộp chọn» sau cùng."),
                at(version, "competence_rules"),
            )
            break
    if version.routing in _AT_ONCE and any(rule.basis != Basis.CHOSEN for rule in found):
        yield Finding(
            _("Luồng giải quyết ngay tại quầy không chuyển được hồ sơ sang cơ quan khác."),
            _("Chọn luồng xử lý khác, hoặc bỏ quy tắc thẩm quyền."),
            at(version, "competence_rules"),
        )
