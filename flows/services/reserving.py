"""Numbers for an office without network (Article 5.6): blocks given ahead, entered afterwards.

A slip written by hand bears a number of a block of its office; no other number becomes a dossier.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.permissions import posts_of
from flows import codes
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import (
    Dossier,
    Draft,
    IssuedDocument,
    NumberBlock,
    RefusedNumber,
    ReservedNumber,
)
from flows.models.dossier import fold_code, new_check_code
from flows.papers.issuing import revoke
from flows.papers.reserved import issue_blanks
from flows.services import drafting

LARGEST, AHEAD = 100, datetime.timedelta(days=31)
State = ReservedNumber.State


@transaction.atomic
def issue_block(agency, *, by, device: str, day: datetime.date, size: int) -> NumberBlock:
    """The next numbers of the office's series of that day, bound to a device; nobody else gets them."""
    _require_desk(by, agency)
    if not device.strip():
        raise DossierError(_("Hãy ghi quầy hoặc thiết bị dùng khối số."))
    if not 1 <= size <= LARGEST:
        raise DossierError(_("Mỗi khối có từ 1 đến %d số.") % LARGEST)
    today = timezone.localdate()
    if not today <= day <= today + AHEAD:
        raise DossierError(_("Ngày dùng từ hôm nay đến 31 ngày tới."))
    numbers = codes.reserve(agency, day, size)
    block = NumberBlock.objects.create(
        agency=agency, device=device.strip(), day=day, issued_by=by,
        first=numbers[0][0], last=numbers[-1][0],
    )  # fmt: skip
    ReservedNumber.objects.bulk_create(
        ReservedNumber(
            block=block, number=number, code=code, code_folded=fold_code(code),
            check_code=new_check_code(),
        )
        for number, code in numbers
    )  # fmt: skip
    block.blanks = issue_blanks(block, block.numbers.all(), by=by, at=block.issued_at)
    block.save(update_fields=["blanks"])
    return block


@transaction.atomic
def print_unused(block: NumberBlock, *, by) -> IssuedDocument:
    """Blank slips of the numbers still unused, in place of those printed before."""
    _require_desk(by, block.agency)
    block = NumberBlock.objects.select_for_update(of=("self",)).get(pk=block.pk)
    unused = list(block.numbers.unused())
    if not unused:
        raise DossierError(_("Khối số không còn số nào chưa dùng."))
    if block.blanks:
        revoke(block.blanks, reason=_("Đã in lại các số chưa dùng."))
    block.blanks = issue_blanks(block, unused, by=by, at=timezone.now())
    block.save(update_fields=["blanks"])
    return block.blanks


def take_up(agency, *, by, typed: str, taken_at: datetime.datetime) -> ReservedNumber:
    """The number of a slip written by hand at `taken_at`, to be entered now.

    `typed` is the whole code or the number alone. Any other number is refused, and the refusal kept
    for the report.
    """
    _require_desk(by, agency)
    if taken_at > timezone.now():
        raise DossierError(_("Giờ tiếp nhận không thể ở tương lai."))
    found = _found(agency, typed, timezone.localdate(taken_at))
    why = _refusal(found, taken_at)
    if found is None or why:
        RefusedNumber.objects.create(agency=agency, typed=typed.strip()[:60], why=why, by=by)
        raise DossierError(why)
    found.taken_at = taken_at
    found.save(update_fields=["taken_at"])
    return found


@transaction.atomic
def open_draft(number: ReservedNumber, procedure, *, by) -> Draft:
    """Go on with the slip as a dossier: the draft begun before, or a new one."""
    number = _locked(number, by)
    begun = number.draft
    if begun and (begun.is_filed, begun.owner_id, begun.procedure_id) == (
        False, by.pk, procedure.pk,
    ):  # fmt: skip
        return begun
    number.draft = drafting.open_draft(
        procedure, by=by, agency=number.block.agency, channel=Dossier.Channel.COUNTER
    )
    number.save(update_fields=["draft"])
    return number.draft


@transaction.atomic
def void(number: ReservedNumber, *, by, reason: str) -> ReservedNumber:
    """The slip was spoilt or lost: its number is never used."""
    number = _locked(number, by)
    if not reason.strip():
        raise DossierError(_("Hãy ghi lý do hủy số."))
    number.state, number.void_reason = State.VOID, reason.strip()[:255]
    number.voided_by, number.voided_at = by, timezone.now()
    number.draft = None
    number.save()
    return number


def of_draft(draft: Draft) -> ReservedNumber | None:
    """The number that the draft's dossier bears; DossierError when it is not this office's to use."""
    number = (
        ReservedNumber.objects.select_for_update(of=("self",))
        .select_related("block")
        .filter(draft=draft)
        .first()
    )
    if number is None:
        return None
    if number.state != State.UNUSED:
        raise AlreadyDone(_("Số %s đã được dùng hoặc đã hủy.") % number.code)
    if number.block.agency_id != draft.agency_id:
        raise DossierError(_("Số %s thuộc khối của cơ quan khác.") % number.code)
    return number


def became(dossier: Dossier, number: ReservedNumber) -> None:
    """The number is the dossier's now; inside the act that registers it."""
    number.state, number.dossier = State.USED, dossier
    number.save(update_fields=["state", "dossier"])


def taken_at(dossier: Dossier) -> datetime.datetime | None:
    """When the slip was written, of a dossier that was taken in without network; None for others."""
    if dossier.channel != Dossier.Channel.COUNTER:
        return None
    if not hasattr(dossier, "written_at"):
        found = ReservedNumber.objects.filter(dossier=dossier)
        dossier.written_at = found.values_list("taken_at", flat=True).first()
    return dossier.written_at


def _found(agency, typed: str, day: datetime.date) -> ReservedNumber | None:
    numbers = ReservedNumber.objects.filter(block__agency=agency).select_related("block__agency")
    folded = fold_code(typed)
    if folded.isdigit() and len(folded) <= 6:
        return numbers.filter(block__day=day, number=int(folded)).first()
    return numbers.filter(code_folded=folded).first()


def _refusal(number: ReservedNumber | None, taken_at: datetime.datetime) -> str:
    """Why the number of a slip is not taken; empty when it is."""
    if number is None:
        return _("Số này không thuộc khối số nào đã cấp cho cơ quan.")
    if number.state == State.USED:
        return _("Số %s đã nhập hồ sơ.") % number.code
    if number.state == State.VOID:
        return _("Số %s đã hủy.") % number.code
    if timezone.localdate(taken_at) != number.block.day:
        return _("Số %(code)s chỉ dùng trong ngày %(day)s.") % {
            "code": number.code,
            "day": f"{number.block.day:%d/%m/%Y}",
        }
    return ""


def _locked(number: ReservedNumber, by) -> ReservedNumber:
    found = (
        ReservedNumber.objects.select_for_update(of=("self",))
        .select_related("block__agency", "draft")
        .get(pk=number.pk)
    )
    _require_desk(by, found.block.agency)
    if found.state != State.UNUSED:
        raise AlreadyDone(_("Số %s đã được dùng hoặc đã hủy.") % found.code)
    return found


def _require_desk(by, agency) -> None:
    if not by.has_perm("flows.receive_dossier"):
        raise NotPermitted(_("Bạn không có quyền tiếp nhận tại Bộ phận Một cửa."))
    if not by.is_superuser and agency.pk not in {p.department.agency_id for p in posts_of(by)}:
        raise NotPermitted(_("Hồ sơ thuộc cơ quan khác."))
