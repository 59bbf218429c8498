"""Filed with the wrong office: passed on before acceptance, confirmed by who receives it.

Decree 61/2018, Article 17: the applicant keeps one code and is guided once. Until the receiving
office confirms, within eight working hours, the dossier stands in both offices' lists.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import working_calendar
from catalog.models import Agency
from flows.deadlines import working_time
from flows.effects.notices import notify
from flows.errors import DossierError
from flows.models import Dossier, Referral, WorkItem
from flows.routings.jumping import open_step
from flows.services import competence
from flows.services.acting import Moment, acting
from flows.services.filing import ANSWER_HOURS


def places(dossier: Dossier):
    """The offices that may take the dossier in: those that offer the procedure."""
    offering = Agency.objects.offering(dossier.version).exclude(pk=dossier.agency_id)
    return offering.order_by("name")


def refer(item: WorkItem, *, by, to: Agency, reason: str) -> Referral:
    """Pass the dossier on to the office that is competent for it."""
    with acting(item, "refer", by=by) as moment:
        dossier = moment.dossier
        if not reason.strip():
            raise DossierError(_("Hãy ghi rõ vì sao hồ sơ thuộc thẩm quyền cơ quan khác."))
        if not places(dossier).filter(pk=to.pk).exists():
            raise DossierError(_("%s không tiếp nhận thủ tục này.") % to)
        if dossier.documents.filter(originals_kept__gt=0).exists():
            raise DossierError(
                _("Đang giữ bản chính của người nộp; hãy trả lại trước khi chuyển hồ sơ.")
            )
        now = timezone.now()
        due_at = working_time.due(
            now, ANSWER_HOURS, "hour_working", working_calendar.for_agency(to)
        )
        referral = Referral.objects.create(
            dossier=dossier, from_agency=dossier.agency, to_agency=to, reason=reason.strip(),
            asked_by=by, asked_at=now, due_at=due_at,
        )  # fmt: skip
        item = _move(moment, to)
        item.due_at = referral.due_at
        item.save(update_fields=["due_at"])
        moment.journal(
            "refer",
            public_text=f"{referral.from_agency} chuyển hồ sơ đến {to}: {referral.reason}"[:500],
            reason=referral.reason,
        )
        return referral


def confirm(item: WorkItem, *, by) -> Dossier:
    """The receiving office has the dossier: from here on it is its own."""
    with acting(item, "confirm_referral", by=by) as moment:
        referral = _close(moment, accepted=True)
        competence.settle(moment.dossier, competence.of_dossier(moment.dossier))
        moment.item.due_at = moment.dossier.answer_due_at  # the applicant's clock never stood still
        moment.dossier.save()
        moment.item.save()
        moment.journal(
            "confirm_referral",
            public_text=f"{referral.to_agency} đã nhận hồ sơ từ {referral.from_agency}.",
        )
        notify(moment.dossier, "referred", reason=referral.reason)
        return moment.dossier


def decline(item: WorkItem, *, by, reason: str) -> Dossier:
    """The receiving office is not competent either: the dossier goes back to who sent it."""
    with acting(item, "decline_referral", by=by) as moment:
        if not reason.strip():
            raise DossierError(_("Hãy ghi rõ lý do không nhận."))
        referral = _close(moment, accepted=False, answer=reason.strip())
        _move(moment, referral.from_agency)
        moment.journal(
            "decline_referral",
            public_text=f"{referral.to_agency} trả hồ sơ về {referral.from_agency}: "
            f"{referral.answer}"[:500],
            reason=referral.answer,
        )
        return moment.dossier


def _close(moment: Moment, *, accepted: bool, answer: str = "") -> Referral:
    referral = moment.dossier.open_referral
    referral.is_accepted, referral.answer = accepted, answer
    referral.answered_by, referral.answered_at = moment.by, timezone.now()
    referral.save()
    return referral


def _move(moment: Moment, to: Agency) -> WorkItem:
    """The intake step is opened at the other office; the one here is done."""
    moment.leave()
    moment.dossier.agency = to
    item = open_step(moment.activation, "intake")
    moment.dossier.save()
    return item
