"""The exchange at a glance: by partner what waits, since when, what needs a person, who has gone quiet."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from flows.console.outbox import KINDS
from flows.effects import outbox
from flows.gateways import national as gateway
from flows.models import ClientSystem, InboundMessage, NationalMessage, Promise, Webhook
from flows.partners import national


@dataclass
class Row:
    """One direction of one partner."""

    name: str
    url: str
    waiting: int
    oldest: datetime | None
    stuck: int
    last: datetime | None
    state: str
    tone: str


@require_http_methods(["GET", "POST"])
def board(request):
    """Two tables; the paused line to the national portal may be called again at once."""
    if not request.user.has_perm("flows.run_exchange"):
        raise PermissionDenied
    if request.method == "POST":
        national.resume()
        messages.success(request, _("Những thông điệp đang chờ sẽ được gửi ngay."))
        return redirect("admin:exchange")
    context = {
        **admin.site.each_context(request),
        "title": _("Trao đổi dữ liệu"),
        "outgoing": [_national(), *_webhooks(), *_promises()],
        "incoming": _systems(),
        "is_paused": national.line().is_paused,
    }
    return TemplateResponse(request, "console/exchange.html", context)


def _list(model: str, **chosen) -> str:
    return f"{reverse(f'admin:flows_{model}_changelist')}?{urlencode(chosen)}"


def _state(paused_until, failures: int) -> tuple[str, str]:
    if paused_until and paused_until > timezone.now():
        until = f"{timezone.localtime(paused_until):%H:%M}"
        return _("Tạm dừng đến %s") % until, "red"
    return (_("Đang hỏng"), "yellow") if failures else (_("Bình thường"), "green")


def _national() -> Row:
    line = national.line()
    waits, refused = Q(state="waiting"), Q(state="refused")
    open_ones = NationalMessage.objects.filter(waits | refused)
    found = open_ones.aggregate(
        n=Count("pk", filter=waits), at=Min("created_at", filter=waits), m=Count("pk", filter=refused)
    )  # fmt: skip
    state, tone = _state(line.paused_until, line.failures)
    if not gateway.is_connected():
        state, tone = _("Chưa kết nối"), "grey"
    url = _list("nationalmessage", state__exact="refused" if found["m"] else "waiting")
    name = _("Cổng Dịch vụ công quốc gia")
    return Row(name, url, found["n"], found["at"], found["m"], line.answered_at, state, tone)


def _webhooks() -> list[Row]:
    owed = Q(deliveries__delivered_at=None)
    hooks = Webhook.objects.select_related("token__system").annotate(
        n=Count("deliveries", filter=owed),
        at=Min("deliveries__created_at", filter=owed),
        last=Max("deliveries__delivered_at"),
    )
    rows = []
    for hook in hooks:
        state, tone = _state(hook.paused_until, hook.failures)
        if not hook.is_active:
            state, tone = _("Đã tắt"), "grey"
        url = _list("webhookdelivery", webhook__id__exact=hook.pk, tinh_trang="cho")
        name = f"{hook.token.system} · {hook.url}"
        rows.append(Row(name, url, hook.n, hook.at, 0, hook.last, state, tone))
    return rows


def _promises() -> list[Row]:
    """What else leaves: messages to people, papers; by the kind of the promise."""
    kinds: dict[str, dict] = {}
    listed = Promise.objects.exclude(kind__in=outbox.LISTED_APART).order_by("kind").values("kind")
    for one in listed.waiting().annotate(n=Count("pk"), at=Min("created_at")):
        kinds.setdefault(one["kind"], {}).update(n=one["n"], at=one["at"])
    for one in listed.given_up().annotate(m=Count("pk")):
        kinds.setdefault(one["kind"], {}).update(m=one["m"])
    return [
        Row(
            str(KINDS.get(kind, kind)),
            _list("promise", kind=kind, tinh_trang="hong" if "m" in one else "cho"),
            one.get("n", 0), one.get("at"), one.get("m", 0), None,
            _("Có việc đã bỏ") if "m" in one else _("Bình thường"),
            "yellow" if "m" in one else "green",
        )
        for kind, one in sorted(kinds.items())
    ]  # fmt: skip


def _systems() -> list[Row]:
    waits, wrong = Q(inbound__state="waiting"), Q(inbound__state="quarantine")
    systems = ClientSystem.objects.annotate(
        n=Count("inbound", filter=waits),
        at=Min("inbound__received_at", filter=waits),
        m=Count("inbound", filter=wrong),
    )
    rows = []
    for system in systems:
        state, tone = _("Bình thường"), "green"
        if not system.is_active:
            state, tone = _("Đã tắt"), "grey"
        elif system.is_silent():
            state, tone = _("Im lặng quá %d phút") % system.silent_after, "red"
        url = _list(
            "inboundmessage",
            system__id__exact=system.pk,
            **({"state__exact": InboundMessage.State.QUARANTINE} if system.m else {}),
        )
        rows.append(
            Row(system.name, url, system.n, system.at, system.m, system.heard_at, state, tone)
        )
    return rows
