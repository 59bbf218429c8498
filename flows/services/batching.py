"""A batch: begun, signed once for all its rows, filed row by row by the worker (nộp theo lô)."""

import datetime
import logging
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from flows.audit.chain import digest
from flows.audit.tree import path_to, root_from, root_of
from flows.effects import send_mail, send_sms
from flows.effects.outbox import handler, promise
from flows.errors import DossierError, NotPermitted
from flows.models import Batch, BatchRow, Draft, DraftFile, Mandate
from flows.models.draft import BATCH, ONLINE
from flows.services import (
    barring,
    batch_rows,
    branching,
    declaring,
    drafting,
    filing,
    mandating,
)

KIND = "file_batch"
AT_A_TIME = 3  # seconds; then other promises have their turn
ORGANISATION = "organisation"
# What the next batch says of the applicant as the one before did.
_CONTACT = ("name", "branch", "insurance_number", "phone", "email", "address", "confirmed")
log = logging.getLogger(__name__)
_State = BatchRow.State


def why_not(version, *, by, mandate: Mandate | None = None) -> str:
    """Why this person files no batch of it, in a sentence; nothing when they may."""
    if not batch_rows.cases(version):
        return _("Thủ tục này chưa nhận nộp nhiều hồ sơ bằng bảng tính.")
    holder = mandate.principal if mandate else by
    if holder is None or holder.kind != ORGANISATION:
        return _("Chỉ tổ chức nộp nhiều hồ sơ bằng bảng tính.")
    return ""


@transaction.atomic
def open_batch(procedure, *, by, agency=None, mandate: Mandate | None = None) -> Batch:
    """The batch in which the person goes on, or a new one of the version in force."""
    version = procedure.version_on()
    if version and (reason := why_not(version, by=by, mandate=mandate)):
        raise DossierError(reason)
    draft = drafting.open_draft(procedure, by=by, agency=agency, channel=BATCH, mandate=mandate)
    holder = mandate.principal if mandate and mandate.principal else by
    return Batch.objects.get_or_create(draft=draft, defaults={"applicant": holder})[0]


@transaction.atomic
def follow(batch: Batch, *, by) -> Batch:
    """A further batch for the rows that were mended: the same choices and papers as the signed one."""
    mandate = None
    if by.pk != batch.applicant_id:
        held = Mandate.objects.held_by(by).filing().covering(batch.draft.procedure)
        mandate = held.filter(principal=batch.applicant_id).first()
        if mandate is None:
            raise NotPermitted(_("Ông/Bà chỉ được xem lô hồ sơ này, không được nộp."))
    made = open_batch(batch.draft.procedure, by=by, mandate=mandate)
    draft, before = made.draft, batch.draft
    if made.uploads or made.follows_id or draft.agency_id:
        return made  # one that is under way goes on
    draft.case = next(
        (case for case in batch_rows.cases(draft.version) if case.code == before.case.code), None
    )
    kept = {name: before.applicant[name] for name in _CONTACT if name in before.applicant}
    draft.agency, draft.applicant = before.agency, draft.applicant | kept
    draft.result_channel, draft.result_address = before.result_channel, before.result_address
    draft.save()
    if draft.version_id == before.version_id:
        DraftFile.objects.bulk_create(_copies(before, draft))
    made.follows = batch
    made.save(update_fields=["follows"])
    return made


def digests(batch: Batch) -> list[tuple[BatchRow, str]]:
    """The rows that are filed, in order, each with the digest of exactly what its dossier declares."""
    common = filing.content_of(batch.draft, {})
    return [
        (row, digest(common | {"answers": row.answers}))
        for row in batch.rows.to_file(batch).defer("cells")
    ]


def digest_over(batch: Batch, listed: list[str]) -> str:
    """What the signature is bound to: the digests of all rows, by the root of their tree."""
    return digest(_bound(batch, len(listed), root_of(listed)))


def _bound(batch: Batch, rows: int, root: str) -> dict:
    return {"batch": str(batch.key), "rows": rows, "root": root}


def contains(evidence: dict, seal: str) -> bool:
    """Whether the declaration of the batch that this evidence names stands for the filing `seal`."""
    told = evidence["batch"]
    root = root_from(seal, told["path"])
    bound = {"batch": told["key"], "rows": told["rows"], "root": root}
    return digest(bound) == told["digest"]


