"""What a draft still lacks before it may be filed, step by step (kiểm tra trước khi nộp)."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec
from catalog.models.spoken import said
from flows.errors import DossierError
from flows.models import Dossier
from flows.models.draft import BY_PERSON
from flows.services import branching

CHOICE, APPLICANT, PAPERS, RESULT = "choice", "applicant", "papers", "result"
ROWS = "rows"


def offers(version, agency) -> bool:
    """Does the agency take in dossiers of this version today?"""
    takes = agency.is_active() and agency.accepts_dossiers
    return takes and agency.level in version.competent_levels


def papers(draft):
    """The papers the person attaches: those the electronic declaration does not replace."""
    if draft.case_id is None:
        return draft.version.components.none()
    return draft.case.components().filter(from_form=False)


@dataclass
class Step:
    """One task of the filing (một phần việc): its key, title, and what is missing in it."""

    key: str
    title: str
    missing: list[str] = field(default_factory=list)
    is_blocked: bool = False
    is_started: bool = True
    aside: str = ""  # said instead of "done" of a step that asks for nothing and was not begun

    @property
    def is_done(self) -> bool:
        return not self.missing and not self.is_blocked

    @property
    def state_label(self) -> str:
        if self.is_blocked:
            return _("Chưa thể bắt đầu")
        if self.is_done:
            return self.aside or _("Hoàn thành")
        return _("Đang làm") if self.is_started else _("Chưa làm")


def answers_with_files(draft) -> dict:
    """The answers, with the names of the files attached to file questions."""
    names: dict[str, list[str]] = {}
    for file in draft.files.all():
        if file.question_key:
            names.setdefault(file.question_key, []).append(file.name)
    return draft.answers | names


def declared(draft) -> dict:
    """The answers that are filed: those of questions that are asked, and nothing typed before."""
    if draft.case is None or draft.case.form is None:
        return {}
    return spec_of(draft).visible_answers(draft.answers)


def spec_of(draft) -> FormSpec:
    """The form of the draft's case, loaded once for this draft object."""
    form = draft.case.form
    if not hasattr(form, "loaded_spec"):
        form.loaded_spec = FormSpec(form)
    return form.loaded_spec


