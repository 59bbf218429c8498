"""Before there is a dossier: envelopes by post, and people guided to the right agency (Article 17.1)."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.permissions import posts_of
from flows.codes import next_in
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier, Draft, Envelope, Guidance
from flows.papers.guiding import issue_guidance
from flows.services import drafting


def register(agency, *, by, **facts) -> Envelope:
    """Enter an envelope in the book of arrivals: sender, tracking number, postmarks, contents."""
    _require_desk(by, agency)
    if facts["arrived_on"] > timezone.localdate():
        raise DossierError(_("Ngày đến không thể ở tương lai."))
    posted = facts.get("postmarked_on")
    if posted and posted > facts["arrived_on"]:
        raise DossierError(_("Dấu nơi gửi không thể sau dấu nơi đến."))
    number = facts.get("tracking_number", "")
    if number and Envelope.objects.filter(agency=agency, tracking_number=number).exists():
        raise AlreadyDone(_("Bưu gửi mang số %s đã vào sổ.") % number)
    return Envelope.objects.create(agency=agency, registered_by=by, **facts)


@transaction.atomic
def open_draft(envelope: Envelope, procedure, *, by) -> Draft:
    """Go on with the envelope as a dossier by post: the draft begun before, or a new one."""
    envelope = _locked(envelope, by)
    begun = envelope.draft
    if begun and (begun.is_filed, begun.owner_id, begun.procedure_id) == (
        False,
        by.pk,
        procedure.pk,
    ):
        return begun
    draft = drafting.open_draft(
        procedure, by=by, agency=envelope.agency, channel=Dossier.Channel.POST
    )
    draft.applicant |= {"name": envelope.sender_name, "address": envelope.sender_address}
    if envelope.sender_phone:
        draft.applicant["phone"] = envelope.sender_phone
    draft.save(update_fields=["applicant", "updated_at"])
    envelope.draft = draft
    envelope.save(update_fields=["draft"])
    return draft


def became(dossier: Dossier, draft: Draft) -> None:
    """The envelope of the draft is the dossier now; inside the act that registers it."""
    Envelope.objects.filter(draft=draft, dossier=None).update(
        dossier=dossier, state=Envelope.State.DOSSIER
    )


def complete_since(dossier: Dossier) -> datetime.datetime | None:
    """For a dossier by post: the opening of the day of the arrival postmark; None for others."""
    envelope = Envelope.objects.filter(dossier=dossier).first()
    if envelope is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(envelope.arrived_on, datetime.time.min))


@transaction.atomic
def answer(envelope: Envelope, *, by, number: str) -> Envelope:
    """The slip went back to the sender by post; `number` is the consignment's. Once."""
    envelope = _locked(envelope, by, waiting=False)
    if envelope.state == Envelope.State.WAITING:
        raise DossierError(_("Bưu gửi chưa được xử lý nên chưa có phiếu để gửi lại."))
    if envelope.answered_at:
        raise AlreadyDone(_("Đã ghi nhận gửi trả lời cho bưu gửi này."))
    if not number.strip():
        raise DossierError(_("Hãy ghi số bưu gửi."))
    envelope.answer_number = number.strip()
    envelope.answered_at, envelope.answered_by = timezone.now(), by
    envelope.save(update_fields=["answer_number", "answered_at", "answered_by"])
    return envelope


@transaction.atomic
def guide(agency, *, by, envelope: Envelope | None = None, **facts) -> Guidance:
    """Show somebody, or the sender of an envelope, where the matter belongs: numbered, with its slip."""
    _require_desk(by, agency)
    if not facts.get("to_agency") and not facts.get("to_other", "").strip():
        raise DossierError(_("Hãy ghi cơ quan có thẩm quyền."))
    if facts.get("to_agency") == agency:
        raise DossierError(_("Đây là cơ quan đang tiếp nhận; hãy lập hồ sơ."))
    if envelope is not None:
        envelope = _locked(envelope, by)
        envelope.state = Envelope.State.GUIDED
        envelope.save(update_fields=["state"])
    year = timezone.localdate().year
    number = next_in(f"guidance:{agency.office_code}:{year}")
    guidance = Guidance.objects.create(
        agency=agency, by=by, envelope=envelope,
        number=f"{number}/{year}/HD-{agency.office_code}", **facts,
    )  # fmt: skip
    issue_guidance(guidance, by=by)
    return guidance


def _locked(envelope: Envelope, by, *, waiting: bool = True) -> Envelope:
    found = (
        Envelope.objects.select_for_update(of=("self",))
        .select_related("agency", "draft")
        .get(pk=envelope.pk)
    )
    _require_desk(by, found.agency)
    if waiting and found.state != Envelope.State.WAITING:
        raise AlreadyDone(_("Bưu gửi này đã được xử lý."))
    return found


def _require_desk(by, agency) -> None:
    if not by.has_perm("flows.receive_dossier"):
        raise NotPermitted(_("Bạn không có quyền tiếp nhận tại Bộ phận Một cửa."))
    agencies = {post.department.agency_id for post in posts_of(by)}
    if not by.is_superuser and agency.pk not in agencies:
        raise NotPermitted(_("Hồ sơ thuộc cơ quan khác."))
