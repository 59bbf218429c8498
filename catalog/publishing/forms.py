"""Checks of the electronic forms of a version's cases."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec

from .findings import Finding, at, check


@check
def forms(version) -> Iterator[Finding]:
    """Each case has a form, and the form has no fault (a condition on a missing question …)."""
    looked_at = set()
    for case in version.cases.select_related("form"):
        if case.form is None:
            yield Finding(
                _("Trường hợp «%s» chưa có tờ khai điện tử.") % case,
                _("Chọn tờ khai cho trường hợp; chưa có thì soạn ở mục Tờ khai điện tử."),
                at(version, "cases"),
                blocks=version.takes_online,
            )
            continue
        if case.form in looked_at:
            continue
        looked_at.add(case.form)
        url = reverse("wagtailsnippets_catalog_form:edit", args=[case.form.pk])
        spec = FormSpec(case.form)
        if not list(spec.questions()):
            yield Finding(
                _("Tờ khai «%s» chưa có câu hỏi nào.") % case.form,
                _("Thêm phần và câu hỏi cho tờ khai."),
                url,
            )
        for fault in spec.faults():
            yield Finding(
                _("Tờ khai «%(form)s»: %(fault)s") % {"form": case.form, "fault": fault},
                _("Sửa ở mục Tờ khai điện tử."),
                url,
            )
