"""What inspectors and heads read in the morning: where the record says two things at once, what to
do about it, and where."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.leading import leads_somebody
from flows.acts import ACTS
from flows.models import Contradiction, Feedback
from flows.reports.contradictions import last_look

PAGE = 50
Kind = Contradiction.Kind
# The act that mends it, for whom may do it.
MENDED_BY = {Kind.ORIGINALS_KEPT: "give_back_originals", Kind.STILL_ASKED: "answer_at_desk"}
# Else the part of the dossier where it is to be seen.
PARTS = {
    Kind.PAPER_ELSEWHERE: ("#nhat-ky", gettext_lazy("Xem các lần bàn giao trong nhật ký")),
    Kind.ORIGINALS_KEPT: ("#to-khai", gettext_lazy("Xem giấy tờ của hồ sơ")),
    Kind.NO_EVIDENCE: ("#giay-phieu", gettext_lazy("Xem các lần trả kết quả")),
    Kind.NOTHING_TO_GIVE: ("#giay-phieu", gettext_lazy("Xem các lần trả kết quả")),
    Kind.CLOSED_WITH_WORK: ("#luong", gettext_lazy("Xem bước đang mở")),
    Kind.NOBODY_HOLDS: ("#luong", gettext_lazy("Xem luồng xử lý")),
    Kind.WRONG_STEP: ("#luong", gettext_lazy("Xem bước đang mở")),
    Kind.WAITS_FOR_NOTHING: ("#nhat-ky", gettext_lazy("Xem nhật ký")),
    Kind.STILL_ASKED: ("#bo-sung", gettext_lazy("Xem yêu cầu bổ sung")),
}


def may_read(user) -> bool:
    return user.has_perm("flows.inspect_dossier") or leads_somebody(user)


@require_safe
def screen(request):
    """Of the dossiers the person sees, the longest known first."""
    user = request.user
    if not may_read(user):
        raise PermissionDenied
    found = Contradiction.objects.visible_to(user).with_list_data()
    page = Paginator(found.prefetch_related("requests"), PAGE).get_page(request.GET.get("page"))
    asked = Feedback.objects.visible_to(user).filter(contradiction__in=[row.pk for row in page])
    readable = set(asked.values_list("pk", flat=True))
    for row in page:
        row.next_acts = next_acts(row, user, readable)
    context = {
        **admin.site.each_context(request),
        "title": _("Đối chiếu ghi nhận với thực tế"),
        "looked_at": last_look(),
        "page": page,
    }
    return TemplateResponse(request, "console/contradictions.html", context)


def next_acts(row: Contradiction, user, readable: set[int]) -> list[tuple[str, str]]:
    """(label, address): the act or the part of the dossier, then the request for support that was sent,
    or one already worded. A request that the person may not read (`readable`) has no address."""
    dossier, act = row.dossier, ACTS.get(MENDED_BY.get(row.kind, ""))
    if act and dossier.state in act.sources and act.is_open_to(user, dossier):
        first = (str(act.label), reverse("admin:dossier_step", args=[dossier.pk, act.name]))
    else:
        anchor, label = PARTS[row.kind]
        first = (label, reverse("admin:flows_dossier_change", args=[dossier.pk]) + anchor)
    new = (_("Gửi yêu cầu hỗ trợ"), f"{reverse('admin:support')}?mau-thuan={row.pk}")
    sent = max(row.requests.all(), key=lambda one: one.received_at, default=None)
    if sent is None:
        return [first, new]
    day = f"{timezone.localtime(sent.received_at):%d/%m/%Y}"
    told = _("Đã gửi yêu cầu hỗ trợ ngày %s") % day
    if sent.answered_at:
        told = _("Yêu cầu hỗ trợ ngày %s đã được trả lời") % day
    place = reverse("admin:support_one", args=[sent.pk]) if sent.pk in readable else ""
    return [first, (told, place), *([new] if sent.answered_at else [])]


def ticket(row: Contradiction) -> str:
    """The request for support about it, as far as it can be worded without a person."""
    words = {"code": row.dossier.code, "kind": row.get_kind_display(), "since": row.since}
    return _("Hồ sơ %(code)s: %(kind)s. Thấy từ %(since)s. Đã kiểm tra: ") % {
        **words, "since": f"{row.since:%d/%m/%Y}"
    }  # fmt: skip