@transaction.atomic
def confirm(draft: Draft, *, by, evidence: dict, digest: str) -> Batch:
    """Take the signed batch for filing (Articles 13 and 17); the worker files it. Twice is once."""
    locked = filing.locked(draft)
    if locked is None or locked.is_filed:
        return Batch.objects.get(draft=draft.pk)
    if locked.owner_id != by.pk:
        raise DossierError(_("Bản nháp này của người khác."))
    batch = Batch.objects.select_for_update(of=("self",)).get(draft=locked)
    batch.draft = locked
    mandating.usable(locked.mandate, by=by, procedure=locked.procedure)
    barring.require_free(by, locked.mandate and locked.mandate.principal)
    if locked.procedure.version_on() != locked.version or not locked.version.takes_batches:
        raise DossierError(
            _("Thủ tục đã có phiên bản mới. Hãy mở lại bản nháp để xem những gì thay đổi.")
        )
    if evidence.get("method") != "signature":
        raise DossierError(_("Lô hồ sơ phải được xác nhận bằng chữ ký số của đơn vị."))
    declaring.require_signature(ORGANISATION, evidence)
    drafting.ready(locked)
    found = digests(batch)
    if digest != digest_over(batch, [seal for _row, seal in found]):
        raise DossierError(_("Nội dung đã thay đổi sau khi xem. Hãy xem lại và xác nhận lại."))
    now = timezone.now()
    for place, (row, seal) in enumerate(found):
        row.place, row.digest, row.state = place, seal, _State.RIGHT
    BatchRow.objects.bulk_update(
        [r for r, _s in found], ["place", "digest", "state"], batch_size=300
    )
    batch.branch, batch.evidence, batch.digest = branching.chosen(locked), evidence, digest
    batch.confirmed_at = now
    batch.save()
    Draft.objects.filter(pk=locked.pk).update(batched_at=now)
    promise(KIND, key=f"{KIND}:{batch.key}:{len(found)}", batch=batch.pk)
    return batch


@handler(KIND)
def keep(kept) -> None:
    """File for some seconds, then promise the rest: what a crash leaves is taken up again."""
    batch = _loaded(kept.payload["batch"])
    until = time.monotonic() + AT_A_TIME
    listed = list(batch.rows.placed().values_list("digest", flat=True))
    for pk in list(
        batch.rows.filter(state=_State.RIGHT).order_by("place").values_list("pk", flat=True)
    ):
        file_row(batch, pk, listed)
        if time.monotonic() > until:
            break
    with transaction.atomic():
        left = batch.rows.filter(state=_State.RIGHT).count()
        if left:
            promise(KIND, key=f"{KIND}:{batch.key}:{left}", batch=batch.pk)
        else:
            _finish(batch)


def file_row(batch: Batch, pk: int, listed: list[str]) -> None:
    """One row becomes a dossier, in one transaction; what cannot be filed is told on its row."""
    try:
        with transaction.atomic():
            _file(batch, pk, listed)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the promise is tried again
    except DossierError as refusal:
        _failed(pk, str(refusal))
    except Exception:
        log.exception("row %s of batch %s broke", pk, batch.pk)
        _failed(pk, _("Hệ thống gặp lỗi ở dòng này; hãy tải lại dòng này ở lô sau."))


def _file(batch: Batch, pk: int, listed: list[str]) -> None:
    # One batch of an organisation at a time looks for what was filed before.
    get_user_model().objects.select_for_update(no_key=True).get(pk=batch.applicant_id)
    row = BatchRow.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.state != _State.RIGHT:
        return
    if code := _filed_elsewhere(batch, row):
        row.state, row.other = _State.BEFORE, code
        row.save(update_fields=["state", "other"])
        return
    draft, place = _draft_of(batch, row), row.place or 0
    told = {
        "key": str(batch.key), "number": batch.number, "digest": batch.digest,
        "rows": len(listed), "row": place + 1, "sheet_row": row.number,
        "path": path_to(listed, place),
    }  # fmt: skip
    evidence = batch.evidence | {"digest": row.digest, "batch": told}
    dossier = filing.file_draft(
        draft, by=batch.draft.owner, evidence=evidence, digest=row.digest, in_batch=place
    )
    row.dossier, row.state, row.cells, row.answers = dossier, _State.FILED, {}, {}
    row.save(update_fields=["dossier", "state", "cells", "answers"])


