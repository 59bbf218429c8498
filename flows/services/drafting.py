"""Filling in a dossier before it is filed: choices, applicant, answers, papers. No HTTP here.

The portal and the counter use the same functions. Whoever saves says which `lock` the page was made
from: when somebody else saved meanwhile the act is refused and nothing is overwritten.
"""

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.competence import RESIDENCE, competent, full_name
from catalog.text import compose
from flows.errors import AlreadyDone, DossierError
from flows.models import Dossier, Draft, DraftFile, Mandate
from flows.models.draft import BY_PERSON
from flows.services import batch_rows, mandating
from flows.services.readiness import offers, problems
from flows.services.version_changes import changes_between

MAX_FILES = 10  # of one paper


class DraftChanged(AlreadyDone):
    """The draft was saved somewhere else after the page was opened."""

    code = "draft_changed"


def open_draft(procedure, *, by, agency=None, channel="online", mandate=None) -> Draft:
    """The draft in which the person goes on, or a new one of the version in force.

    A citizen has one open draft per procedure and person for whom it is; at the counter every call
    begins a new one. `mandate` says for whom, when it is not for oneself.
    """
    mandating.usable(mandate, by=by, procedure=procedure)
    version = procedure.version_on()
    if version is None:
        raise DossierError(_("Thủ tục này hiện không có phiên bản nào đang có hiệu lực."))
    online = channel in BY_PERSON
    draft = (
        by.drafts.open()
        .filter(procedure=procedure, channel=channel, amends=None, mandate=mandate)
        .first()
        if online
        else None
    )
    if draft is None:
        draft = Draft(owner=by, procedure=procedure, version=version, channel=channel)
        draft.mandate = mandate
        draft.applicant = applicant_of(by, mandate) if online else {"kind": "person"}
        cases = batch_rows.cases(version) if draft.is_batch else version.cases.all()
        draft.case = only(cases)
        draft.result_channel = only(version.result_channels) or ""
        draft.save()
    if agency and draft.agency_id is None and offers(draft.version, agency):
        draft.agency = agency
        draft.save(update_fields=["agency", "updated_at"])
    return draft


def applicant_of(user, mandate: Mandate | None = None) -> dict:
    """What the account knows about its holder, as the applicant of a draft; under a mandate about
    the one for whom it is."""
    if mandate is not None:
        return _principal_of(mandate) | {
            "for_self": False,
            "mandate": mandate.basis,
            "submitter_name": user.full_name,
        }
    organisation = user.kind == user.Kind.ORGANISATION
    return {
        "kind": "organisation" if organisation else "person",
        "name": user.full_name,
        "identifier": user.tax_code if organisation else user.identity_number,
        "insurance_number": user.social_insurance_number,
        "date_of_birth": user.date_of_birth.isoformat() if user.date_of_birth else "",
        "phone": user.phone or "",
        "email": user.email,
        "address": user.address,
        "for_self": True,
    }


def _principal_of(mandate: Mandate) -> dict:
    """A child is reached by its parent's phone and mail, an organisation or person by the own."""
    if mandate.principal is not None:
        return applicant_of(mandate.principal)
    return applicant_of(mandate.holder) | {
        "kind": "person",
        "name": mandate.child_name,
        "identifier": mandate.child_identifier,
        "insurance_number": "",
        "date_of_birth": "",
    }


def choose_case_and_office(draft, *, lock, case, agency) -> Draft:
    """Fix the case (trường hợp) and the office; answers that the new form also asks are kept."""
    if case.version_id != draft.version_id:
        raise DossierError(_("Trường hợp này không thuộc thủ tục đang nộp; hãy chọn lại."))
    if not offers(draft.version, agency):
        raise DossierError(_("Cơ quan này không tiếp nhận thủ tục đang nộp; hãy chọn nơi khác."))
    changes = {"case": case, "agency": agency}
    if draft.case_id and draft.case.form_id != case.form_id:
        changes["done_sections"] = []
    _save(draft, lock, **changes)
    batch_rows.judge_again(draft)
    return draft


