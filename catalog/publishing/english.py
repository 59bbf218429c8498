"""What English readers of a procedure would be shown in Vietnamese: told, never in the way."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.eforms import english as form_english
from catalog.models import Form

from .findings import Finding, at, check


@check
def english(version) -> Iterator[Finding]:
    """Its name, the editors' words, cases, papers, results and forms: what stands in Vietnamese alone."""
    procedure = version.procedure
    if not procedure.name_en.strip():
        yield Finding(
            _("Thủ tục chưa có tên tiếng Anh; trang tiếng Anh sẽ hiện tên tiếng Việt."),
            _("Ghi tên tiếng Anh ở trang thủ tục."),
            reverse("admin:catalog_procedure_change", args=[procedure.pk]),
            blocks=False,
        )
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
    for part, text in (
        ("cases", _("%d trường hợp chưa có tên tiếng Anh.")),
        ("components", _("%d giấy tờ chưa có tên tiếng Anh.")),
        ("result_kinds", _("%d kết quả chưa có tên tiếng Anh.")),
    ):
        named = getattr(version, part).filter(name_en="").values_list("name", flat=True)
        if names := tuple(named):
            yield Finding(
                text % len(names),
                _("Ghi tên tiếng Anh ở phiên bản, hoặc ở cột «Tên tiếng Anh» của sổ tính."),
                at(version, part),
                blocks=False,
                places=names,
            )
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
