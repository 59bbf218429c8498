"""Urging the unit where a late dossier lies (đôn đốc): asked by the intake unit, answered by its head.

Decree 61/2018, Article 8. A step that is done before the answer has answered for itself.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows import acts
from flows.audit.journal import record
from flows.effects.mail import send_mail
from flows.errors import DossierError
from flows.models import Dossier, Urging
from flows.services.acting import opened_dossier
from flows.services.watching import heads_of


@transaction.atomic
def urge(dossier: Dossier, *, by, note: str) -> Urging:
    """Remind the head of the unit that holds the late step; one at a time, by e-mail and on the page."""
    dossier = opened_dossier(dossier, "urge", by=by)
    item = acts.late_step(dossier)
    urging = Urging.objects.create(item=item, note=_said(note), asked_by=by)
    record(
        dossier, "urge", by=by,
        data={"department": str(item.department), "step": item.step, "text": urging.note},
    )  # fmt: skip
    text = _("%(by)s đôn đốc bước «%(step)s» của hồ sơ %(code)s tại %(place)s: %(note)s") % {
        "by": by,
        "step": item.step_title,
        "code": dossier.code,
        "place": item.department,
        "note": urging.note,
    }
    for head in heads_of(item):
        _mail(head, _("Đôn đốc: %s") % dossier.code, text, f"urge:{urging.pk}:{head.pk}")
    return urging


@transaction.atomic
def answer(dossier: Dossier, *, by, text: str) -> Urging:
    """The head says when and how the step will be done; whoever urged is told."""
    dossier = opened_dossier(dossier, "answer_urging", by=by)
    urging = acts.open_urging(dossier)
    urging.answer, urging.answered_by, urging.answered_at = _said(text), by, timezone.now()
    urging.save(update_fields=["answer", "answered_by", "answered_at"])
    record(dossier, "answer_urging", by=by, data={"text": urging.answer})
    _mail(
        urging.asked_by,
        _("Trả lời đôn đốc: %s") % dossier.code,
        f"{by}: {urging.answer}",
        f"urged:{urging.pk}",
    )
    return urging


def _said(text: str) -> str:
    if not text.strip():
        raise DossierError(_("Hãy ghi nội dung."))
    return text.strip()[:500]


def _mail(person, subject: str, text: str, key: str) -> None:
    if person.email:
        send_mail(person.email, subject, text, key=key)
