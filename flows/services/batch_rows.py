"""Rows of a batch before it is signed: taken from a workbook, judged, told apart (kiểm tra bảng tính).

No HTTP here, and nothing is filed: see `batching`.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec, rows
from catalog.exchange import form_sheet
from catalog.exchange.archives import UnreadableFile
from catalog.exchange.form_columns import FormColumn, as_sent, columns_of
from catalog.models import Case, ProcedureVersion, Question
from flows import limits
from flows.audit.chain import digest
from flows.errors import AlreadyDone, DossierError
from flows.models import Batch, BatchRow, Dossier, Draft, State, Submission

UPLOADS_PER_HOUR = 60
_State = BatchRow.State
_KEPT = (_State.RIGHT, _State.TWIN)  # what a further upload leaves
_WRITTEN = ["state", "other", "title", "person", "answers", "problems", "fingerprint"]
# A dossier that came to nothing is no reason against filing the same again.
IN_VAIN = (State.REFUSED, State.WITHDRAWN, State.STOPPED)


def cases(version: ProcedureVersion) -> list[Case]:
    """The cases whose form fits one row; none where the version takes no batches."""
    if not version.takes_batches:
        return []
    found = version.cases.filter(form__isnull=False).select_related("form")
    return [case for case in found if not rows.why_not(spec_of(case))]


def spec_of(case) -> FormSpec:
    """The form of the case, loaded once for this case object; rows are always read in Vietnamese."""
    if not hasattr(case.form, "loaded_spec"):
        case.form.loaded_spec = FormSpec(case.form)
    return case.form.loaded_spec


def take(batch: Batch, data: bytes, filename: str, *, by) -> list[str]:
    """Read a workbook into the batch; returns the headings that stand for no question.

    Right rows of former uploads stay, all others give way to the new file; a row about somebody who
    is there already takes the place of the former one. DossierError says why a file is not taken.
    """
    if not limits.hit("batch_upload", str(by.pk), UPLOADS_PER_HOUR, 3600):
        raise DossierError(_("Đã tải bảng tính quá nhiều lần trong một giờ. Hãy thử lại sau."))
    if batch.draft.case is None:
        raise DossierError(_("Chọn trường hợp nộp hồ sơ trước khi tải bảng tính."))
    spec, most = spec_of(batch.draft.case), settings.BATCH_MAX_ROWS
    filled = read(data, filename, spec, most=most)
    columns = columns_of(spec)
    number = batch.uploads + 1
    fresh = []
    for one in filled.rows:
        row = BatchRow(batch=batch, upload=number, number=one.number, cells=one.cells)
        _judge(row, spec, columns, one.problems)
        fresh.append(row)
    with transaction.atomic():
        _still_open(batch)
        kept = _merge(list(batch.rows.filter(state__in=_KEPT)), fresh)
        if len(kept) + len(fresh) > most:
            raise DossierError(
                _("Mỗi lô nhận tối đa %d dòng. Hãy ký và nộp lô này trước, rồi lập lô khác.") % most
            )
        batch.rows.exclude(pk__in=[row.pk for row in kept]).delete()
        _tell_apart(batch, [*kept, *fresh])
        BatchRow.objects.bulk_update(kept, ["state", "other"])
        BatchRow.objects.bulk_create(fresh)
        batch.uploads, batch.letters = number, filled.letters
        batch.save(update_fields=["uploads", "letters"])
    return filled.unknown


def read(data: bytes, filename: str, spec: FormSpec, *, most: int) -> form_sheet.Filled:
    """The rows of a sheet of this form. DossierError says why the file is not taken."""
    try:
        filled = form_sheet.read_rows(data, filename, spec, most=most)
    except UnreadableFile as error:
        raise DossierError(str(error)) from error
    if not filled.rows:
        raise DossierError(_("Bảng chưa có dòng nào. Hãy điền từ dòng 2 rồi tải lên lại."))
    return filled


def judge_again(draft: Draft) -> None:
    """The case or the version has changed: every row is judged by the form that counts now."""
    if not draft.is_batch or draft.case is None or draft.case.form_id is None:
        return
    with transaction.atomic():
        batch = draft.batch
        _still_open(batch)
        spec, found = spec_of(draft.case), list(batch.rows.all())
        columns = columns_of(spec)
        for row in found:
            _judge(row, spec, columns)
        _tell_apart(batch, found)
        BatchRow.objects.bulk_update(found, _WRITTEN, batch_size=200)


def clear(batch: Batch) -> None:
    """Begin the list anew; twice is once."""
    with transaction.atomic():
        _still_open(batch)
        batch.rows.all().delete()


def file_twins(batch: Batch, *, wanted: bool) -> None:
    """Whether rows of people who have another open dossier are filed all the same."""
    with transaction.atomic():
        _still_open(batch)
        batch.files_twins = wanted
        batch.save(update_fields=["files_twins"])


def corrections(batch: Batch) -> bytes:
    """The wrong rows alone as a workbook, a comment in every failing cell."""
    case = batch.draft.case
    if case is None or case.form_id is None:
        raise DossierError(_("Chọn trường hợp nộp hồ sơ trước khi tải bảng tính."))
    found = batch.rows.to_mend().values_list("cells", "problems")
    return form_sheet.corrections(spec_of(case), found)


def filed_before(batch: Batch, fingerprints: Iterable[str]) -> dict[str, str]:
    """By fingerprint the dossier that the same row has become, or the batch in which it waits."""
    since = timezone.now() - datetime.timedelta(days=settings.BATCH_REPEAT_DAYS)
    same = BatchRow.objects.filter(
        fingerprint__in=list(fingerprints), batch__applicant=batch.applicant_id
    ).exclude(batch=batch)
    waiting = same.filter(
        state=_State.RIGHT, batch__confirmed_at__isnull=False, batch__finished_at=None
    )
    found = {row.fingerprint: row.batch.number for row in waiting.select_related("batch")}
    filed = same.filter(state=_State.FILED, dossier__submitted_at__gte=since).exclude(
        dossier__state__in=IN_VAIN
    )
    return found | dict(filed.values_list("fingerprint", "dossier__code"))


def _judge(row: BatchRow, spec: FormSpec, columns: list[FormColumn], problems=()) -> None:
    judged = rows.judge(spec, as_sent(columns, row.cells, spec))
    named = {column.name for column in columns}
    row.problems = [
        [name if name in named else _first_part(name, named), message]
        for name, message in [*problems, *judged.problems]
    ]
    row.answers = judged.answers
    name, person = _keys(spec)
    row.title = str(judged.answers.get(name) or row.cells.get(name, ""))[:160]
    row.person = str(judged.answers.get(person) or row.cells.get(person, ""))[:20]
    row.state, row.other = (_State.WRONG if row.problems else _State.RIGHT), ""
    draft = row.batch.draft
    row.fingerprint = digest(
        {
            "procedure": draft.procedure.code,
            "case": draft.case.code,
            "applicant": row.batch.applicant_id,
            "answers": judged.answers,
        }
    )


def _first_part(name: str, named: set[str]) -> str:
    """The column of a question that a page asks in several inputs."""
    return next((one for one in sorted(named) if name and one.startswith(f"{name}-")), "")


def _keys(spec: FormSpec) -> tuple[str, str]:
    """The questions that tell whom a row is about: by name, and by number."""
    asked = list(spec.questions())
    kind = Question.Kind
    names = [q.key for q in asked if q.prefill == "full_name"]
    names += [q.key for q in asked if q.kind == kind.TEXT]
    numbers = [
        question.key
        for wanted in (kind.IDENTITY_NUMBER, kind.SOCIAL_INSURANCE_NUMBER, kind.TAX_CODE)
        for question in asked
        if question.kind == wanted
    ]
    return (names or [""])[0], (numbers or [""])[0]


def _merge(kept: list[BatchRow], fresh: list[BatchRow]) -> list[BatchRow]:
    """The former rows that stay; of the new ones go those that say what a former one says."""
    sound = {row.fingerprint for row in fresh if not row.problems}
    persons = {row.person for row in fresh if row.person}
    left = [
        row
        for row in kept
        if row.fingerprint in sound or not row.person or row.person not in persons
    ]
    stays = {row.fingerprint for row in left}
    fresh[:] = [row for row in fresh if row.problems or row.fingerprint not in stays]
    return left


def _tell_apart(batch: Batch, found: list[BatchRow]) -> None:
    """Of the right rows: which repeat another one, were filed before, or have an open dossier."""
    right = [row for row in found if not row.problems]
    before = filed_before(batch, [row.fingerprint for row in right])
    twins = _open_dossiers(batch)
    seen: dict[str, BatchRow] = {}
    for row in right:
        marks = {mark for mark in (row.person, row.fingerprint) if mark}
        first = next((seen[mark] for mark in marks if mark in seen), None)
        row.state, row.other = _State.RIGHT, ""
        if first is not None:
            row.state, row.other = _State.REPEATED, str(first.number)
        elif row.fingerprint in before:
            row.state, row.other = _State.BEFORE, before[row.fingerprint]
        elif row.person and row.person in twins:
            row.state, row.other = _State.TWIN, twins[row.person]
        if first is None:
            seen |= dict.fromkeys(marks, row)


def _open_dossiers(batch: Batch) -> dict[str, str]:
    """By the number of the person the open dossier of this procedure that the organisation has filed."""
    _name, person = _keys(spec_of(batch.draft.case))
    if not person:
        return {}
    ours = Dossier.objects.open().filter(
        applicant=batch.applicant_id, procedure=batch.draft.procedure
    )
    said = Submission.objects.filter(dossier__in=ours.order_by().values("pk"))
    told = said.annotate(who=KT(f"answers__{person}"), code=F("dossier__code"))
    return {who: code for who, code in told.order_by("pk").values_list("who", "code") if who}


def _still_open(batch: Batch) -> None:
    """Lock the batch; AlreadyDone once it is signed."""
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.confirmed_at is not None:
        raise AlreadyDone(_("Lô hồ sơ này đã ký nên không sửa được nữa."))
    batch.uploads, batch.files_twins = locked.uploads, locked.files_twins