def _filed_elsewhere(batch: Batch, row: BatchRow) -> str:
    """The dossier that another batch has made of the same row meanwhile."""
    since = timezone.now() - datetime.timedelta(days=settings.BATCH_REPEAT_DAYS)
    filed = BatchRow.objects.filter(
        fingerprint=row.fingerprint, batch__applicant=batch.applicant_id, state=_State.FILED,
        dossier__submitted_at__gte=since,
    ).exclude(dossier__state__in=batch_rows.IN_VAIN)  # fmt: skip
    return filed.values_list("dossier__code", flat=True).first() or ""


def _draft_of(batch: Batch, row: BatchRow) -> Draft:
    common, spec = batch.draft, batch_rows.spec_of(batch.draft.case)
    draft = Draft(
        owner=common.owner, procedure=common.procedure, version=common.version, case=common.case,
        agency=common.agency, mandate=common.mandate, channel=ONLINE, applicant=common.applicant,
        answers=row.answers, result_channel=common.result_channel,
        result_address=common.result_address,
        done_sections=[section.key for section in spec.visible_sections(row.answers)],
    )  # fmt: skip
    draft.save()
    DraftFile.objects.bulk_create(_copies(common, draft))
    return draft


def _copies(common: Draft, draft: Draft) -> list[DraftFile]:
    """The papers that all rows share: rows of their own, the bytes kept once."""
    return [
        DraftFile(
            draft=draft, component_id=paper.component_id, question_key=paper.question_key,
            file=paper.file, name=paper.name, source=paper.source, order=paper.order,
        )
        for paper in common.files.all()
    ]  # fmt: skip


def _failed(pk: int, told: str) -> None:
    waiting = BatchRow.objects.filter(pk=pk, state=_State.RIGHT)
    waiting.update(state=_State.FAILED, problems=[["", told]])


def _loaded(pk: int) -> Batch:
    batches = Batch.objects.select_related(
        "draft__owner", "draft__procedure", "draft__version", "draft__case__form",
        "draft__agency__parent", "draft__mandate__principal",
    )  # fmt: skip
    return batches.prefetch_related("draft__files").get(pk=pk)


def _finish(batch: Batch) -> None:
    """Nothing waits any more: told once, in one message for all rows."""
    now = timezone.now()
    if not Batch.objects.filter(pk=batch.pk, finished_at=None).update(finished_at=now):
        return
    filed = batch.rows.filter(state=_State.FILED).count()
    owing = batch.rows.filter(dossier__fee_state="due").count()
    others = batch.rows.exclude(state=_State.FILED).count()
    address = f"{settings.BASE_URL}/ho-so/lo/{batch.key}/"
    lines = [
        f"Lô {batch.number}, thủ tục {batch.draft.procedure.name}: {filed} hồ sơ đã được nộp tới {batch.draft.agency}."
    ]
    if owing:
        lines.append(f"{owing} hồ sơ phải nộp phí, lệ phí; xem ở trang của từng hồ sơ.")
    if others:
        lines.append(f"{others} dòng không nộp; tải bảng tính các dòng chưa đúng ở trang của lô.")
    text = "Kính gửi Ông/Bà,\n\n" + "\n".join(lines) + f"\n\nXem từng dòng: {address}"
    applicant, owner = batch.draft.applicant, batch.draft.owner
    for mail in filter(None, dict.fromkeys([applicant.get("email", ""), owner.email])):
        send_mail(
            mail, f"Lô {batch.number}: đã nộp {filed} hồ sơ", text, key=f"batch:{batch.key}:{mail}"
        )
    if phone := applicant.get("phone"):
        short = (
            f"BHXH: Lo {batch.number} da nop {filed} ho so, {others} dong khong nop. Xem: {address}"
        )
        send_sms(phone, short, key=f"batch:{batch.key}:sms")