def live_in(draft, *, lock, unit) -> Draft:
    """Where the applicant lives, for finding the office: the one that manages the place is chosen."""
    if unit is None:
        raise DossierError(_("Không có xã, phường này; hãy tìm lại."))
    applicant = draft.applicant | {RESIDENCE: unit.code}
    found = competent(
        draft.version, case=draft.case, agency=draft.agency, applicant=applicant, answers={}
    )
    if found is None:
        raise DossierError(
            _("%s chưa có cơ quan quản lý nhận thủ tục này; hãy chọn cơ quan trong danh sách.")
            % full_name(unit)
        )
    return _save(draft, lock, applicant=applicant, agency=found.agency)


def save_applicant(draft, *, lock, applicant: dict) -> Draft:
    """Who the dossier is about (chủ hồ sơ): kind, name, identifier, insurance_number, date_of_birth,
    phone, email, address, for_self, mandate. For this dossier alone: the account is not changed."""
    values = {
        key: compose(value) if isinstance(value, str) else value for key, value in applicant.items()
    }
    return _save(draft, lock, applicant=draft.applicant | values | {"confirmed": True})


def save_section(draft, section_key: str, answers: dict, *, lock, done: bool) -> Draft:
    """Keep the answers of one section; `done` when the section passed its checks."""
    sections = [key for key in draft.done_sections if key != section_key]
    if done:
        sections.append(section_key)
    return _save(draft, lock, answers=draft.answers | answers, done_sections=sections)


def save_table(draft, section_key: str, table_key: str, rows: list, *, lock, left: dict) -> Draft:
    """Rows of a table question that came from a sheet; `left` are those that are to be mended."""
    return _save(
        draft,
        lock,
        answers=draft.answers | {table_key: rows or None},
        left_rows=draft.left_rows | {table_key: left},
        done_sections=[key for key in draft.done_sections if key != section_key],
    )


def choose_result(draft, *, lock, channel: str, address: str = "") -> Draft:
    """How the result comes back (cách nhận kết quả); by post needs an address."""
    if channel not in draft.version.result_channels:
        raise DossierError(_("Thủ tục này không trả kết quả theo cách đã chọn."))
    if channel == Dossier.ResultChannel.POST and not address.strip():
        raise DossierError(_("Hãy ghi địa chỉ để bưu chính chuyển kết quả."))
    return _save(draft, lock, result_channel=channel, result_address=compose(address))


@transaction.atomic
def attach(draft, stored, *, name, component=None, question_key="", source="upload") -> DraftFile:
    """Add a stored file to a paper of the case, or to a file question, after those already there."""
    _still_open(draft)
    if component is not None and not draft.case.components().filter(pk=component.pk).exists():
        raise DossierError(_("Giấy tờ này không thuộc thành phần hồ sơ của trường hợp đã chọn."))
    beside = draft.files.filter(component=component, question_key=question_key)
    if beside.count() >= MAX_FILES:
        raise DossierError(_("Mỗi giấy tờ đính kèm nhiều nhất %d tệp.") % MAX_FILES)
    last = beside.aggregate(last=Max("order"))["last"]
    return draft.files.create(
        component=component,
        question_key=question_key,
        file=stored,
        name=compose(name)[:200],
        source=source,
        order=0 if last is None else last + 1,
    )


def detach(draft, file_id: int) -> None:
    """Take a file off the draft; taking it off twice is no error."""
    _still_open(draft)
    draft.files.filter(pk=file_id).delete()


@transaction.atomic
def move_up(draft, file_id: int) -> None:
    """Show a file one place earlier among the files of its paper."""
    _still_open(draft)
    file = draft.files.filter(pk=file_id).first()
    if file is None:
        return
    before = list(draft.files.filter(component=file.component, question_key=file.question_key))
    place = before.index(file)
    if place:
        before[place - 1], before[place] = before[place], before[place - 1]
    for order, each in enumerate(before):
        each.order = order
    DraftFile.objects.bulk_update(before, ["order"])


