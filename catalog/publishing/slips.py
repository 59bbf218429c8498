"""Checks of what a procedure's slips and results are printed by."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from catalog.models import SlipTemplate
from catalog.models.slip import nearest

from .findings import Finding, check

Kind = SlipTemplate.Kind


@check
def slips(version) -> Iterator[Finding]:
    """Every kind has a template on the day the version takes effect; results named that have none
    of their own. An installation that has printed nothing yet gets the legal forms by itself."""
    known = list(SlipTemplate.objects.candidates(version, datetime.date.max))
    cases = list(version.cases.all())
    for kind in (each for each in Kind if any(each == template.kind for template in known)):
        of_kind = [
            template
            for template in known
            if template.kind == kind and template.effective_from <= version.effective_from
        ]
        found = [(case, nearest(of_kind, version, case.code)) for case in cases]
        if lacking := [case for case, template in found if template is None]:
            yield Finding(
                _("Ngày %(day)s chưa có mẫu «%(kind)s» nào áp dụng.")
                % {"day": f"{version.effective_from:%d/%m/%Y}", "kind": kind.label},
                _("Lập mẫu chung hoặc mẫu riêng áp dụng từ ngày đó hay trước đó."),
                _add_url(kind),
                places=_results(version, lacking) if kind == Kind.RESULT else (),
            )
        if kind == Kind.RESULT:
            general = [case for case, template in found if _is_general(template, version)]
            yield from _on_the_general_form(version, general)


def _is_general(template, version) -> bool:
    return (
        template is not None
        and template.procedure_id is None
        and template.pk != version.result_template_id
    )


def _on_the_general_form(version, cases) -> Iterator[Finding]:
    """Results that would be written on the form that answers everything."""
    if names := _results(version, cases):
        yield Finding(
            _("%d kết quả chưa có mẫu riêng nên in theo mẫu văn bản trả lời chung.") % len(names),
            _("Lập mẫu kết quả của thủ tục hoặc của trường hợp, nếu pháp luật quy định mẫu."),
            _add_url(Kind.RESULT, version.procedure_id),
            blocks=False,
            places=names,
        )


def _results(version, cases) -> tuple[str, ...]:
    """The results of these cases, each once."""
    keys = {case.pk for case in cases}
    found = [
        result.name
        for result in version.result_kinds.all()
        if cases and (result.case_id is None or result.case_id in keys)
    ]
    return tuple(dict.fromkeys(found))


def _add_url(kind: str, procedure: int | None = None) -> str:
    known = {"kind": kind} | ({"procedure": procedure} if procedure else {})
    return f"{reverse('admin:catalog_sliptemplate_add')}?{urlencode(known)}"
