"""Papers change hands between units: given by a list, confirmed by who gets them (Article 18).

What is to be handed over arises when the dossier moves (routings/carrying.py).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.journal import record
from flows.codes import next_in
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import HandoverList, PaperHandover
from flows.models.handover import units_of
from flows.papers.handing import issue_handover
from flows.services.acting import lock_dossier


@transaction.atomic
def make_list(handovers, *, by) -> HandoverList:
    """One list of what goes to one unit; DossierError when it goes to several or stands in a list."""
    chosen = list(_locked(handovers))
    if not chosen:
        raise DossierError(_("Hãy chọn ít nhất một hồ sơ để bàn giao."))
    if any(one.sheet_id or one.confirmed_at or one.called_off_at for one in chosen):
        raise AlreadyDone(_("Có hồ sơ vừa được bàn giao ở nơi khác. Hãy tải lại trang."))
    if len({(one.from_department_id, one.to_department_id) for one in chosen}) > 1:
        raise DossierError(_("Mỗi phiếu bàn giao chỉ gồm hồ sơ cho một đơn vị nhận."))
    giver = chosen[0].from_department
    if giver.pk not in units_of(by):
        raise NotPermitted(_("Bạn không giữ vị trí ở đơn vị giao hồ sơ."))
    day = timezone.localdate()
    number = next_in(f"handover:{giver.agency.office_code}:{day:%y%m%d}")
    sheet = HandoverList.objects.create(
        from_department=giver, to_department=chosen[0].to_department, made_by=by,
        code=f"BG-{giver.agency.office_code}-{day:%y%m%d}-{number:02d}",
    )  # fmt: skip
    for one in chosen:
        one.sheet = sheet
        one.save(update_fields=["sheet"])
        _tell(one, "give_papers", by, sheet=sheet.code)
    issue_handover(sheet, chosen, by=by)
    return sheet


@transaction.atomic
def confirm(handovers, *, by, notes: dict[int, str] | None = None) -> list[PaperHandover]:
    """The receiving unit has these papers; `notes` says by key what was missing. Twice is once."""
    notes = notes or {}
    found = []
    for one in _locked(handovers):
        _require_receiver(one, by)
        if one.called_off_at:
            raise AlreadyDone(_("Việc bàn giao hồ sơ %s đã thôi.") % one.dossier.code)
        if one.confirmed_at:
            continue
        one.confirmed_by, one.confirmed_at = by, timezone.now()
        one.note = notes.get(one.pk, "").strip()[:500]
        one.save(update_fields=["confirmed_by", "confirmed_at", "note"])
        _tell(one, "take_papers", by, missing=one.note)
        found.append(one)
    return found


@transaction.atomic
def report_missing(handover: PaperHandover, *, by, note: str) -> PaperHandover:
    """The papers have not come: said to both units, and still to be handed over."""
    if not note.strip():
        raise DossierError(_("Hãy ghi giấy tờ còn thiếu."))
    one = next(iter(_locked([handover.pk])))
    _require_receiver(one, by)
    if one.confirmed_at or one.called_off_at:
        raise AlreadyDone(_("Hồ sơ %s đã được xác nhận.") % one.dossier.code)
    one.note = note.strip()[:500]
    one.save(update_fields=["note"])
    _tell(one, "miss_papers", by, missing=one.note)
    return one


def _locked(handovers):
    """The rows as they are now, each dossier locked first, in one order for everybody."""
    keys = [getattr(one, "pk", one) for one in handovers]
    asked = PaperHandover.objects.filter(pk__in=keys).order_by("dossier", "pk")
    dossiers = {
        pk: lock_dossier(pk) for pk in dict.fromkeys(asked.values_list("dossier", flat=True))
    }
    for one in asked.with_list_data():
        one.dossier = dossiers[one.dossier_id]
        yield one


def _require_receiver(handover: PaperHandover, by) -> None:
    if handover.to_department_id not in units_of(by):
        raise NotPermitted(_("Chỉ đơn vị nhận được xác nhận giấy tờ của hồ sơ này."))


def _tell(handover: PaperHandover, act: str, by, **data) -> None:
    names = {
        "from": str(handover.from_department),
        "to": str(handover.to_department),
        "handover": handover.pk,
    }
    record(handover.dossier, act, by=by, data=names | data)
