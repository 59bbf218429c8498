"""Consignments of results at the carrier: announced, numbered, followed to the recipient or back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.effects.notices import notify
from flows.effects.outbox import handler, promise
from flows.gateways import post
from flows.models import Delivery, Dossier, PostEvent, Promise
from flows.services import returning
from flows.services.acting import lock_dossier

ASK_EVERY = 1800  # seconds; a push comes sooner
_ENDS = {PostEvent.Kind.DELIVERED: True, PostEvent.Kind.CAME_BACK: False}


def reference_of(delivery: Delivery) -> str:
    """What the carrier knows a consignment by before it has a number."""
    return f"{delivery.dossier.code_folded}-{delivery.created_at:%y%m%d%H%M%S}"


def _refused(kept: Promise) -> None:
    """The desk sees why, and takes the result back or types the number of another carrier."""
    Delivery.objects.filter(pk=kept.payload["delivery"], tracking_number="").update(
        note=_("Bưu chính không nhận bưu gửi: %s") % kept.error[:400]
    )


@handler("consign", gave_up=_refused)
def consign(kept: Promise) -> None:
    """Announce the consignment and write its number down; the applicant is told then."""
    delivery = Delivery.objects.select_related("dossier__agency").get(pk=kept.payload["delivery"])
    if delivery.tracking_number or delivery.state != Delivery.State.SENT:
        return
    dossier = delivery.dossier
    number = post.create(
        {
            "reference": reference_of(delivery),
            "contents": f"Ket qua ho so {dossier.code}",
            "sender": _party(dossier.agency.name, dossier.agency.address, dossier.agency.phone),
            "recipient": _party(
                dossier.applicant_name,
                dossier.result_address or dossier.applicant_address,
                dossier.applicant_phone,
            ),
        },
        key=kept.key,
    )
    with transaction.atomic():
        dossier = lock_dossier(delivery.dossier_id)
        written = Delivery.objects.filter(pk=delivery.pk, tracking_number="")
        if not written.update(tracking_number=number):
            return
        record(
            dossier, "post_number", by=None,
            public_text=f"Bưu chính đã nhận kết quả, số bưu gửi {number}.",
        )  # fmt: skip
        notify(dossier, "sent_by_post", tracking_number=number, carrier=delivery.carrier)


def _party(name: str, address: str, phone: str) -> dict:
    return {"name": name, "address": address, "phone": phone}


def take(event: post.Event) -> str:
    """Write an event down, once; the last one returns the result or brings it back to the desk.

    Returns taken, known or unknown. What comes after the end is kept and changes nothing.
    """
    mine = Delivery.objects.filter(
        tracking_number=event.number, channel=Dossier.ResultChannel.POST
    ).order_by("-pk")
    delivery = mine.first()
    if delivery is None:
        return "unknown"
    with transaction.atomic():
        dossier = lock_dossier(delivery.dossier_id)
        _row, is_new = PostEvent.objects.get_or_create(
            delivery=delivery,
            event_id=event.event_id,
            defaults={"kind": event.kind, "at": event.at, "place": event.place},
        )
        if not is_new:
            return "known"
        delivery.refresh_from_db()
        if event.kind in _ENDS and delivery.state == Delivery.State.SENT:
            returning.confirm_post(dossier, by=None, delivered=_ENDS[PostEvent.Kind(event.kind)])
    return "taken"


@transaction.atomic
def ask_all() -> int:
    """Ask the carrier about every consignment under way; returns how many."""
    if not post.is_connected():
        return 0
    turn = int(timezone.now().timestamp()) // ASK_EVERY
    under_way = Delivery.objects.filter(state=Delivery.State.SENT).exclude(tracking_number="")
    numbers = list(under_way.values_list("pk", "tracking_number"))
    for pk, number in numbers:
        promise("ask_post", key=f"ask_post:{pk}:{turn}", number=number)
    return len(numbers)


@handler("ask_post")
def ask(kept: Promise) -> None:
    for event in sorted(post.events(kept.payload["number"]), key=lambda event: event.at):
        take(event)
