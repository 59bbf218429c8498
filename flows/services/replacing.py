"""A wrong result is taken back and replaced (T16): reason, second person, new number."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.effects.notices import notify
from flows.errors import DossierError, NotPermitted
from flows.models import Delivery, Dossier, IssuedDocument, Replacement, ResultSheet, State
from flows.papers.issuing import revoke
from flows.services import signing
from flows.services.acting import opened_dossier
from flows.services.registering import issue_result


def replaceable(dossier: Dossier) -> IssuedDocument | None:
    """The result in force."""
    return dossier.issued.filter(kind="result", revoked_at=None).order_by("-issued_at").first()


def pending(dossier: Dossier) -> Replacement | None:
    return (
        Replacement.objects.filter(issued__dossier=dossier, decided_at=None)
        .select_related("issued", "asked_by")
        .first()
    )


@transaction.atomic
def ask(dossier: Dossier, *, by, reason: str, content: str, reasons: str = "") -> Replacement:
    """Propose to take the result back and to issue another with this content."""
    dossier = opened_dossier(dossier, "replace_result", by=by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do thu hồi."))
    if not content.strip():
        raise DossierError(_("Hãy ghi nội dung thay thế."))
    issued = replaceable(dossier)
    if issued is None:
        raise DossierError(_("Hồ sơ chưa có văn bản kết quả."))
    found = Replacement.objects.create(
        issued=issued, reason=reason.strip(), content=content.strip(),
        reasons=reasons.strip(), asked_by=by,
    )  # fmt: skip
    record(dossier, "replace_result", by=by, data={"reason": found.reason})
    return found


@transaction.atomic
def confirm(dossier: Dossier, *, by) -> IssuedDocument:
    """Agree: the old result is revoked, the new one numbered and issued, the applicant told.

    Its page at the QR says so from now on and leads to the new one. Never by who asked.
    """
    dossier = opened_dossier(dossier, "confirm_replacement", by=by)
    found = _pending_for(dossier, by)
    revoke(found.issued, reason=found.reason)
    found.document = issue_result(dossier, by=by, **_printed(found))
    found.decided_by, found.decided_at = by, timezone.now()
    found.save()
    if dossier.state == State.RETURNED:
        # Decided is not delivered: the new paper has to reach the applicant too.
        Delivery.objects.create(dossier=dossier, channel=dossier.result_channel)
    record(
        dossier, "confirm_replacement", by=by,
        public_text=f"Kết quả số {found.issued.number} được thu hồi, thay bằng số {found.document.number}.",
        data={"old": found.issued.number, "new": found.document.number, "reason": found.reason},
    )  # fmt: skip
    notify(
        dossier,
        "result_replaced",
        reason=found.reason,
        old_number=found.issued.number,
        number=found.document.number,
    )
    return found.document


def prepare(dossier: Dossier, *, by) -> ResultSheet:
    """The replacing result as agreement would issue it now, for the leader to sign first."""
    with transaction.atomic():
        dossier = opened_dossier(dossier, "confirm_replacement", by=by)
        sheet = signing.draft_sheet(dossier, by=by, **_printed(_pending_for(dossier, by)))
    return signing.draw(sheet)


def _printed(found: Replacement) -> dict:
    """What of the replacement stands on the paper."""
    return {
        "content": found.content,
        "reasons": found.reasons,
        "replaces": {"number": found.issued.number, "at": found.issued.issued_at},
    }


@transaction.atomic
def decline(dossier: Dossier, *, by, reason: str) -> Replacement:
    """The result stays in force, with the reason."""
    dossier = opened_dossier(dossier, "decline_replacement", by=by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi rõ lý do."))
    found = _pending_for(dossier, by)
    found.declined_reason = reason.strip()
    found.decided_by, found.decided_at = by, timezone.now()
    found.save()
    record(dossier, "decline_replacement", by=by, data={"reason": found.declined_reason})
    return found


@transaction.atomic
def hand_over(dossier: Dossier, *, by, recipient_name: str, recipient_identifier: str) -> Delivery:
    """The replacement of a result that was returned already is in the applicant's hands."""
    dossier = opened_dossier(dossier, "hand_over_replacement", by=by)
    if not recipient_name.strip() or not recipient_identifier.strip():
        raise DossierError(_("Hãy ghi họ tên và số giấy tờ của người nhận kết quả."))
    delivery = dossier.deliveries.filter(state=Delivery.State.WAITING).latest("created_at")
    delivery.recipient_name = recipient_name.strip()
    delivery.recipient_identifier = recipient_identifier.strip()
    delivery.channel, delivery.handed_by = Dossier.ResultChannel.COUNTER, by
    delivery.state, delivery.delivered_at = Delivery.State.DELIVERED, timezone.now()
    delivery.evidence = {"method": "counter", "clerk": str(by)}
    delivery.save()
    record(
        dossier, "hand_over_replacement", by=by, public_text="Đã trả văn bản thay thế tại Bộ phận Một cửa."
    )  # fmt: skip
    return delivery


def _pending_for(dossier: Dossier, by) -> Replacement:
    found = pending(dossier)
    if found is None:
        raise DossierError(_("Không có đề nghị thu hồi nào chờ quyết định."))
    principal = dossier.acting_post.user_id if dossier.acting_post else by.pk
    if found.asked_by_id in (by.pk, principal):
        raise NotPermitted(_("Bạn đã đề nghị thu hồi nên người khác phải quyết định."))
    return found
