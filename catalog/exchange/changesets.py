"""The way of a change set: checked, proposed, approved by a second person, applied by the worker.

Large files are checked by the worker too: no web request waits for twenty thousand lines.
"""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.exchange import history, progress, workbook
from catalog.exchange.reading import UnreadableFile, admit
from catalog.exchange.report import Report
from catalog.models import CatalogImport

FOLDER = "catalog-imports"
AT_ONCE = 500_000  # bytes; about 10,000 lines, checked in a second or two
KEPT_UNPROPOSED = datetime.timedelta(days=7)
_LANGUAGE = "vi"  # a report is kept and read by several people, whatever their console speaks
State = CatalogImport.State


class NotAllowed(ValueError):
    """The change set is not in a state, or this is not the person, for that; the text says which."""


def receive(data: bytes, filename: str, *, by, subject: str = "") -> CatalogImport:
    """Keep an uploaded file and check it: a small one now, a large one by the worker.

    `subject`: the sheet a file of one list stands for. Raises UnreadableFile.
    """
    if len(data) <= AT_ONCE:
        return check(data, filename, by=by, subject=subject)
    admit(data, filename)
    return _keep(data, filename, by=by, subject=subject, state=State.UPLOADED)


def check(data: bytes, filename: str, *, by, subject: str = "") -> CatalogImport:
    """Read a file and keep it with what it would change; nothing of the catalogue is written.

    Raises UnreadableFile.
    """
    with translation.override(_LANGUAGE):
        report = workbook.run(data, filename, by=by, subject=subject)
    return _keep(data, filename, by=by, subject=subject, report=report.as_record())


def _keep(data: bytes, filename: str, **values) -> CatalogImport:
    _forget_unproposed()
    suffix = filename.rsplit(".", 1)[-1].lower()
    path = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.{suffix}", ContentFile(data))
    return CatalogImport.objects.create(
        filename=filename[:255], sha256=history.digest(data), path=path, **values
    )


def propose(change: CatalogImport, *, by) -> None:
    """Hand a change set without errors to a second person (gửi duyệt)."""
    with _locked(change, State.CHECKED) as change:
        if change.by_id != by.pk:
            raise NotAllowed(_("Chỉ người tải tệp lên được gửi duyệt."))
        if change.has_errors or not change.has_changes:
            raise NotAllowed(_("Tệp còn lỗi hoặc không thay đổi gì, không có gì để duyệt."))
        change.state = State.PROPOSED


def approve(change: CatalogImport, *, by) -> None:
    """A second person agrees; the worker applies it within seconds (duyệt)."""
    with _locked(change, State.PROPOSED) as change:
        if change.by_id == by.pk:
            raise NotAllowed(_("Người duyệt phải khác người nhập."))
        change.state = State.APPROVED
        change.decided_by, change.decided_at = by, timezone.now()
        change.started_at, change.note = None, ""


def refuse(change: CatalogImport, *, by, reason: str) -> None:
    """A second person sends it back with reasons, or its author takes it back (từ chối, rút)."""
    with _locked(change, State.CHECKED, State.PROPOSED) as change:
        if change.by_id != by.pk:
            if not reason.strip():
                raise NotAllowed(_("Hãy ghi lý do từ chối."))
            change.decided_by, change.decided_at = by, timezone.now()
        change.state, change.note = State.REFUSED, reason.strip()[:500]


def roll_back(change: CatalogImport, *, by) -> None:
    """Hoàn tác: the catalogue is again what it was before. Raises CannotRollBack."""
    history.roll_back(change, by=by)


def check_uploaded() -> int:
    """The worker's turn: check every large file that waits, the first come first."""
    return sum(map(_check_kept, _claimed(State.UPLOADED, "at")))


def apply_approved() -> int:
    """The worker's turn: apply every approved change set, oldest decision first."""
    return sum(map(_apply, _claimed(State.APPROVED, "decided_at")))


def _claimed(state: str, order: str) -> Iterator[CatalogImport]:
    """Those in this state that no other worker has, each taken as it comes."""
    for pk in list(
        CatalogImport.objects.filter(state=state).order_by(order).values_list("pk", flat=True)
    ):
        now = timezone.now()
        free = Q(started_at__isnull=True) | Q(started_at__lt=now - CatalogImport.PATIENCE)
        if CatalogImport.objects.filter(free, pk=pk, state=state).update(started_at=now) == 1:
            yield CatalogImport.objects.select_related("by", "decided_by").get(pk=pk)


def _check_kept(change: CatalogImport) -> bool:
    """Whether the file could be read; what stands in the way of that is told in its note."""
    change.state, change.started_at = State.CHECKED, None
    with progress.shown(change.pk) as tell, translation.override(_LANGUAGE):
        try:
            report = workbook.run(
                read_file(change), change.filename, by=change.by, subject=change.subject, tell=tell
            )
            change.report = report.as_record()
        except UnreadableFile as error:
            change.state, change.note = State.FAILED, str(error)[:500]
    change.save(update_fields=["state", "started_at", "note", "report"])
    return change.state == State.CHECKED


def _apply(change: CatalogImport) -> bool:
    with progress.shown(change.pk) as tell, translation.override(_LANGUAGE):
        try:
            report = workbook.run(
                read_file(change), change.filename, by=change.by, subject=change.subject,
                apply=True, change=change, tell=tell,
            )  # fmt: skip
        except UnreadableFile as error:
            report = Report()
            report.errors.append(
                {"sheet": "", "row": 0, "column": "", "cell": "", "message": str(error)}
            )
    if not report.applied:
        _send_back(change, report)
    return report.applied


def _send_back(change: CatalogImport, report: Report) -> None:
    """The catalogue moved since the approval: what was agreed to is not what would be written."""
    if report.errors:
        change.state = State.FAILED
        change.note = _("Danh mục đã thay đổi sau khi duyệt, tệp không còn phù hợp.")
    else:
        change.state, change.decided_by, change.decided_at = State.PROPOSED, None, None
        change.note = _("Danh mục đã thay đổi sau khi duyệt; hãy xem lại và duyệt lần nữa.")
    change.report = report.as_record()
    change.save(update_fields=["state", "decided_by", "decided_at", "note", "report"])


def read_file(change: CatalogImport) -> bytes:
    """The bytes as they were uploaded. Raises UnreadableFile when they are gone."""
    try:
        with default_storage.open(change.path) as kept:
            return kept.read()
    except OSError as error:
        raise UnreadableFile(_("Tệp đã tải lên không còn. Hãy tải lên lại.")) from error


def _forget_unproposed() -> None:
    """Files that could not be read, or never were proposed, go after a week with their reports."""
    old = CatalogImport.objects.filter(
        Q(state=State.CHECKED) | Q(state=State.FAILED, decided_by__isnull=True),
        at__lt=timezone.now() - KEPT_UNPROPOSED,
    ).defer("report", "before")
    for change in old:
        if change.path:
            default_storage.delete(change.path)
        change.delete()


@contextmanager
def _locked(change: CatalogImport, *states: str) -> Iterator[CatalogImport]:
    """The change set under lock, saved at the end; refused unless in one of these states."""
    with transaction.atomic():
        found = CatalogImport.objects.select_for_update().defer("before").get(pk=change.pk)
        if found.state not in states:
            raise NotAllowed(_("Lần nhập này đã ở trạng thái «%s».") % found.get_state_display())
        yield found
        found.save(update_fields=["state", "decided_by", "decided_at", "started_at", "note"])
