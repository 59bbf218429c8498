"""What is wrong with the exchange and tells nobody by itself: what waits too long, who has gone quiet."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from catalog.models import Post
from flows.effects.mail import send_mail
from flows.effects.outbox import LISTED_APART
from flows.models import ClientSystem, InboundMessage, NationalMessage, Promise


def oldest_waiting() -> dict[str, datetime.datetime]:
    """Since when the oldest message waits, by direction; a direction without any is left out."""
    found = {
        "out": _oldest_promise(),
        "national": _first(NationalMessage, "created_at"),
        "in": _first(InboundMessage, "received_at"),
    }
    return {name: at for name, at in found.items() if at}


def _oldest_promise() -> datetime.datetime | None:
    """Nobody has come for it since its time, or it has been tried in vain since it was made."""
    waiting = Promise.objects.filter(done_at=None, failed_at=None)
    late = waiting.filter(next_at__lte=timezone.now()).aggregate(at=Min("next_at"))["at"]
    # A running payment is asked for again and again, and late by nobody's fault.
    tried = waiting.filter(attempts__gt=0).exclude(kind__in=["ask_payment", *LISTED_APART])
    moments = [late, tried.aggregate(at=Min("created_at"))["at"]]
    return min((at for at in moments if at), default=None)


def _first(model, moment: str):
    return model.objects.filter(state="waiting").aggregate(at=Min(moment))["at"]


def sweep(now=None) -> None:
    """Tell the operators, once an hour while it lasts, and once for each silence of a system."""
    now = now or timezone.now()
    limit = now - datetime.timedelta(minutes=settings.EXCHANGE_ALARM_MINUTES)
    late = {name: at for name, at in oldest_waiting().items() if at < limit}
    if late:
        _tell_late(late, now)
    for system in ClientSystem.objects.filter(is_active=True, silent_after__isnull=False):
        silent = system.is_silent(now)
        if silent and system.alarmed_at is None:
            _tell_silent(system, now)
        elif not silent and system.alarmed_at is not None:
            ClientSystem.objects.filter(pk=system.pk).update(alarmed_at=None)


NAMES = {
    "out": "Việc gửi đi đến hạn mà chưa gửi được",
    "national": "Thông điệp gửi Cổng quốc gia",
    "in": "Thông điệp đến chưa xử lý",
}


def _tell_late(late: dict[str, datetime.datetime], now) -> None:
    lines = [f"{NAMES[name]}: từ {_told(at)}." for name, at in sorted(late.items())]
    _tell("Trao đổi dữ liệu đang chậm", "\n".join(lines), key=f"exchange-late:{now:%Y%m%d%H}")


@transaction.atomic
def _tell_silent(system: ClientSystem, now) -> None:
    ClientSystem.objects.filter(pk=system.pk).update(alarmed_at=now)
    heard = f"Lần cuối: {_told(system.heard_at)}." if system.heard_at else "Chưa báo lần nào."
    _tell(
        f"{system} không báo số liệu",
        f"{system} không báo gì quá {system.silent_after} phút. {heard} Đầu mối: {system.contact_email}.",
        key=f"silent:{system.pk}:{now:%Y%m%d%H%M%S}",
    )


def _told(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"


def _tell(subject: str, body: str, *, key: str) -> None:
    """To everybody whose role runs the exchange, once for a key."""
    body = f"{body}\n\nXem và xử lý: {settings.BASE_URL}/quan-tri/trao-doi/"
    posts = Post.objects.active().filter(role__permissions__codename="run_exchange")
    people = {post.user_id: post.user for post in posts.select_related("user")}
    for person in people.values():
        if person.email:
            send_mail(person.email, subject, body, key=f"{key}:{person.pk}")