def shown_spec(draft) -> FormSpec:
    """The same form in the language of the page that shows it, loaded once."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return spec_of(draft)
    form = draft.case.form
    if not hasattr(form, "shown_spec"):
        form.shown_spec = FormSpec(form, language=language)
    return form.shown_spec


def steps(draft) -> list[Step]:
    """Every step of the draft in order, with what is missing in words that people may read."""
    found = [_applicant(draft)] if draft.amends_id else [_choice(draft), _applicant(draft)]
    blocked = draft.case_id is None
    unattached = []
    if draft.is_batch:
        found.append(_rows(draft, blocked))
    elif not blocked and draft.case.form_id:
        spec = shown_spec(draft)
        answers = answers_with_files(draft)
        wrong = spec.problems(answers)
        asked = {question.key: question for question in spec.file_questions(answers)}
        for section in spec.visible_sections(answers):
            problems = wrong.get(section.key, {})
            for key in asked.keys() & problems.keys():
                unattached += problems.pop(key)
            messages = [text for texts in problems.values() for text in texts]
            if not messages and section.key not in draft.done_sections:
                messages = [_("Mở phần «%s», xem lại và lưu.") % section.title]
            begun = any(answers.get(question.key) for question in spec.questions_of(section))
            found.append(Step(section.key, section.title, messages, is_started=begun))
    found.append(_papers(draft, blocked, unattached))
    found.append(_result(draft))
    return found


def step_keys(draft) -> list[str]:
    """The keys of the steps in order, without judging them: for saying "step 2 of 6"."""
    sections = []
    if draft.is_batch:
        sections = [ROWS]
    elif draft.case_id is not None and draft.case.form_id:
        spec = spec_of(draft)
        sections = [section.key for section in spec.visible_sections(draft.answers)]
    first = [] if draft.amends_id else [CHOICE]  # a filed dossier keeps its case and office
    return [*first, APPLICANT, *sections, PAPERS, RESULT]


def problems(draft) -> dict[str, list[str]]:
    """What is missing, by step key; empty when the draft may be filed."""
    return {step.key: step.missing for step in steps(draft) if not step.is_done}


def _choice(draft) -> Step:
    missing = []
    if draft.case_id is None:
        missing.append(_("Chọn trường hợp nộp hồ sơ."))
    if draft.agency_id is None:
        missing.append(_("Chọn cơ quan tiếp nhận hồ sơ."))
    elif not offers(draft.version, draft.agency):
        missing.append(_("Cơ quan đã chọn không còn tiếp nhận thủ tục này; hãy chọn nơi khác."))
    return Step(CHOICE, _("Trường hợp và nơi nộp"), missing, is_started=bool(draft.agency_id))


def _applicant(draft) -> Step:
    applicant, missing = draft.applicant, []
    if not applicant.get("name"):
        missing.append(_("Ghi họ và tên hoặc tên đơn vị của chủ hồ sơ."))
    if not applicant.get("identifier"):
        missing.append(_("Ghi số định danh cá nhân hoặc mã số thuế của chủ hồ sơ."))
    if not (applicant.get("phone") or applicant.get("email")):
        missing.append(_("Ghi số điện thoại hoặc thư điện tử để nhận thông báo."))
    if not applicant.get("for_self", True) and not applicant.get("mandate"):
        missing.append(_("Ghi căn cứ nộp thay (giấy ủy quyền, người giám hộ)."))
    if not missing and not draft.amends_id:
        try:
            branching.chosen(draft)
        except DossierError as refusal:
            missing.append(str(refusal))
    confirmed = bool(applicant.get("confirmed"))
    if not missing and not confirmed:
        missing.append(_("Xem lại thông tin chủ hồ sơ và lưu."))
    return Step(APPLICANT, _("Chủ hồ sơ"), missing, is_started=confirmed)


def _rows(draft, blocked: bool) -> Step:
    """The list of which each right row becomes a dossier."""
    missing = []
    if not draft.batch.rows.to_file(draft.batch).exists():
        missing.append(_("Tải lên bảng tính có ít nhất một dòng đúng."))
    begun = draft.batch.uploads > 0
    return Step(ROWS, _("Danh sách trong bảng tính"), missing, blocked, is_started=begun)


def _papers(draft, blocked: bool, unattached: list[str]) -> Step:
    attached = {file.component_id for file in draft.files.all()}
    wanted = [] if blocked else [paper for paper in draft.case.papers if not paper.from_form]
    missing = [
        _("Đính kèm «%s».") % said(paper, "name")
        for paper in wanted
        if is_compulsory(paper, draft.channel) and paper.pk not in attached
    ]
    missing += unattached + _given_up(draft)
    aside = _("Không bắt buộc") if wanted else _("Không cần giấy tờ")
    return Step(
        PAPERS,
        _("Giấy tờ đính kèm"),
        missing,
        blocked,
        is_started=bool(attached),
        aside="" if attached else aside,
    )


def _given_up(draft) -> list[str]:
    """Papers of the filed dossier that its amendment has without any file."""
    if not draft.amends_id:
        return []
    here = {(file.component_id, file.question_key) for file in draft.files.all()}
    filed = draft.amends.documents.in_force().attached().select_related("component")
    names = [
        str(paper.component or paper.name)
        for paper in filed
        if paper.file_id and (paper.component_id, paper.question_key) not in here
    ]
    return [
        _("Giấy tờ «%s» đã nộp thì thay được, không bỏ được: hãy đính kèm tệp khác.") % name
        for name in dict.fromkeys(names)
    ]


def is_compulsory(paper, channel: str) -> bool:
    """A required paper is scanned online; at the counter it may be handed over as an original.

    A paper that is needed only under a condition is judged by the clerk, not by the system.
    """
    return (
        channel in (*BY_PERSON, Dossier.Channel.API)
        and paper.is_required
        and paper.needs_scan
        and not paper.condition
    )


def _result(draft) -> Step:
    missing = []
    if draft.result_channel not in draft.version.result_channels:
        missing.append(_("Chọn cách nhận kết quả."))
    elif draft.result_channel == Dossier.ResultChannel.POST and not draft.result_address:
        missing.append(_("Ghi địa chỉ để bưu chính chuyển kết quả."))
    return Step(RESULT, _("Cách nhận kết quả"), missing, is_started=bool(draft.result_channel))
