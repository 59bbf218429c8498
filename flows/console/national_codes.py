"""Our catalogue beside the national one: suggestions to confirm, what either side has changed since."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from flows.errors import DossierError
from flows.gateways import national as gateway
from flows.models import NationalEntry, NationalMatch
from flows.partners import national_catalogue, national_codes

PAGE = 50
Kind = NationalEntry.Kind
VIEWS = {
    "cho": gettext_lazy("Chờ xác nhận"),
    "doi": gettext_lazy("Đã thay đổi"),
    "xong": gettext_lazy("Đã xác nhận"),
    "ben-kia": gettext_lazy("Chỉ có trên Cổng quốc gia"),
}
FACTS = {
    "code": gettext_lazy("Mã"),
    "name": gettext_lazy("Tên"),
    "sector": gettext_lazy("Lĩnh vực"),
    "decision": gettext_lazy("Quyết định công bố"),
}


@dataclass
class Line:
    """One of ours, what stands beside it, what has changed since, and the code in its box."""

    ours: object
    match: NationalMatch | None
    changes: list[tuple[str, national_codes.Side]]
    code: str

    @property
    def view(self) -> str:
        if self.match is None or not self.match.confirmed_at:
            return "cho"
        return "doi" if self.changes or self.match.entry.gone_at else "xong"


@require_http_methods(["GET", "POST"])
def screen(request):
    """One kind of the catalogue; ticked lines are confirmed together, or none of them is."""
    if not request.user.has_perm("flows.run_exchange"):
        raise PermissionDenied
    kind = request.GET.get("loai", "")
    kind = kind if kind in Kind.values else Kind.PROCEDURE
    if request.method == "POST" and _done(request, kind):
        return redirect(request.get_full_path())
    lines = _lines(request, kind)
    counts = {name: sum(line.view == name for line in lines) for name in VIEWS}
    only_there = NationalEntry.objects.filter(kind=kind, gone_at=None, matches=None)
    counts["ben-kia"] = only_there.count()
    view = request.GET.get("xem", "")
    if view not in VIEWS:
        view = "cho"
    shown = only_there if view == "ben-kia" else [line for line in lines if line.view == view]
    context = {
        **admin.site.each_context(request),
        "title": _("Đối chiếu mã với Cổng quốc gia"),
        "kind": kind,
        "kinds": Kind.choices,
        "view": view,
        "views": [(name, label, counts[name]) for name, label in VIEWS.items()],
        "page": Paginator(shown, PAGE).get_page(request.GET.get("trang")),
        "brought_at": NationalEntry.objects.aggregate(at=Max("brought_at"))["at"],
        "is_connected": gateway.is_connected(),
        "chosen": request.POST.getlist("chon"),
    }
    return TemplateResponse(request, "console/national_codes.html", context)


def _lines(request, kind: str) -> list[Line]:
    matches = national_codes.matches_of(kind).select_related("entry", "confirmed_by")
    beside = {getattr(match, f"{kind}_id"): match for match in matches}
    lines = []
    for one in national_codes.ours(kind):
        match = beside.get(one.pk)
        found = national_codes.changes(kind, match, one) if match else []
        code = request.POST.get(f"ma-{one.pk}", match.entry.code if match else "")
        named = [(str(FACTS.get(side.fact, side.fact)), side) for side in found]
        lines.append(Line(one, match, named, code))
    return sorted(lines, key=lambda line: -line.match.likeness if line.match else 0)


def _done(request, kind: str) -> bool:
    if request.POST.get("act") == "bring":
        national_catalogue.ask_for_catalogue(f"{timezone.now():%H%M}")
        messages.success(request, _("Đang lấy danh mục; tải lại trang sau ít phút."))
        return True
    chosen = {
        int(pk): request.POST.get(f"ma-{pk}", "").strip()
        for pk in request.POST.getlist("chon")
        if pk.isdigit()
    }
    try:
        if not chosen:
            raise DossierError(_("Hãy đánh dấu ít nhất một dòng để xác nhận."))
        count = national_codes.confirm(kind, chosen, by=request.user)
    except DossierError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Đã xác nhận %(n)d mã quốc gia.") % {"n": count})
    return True
