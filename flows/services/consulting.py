"""Opinions of the units that were asked (xin ý kiến phối hợp): given, or taken for given in time."""

from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from catalog.models import StepRule
from flows.audit.journal import record
from flows.errors import AlreadyDone, DossierError
from flows.models import Consultation, Dossier, State, WorkItem
from flows.services.acting import acting, opened


def give_opinion(item: WorkItem, *, by, opinion: str, content: str = "") -> Consultation:
    """The unit answers. Whoever does not simply agree says what is to be changed."""
    with acting(item, "give_opinion", by=by) as moment:
        if opinion != Consultation.Opinion.AGREE and not content.strip():
            raise DossierError(_("Hãy ghi rõ nội dung ý kiến."))
        asked = moment.item.consultation
        asked.opinion, asked.content = Consultation.Opinion(opinion), content.strip()
        asked.answered_by, asked.answered_at = by, timezone.now()
        asked.on_behalf_of = moment.post.on_behalf_of()
        asked.save()
        moment.finish()
        moment.journal(
            "give_opinion",
            public_text=f"{moment.item.department} đã cho ý kiến phối hợp.",
            opinion=opinion,
            note=asked.content,
        )
        return asked


def lapse(item: WorkItem) -> Consultation:
    """No answer in time, where the procedure says that this means agreement. AlreadyDone otherwise."""
    with opened(item) as activation:
        asked, dossier = activation.task.consultation, activation.task.dossier
        is_open = activation.task.status in (STATUS.NEW, STATUS.ASSIGNED)
        waits = asked.silence == StepRule.Silence.AGREED and dossier.state == State.PROCESSING
        if not (is_open and waits and activation.task.is_overdue()):
            raise AlreadyDone(_("Việc lấy ý kiến này không còn chờ."))
        asked.opinion, asked.is_lapsed = Consultation.Opinion.AGREE, True
        asked.answered_at = timezone.now()
        asked.save()
        if activation.task.status == STATUS.NEW:
            activation.assign(None)
        activation.start(None)
        activation.execute()
        dossier.save()
        record(
            dossier, "opinion_lapsed", department=item.department,
            public_text=f"{item.department} không có ý kiến trong thời hạn, coi là đồng ý.",
        )  # fmt: skip
        return asked


def lapsed(now=None):
    """Items of consultation whose time is over and whose silence is agreement."""
    return WorkItem.objects.open().filter(
        consultation__silence=StepRule.Silence.AGREED,
        due_at__lt=now or timezone.now(),
        dossier__state=State.PROCESSING,
    )


def asked_units(dossier: Dossier):
    """Everything that was asked on the dossier, in the order of asking."""
    return dossier.consultations.select_related(
        "item__department", "item__agency", "answered_by"
    ).order_by("pk")