def is_outdated(draft) -> bool:
    """The version the draft was begun under is no longer the one in force.

    A filed dossier keeps its version, and so does the draft that amends it.
    """
    if draft.amends_id:
        return False
    return not draft.is_filed and draft.procedure.version_on() != draft.version


@transaction.atomic
def move_forward(draft) -> list[str]:
    """Take the draft to the version in force; returns what changed, in words. Nothing typed is lost.

    Raises DossierError when no version is in force: the draft stays as it is.
    """
    _still_open(draft)
    version = draft.procedure.version_on()
    if version is None:
        raise DossierError(_("Thủ tục đã hết hiệu lực; bản nháp được giữ lại để tham khảo."))
    if version == draft.version:
        return []
    old_case = draft.case
    case = version.cases.filter(code=old_case.code).first() if old_case else None
    case = case or only(version.cases.all())
    if draft.is_batch and not version.takes_batches:
        raise DossierError(_("Thủ tục này không còn nhận nộp nhiều hồ sơ bằng bảng tính."))
    told = changes_between(draft.version, old_case, version, case)
    told += _move_files(draft, version)
    changes = {"version": version, "case": case}
    if case is None or old_case is None or case.form_id != old_case.form_id:
        changes["done_sections"] = []
    if draft.agency and not offers(version, draft.agency):
        told.append(_("%s không còn tiếp nhận thủ tục này; hãy chọn nơi khác.") % draft.agency)
        changes["agency"] = None
    if draft.result_channel not in version.result_channels:
        changes["result_channel"] = only(version.result_channels) or ""
    _save(draft, draft.lock, **changes)
    batch_rows.judge_again(draft)
    return told


def _move_files(draft, version) -> list[str]:
    """Hang the attached files under the same papers of the new version."""
    by_code = {paper.code: paper for paper in version.components.all()}
    told = []
    for file in draft.files.filter(component__isnull=False).select_related("component"):
        paper = by_code.get(file.component.code)
        if paper is None:
            told.append(_("Tệp «%s» không còn cần nên đã được gỡ.") % file.name)
            file.delete()
        else:
            file.component = paper
            file.save(update_fields=["component"])
    return told


def ready(draft) -> None:
    """Raise DossierError with the first thing that is missing, when the draft may not be filed yet."""
    for missing in problems(draft).values():
        raise DossierError(missing[0])


def only(choices):
    """The single choice there is, or None."""
    choices = list(choices)
    return choices[0] if len(choices) == 1 else None


def _still_open(draft) -> None:
    filed = Q(dossier__isnull=False) | Q(batched_at__isnull=False)
    if Draft.objects.filter(filed, pk=draft.pk).exists():
        raise AlreadyDone(_("Hồ sơ này đã nộp nên không sửa được nữa."))


def _save(draft, lock, **changes) -> Draft:
    """Write when nobody wrote since `lock`; raises DraftChanged otherwise."""
    now = timezone.now()
    written = Draft.objects.filter(
        pk=draft.pk, lock=int(lock), dossier__isnull=True, batched_at__isnull=True
    ).update(**changes, lock=F("lock") + 1, updated_at=now)
    if not written:
        _still_open(draft)
        saved = Draft.objects.filter(pk=draft.pk).values_list("updated_at", flat=True).first()
        if saved is None:
            raise AlreadyDone(_("Bản nháp này đã bị xóa."))
        raise DraftChanged(
            _(
                "Bản nháp đã được lưu ở cửa sổ hoặc thiết bị khác lúc %(time)s. Những gì vừa nhập vẫn "
                "còn trên trang này: xem lại rồi lưu lần nữa để dùng nội dung này."
            )
            % {"time": f"{timezone.localtime(saved):%H:%M %d/%m/%Y}"}
        )
    for field, value in changes.items():
        setattr(draft, field, value)
    draft.lock, draft.updated_at = int(lock) + 1, now
    return draft
