"""What a slip prints, gathered at the moment of issue as plain data and frozen with it."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.eforms.identifiers import phone_as_read
from catalog.models import Case, Question, SlipTemplate
from catalog.permissions import posts_of

Kind = SlipTemplate.Kind
# The slips that list what was handed in.
LISTS_PAPERS = {Kind.FILING, Kind.RECEIPT, Kind.CONTROL}
# Signed where the dossier is decided; all others at the desk that took it in.
_BY_THE_DECIDING_AGENCY = {Kind.RESULT, Kind.NOTICE, Kind.APOLOGY, Kind.STOP}


def slip_data(dossier, kind: str, *, by, number: str, at: datetime.datetime, extra: dict) -> dict:
    """Everything the template may print, JSON alone. `extra` is what the act adds (reason, items …)."""
    agency = dossier.current_agency if kind in _BY_THE_DECIDING_AGENCY else dossier.agency
    with override("vi"):  # a legal paper is Vietnamese whatever the clerk's screen is
        return {
            "kind": kind,
            "number": number,
            "at": moment(at),
            "agency": agency_data(agency),
            "dossier": _dossier(dossier),
            "applicant": {
                "name": dossier.applicant_name,
                "kind": dossier.applicant_kind,
                "identifier": dossier.applicant_identifier,
                "insurance_number": dossier.applicant_insurance_number,
                "phone": phone_as_read(dossier.applicant_phone),
                "email": dossier.applicant_email,
                "address": dossier.applicant_address,
                "submitter": dossier.submitter_name or dossier.applicant_name,
            },
            "components": _components(dossier) if kind in LISTS_PAPERS else [],
            "officer": officer_data(by, agency, getattr(dossier, "acting_post", None)),
            "lookup_url": f"{settings.BASE_URL}/tra-cuu/?ma={dossier.code}&kt={dossier.check_code}",
            "lookup_place": f"{settings.BASE_URL}/tra-cuu/",
            "explain": [],
        } | {name: plain(value) for name, value in extra.items()}


def moment(value) -> dict | None:
    """A moment or day as the parts that Vietnamese papers write out."""
    if value is None:
        return None
    parts = {}
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
        parts = {"hour": f"{value.hour:02d}", "minute": f"{value.minute:02d}"}
    return parts | {
        "day": f"{value.day:02d}",
        "month": f"{value.month:02d}",
        "year": f"{value.year:04d}",
    }


def plain(value):
    """JSON alone: moments in parts, everything unknown as its text."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime.date):
        return moment(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)


def agency_data(agency) -> dict:
    """The office as the head of a paper names it."""
    return {
        "name": agency.name,
        "above": agency.parent.name if agency.parent_id else "",
        "place": agency.province,
        "address": agency.address,
        "phone": agency.phone,
        "email": agency.email,
    }


def _dossier(dossier) -> dict:
    return {
        "code": dossier.code,
        "agency": dossier.agency.name,
        "office_number": dossier.office_number or "",
        "check_code": dossier.check_code,
        "procedure_code": dossier.procedure.code,
        "procedure": dossier.procedure.name,
        "case": dossier.case.name,
        "channel": dossier.get_channel_display(),
        "is_online": dossier.is_electronic,
        "result_channel": dossier.get_result_channel_display(),
        "result_address": dossier.result_address
        if dossier.result_channel == dossier.ResultChannel.POST
        else "",
        "copies": dossier.version.copies,
        "limit": dossier.case.limit_label,
        "start_event": dossier.case.start_event,
        "decision_number": dossier.version.decision_number,
        "submitted_at": moment(dossier.submitted_at),
        "answer_due_at": moment(dossier.answer_due_at),
        "received_at": moment(dossier.received_at),
        "due_at": moment(dossier.due_at),
        "first_due_at": moment(dossier.first_due_at),
    }


def _components(dossier) -> list[dict]:
    """The papers received: originals held, copies on paper (certified ones apart), files; the e-form
    counts as a file."""
    on_paper = dossier.channel in {"counter", "post"}
    labels = _question_labels(dossier)
    rows = {}
    for document in dossier.papers:
        component = document.component
        row = rows.setdefault(
            document.component_id or document.question_key or document.pk,
            {
                "name": component.name
                if component
                else labels.get(document.question_key, document.name),
                "originals": 0,
                "certified": 0,
                "copies": component.copies if component and on_paper else 0,
                "files": 0,
            },
        )
        row["originals"] += document.originals_kept
        if document.copies_received is not None:
            row["copies"] = document.copies_received - document.copies_certified
        row["certified"] += document.copies_certified
        row["files"] += bool(document.file_id)
    declared = [
        {"name": component.name, "originals": 0, "certified": 0, "copies": 0, "files": 1}
        for component in dossier.case.papers
        if component.from_form and component.pk not in rows
    ]
    return declared + list(rows.values())


def _question_labels(dossier) -> dict[str, str]:
    """What the file questions ask for, by key, when files answer any."""
    keys = {document.question_key for document in dossier.papers} - {""}
    if not keys:
        return {}
    form = dossier.case.form if Case.form.is_cached(dossier.case) else None
    if spec := getattr(form, "loaded_spec", None):  # the filing has judged by it
        return {question.key: question.label for question in spec.questions()}
    asked = Question.objects.filter(section__form=dossier.case.form_id, key__in=keys)
    return dict(asked.values_list("key", "label"))


def officer_data(by, agency, acting=None) -> dict:
    """Who signs for the office, with the title of the post held there; a delegate says for whom."""
    if by is None or not by.is_staff:
        return {"name": "", "title": "", "unit": "", "phone": ""}
    held = [post for post in posts_of(by) if post.department.agency_id == agency.pk]
    post = acting if acting in held else next(iter(held), None)
    instead = post.on_behalf_of() if post else ""
    return {
        "name": by.get_full_name() + (f" (thay {instead})" if instead else ""),
        "title": (post.title or post.role.name) if post else "",
        "unit": post.department.name if post else "",
        "phone": phone_as_read(by.phone or ""),
    }


def title_of(kind: str) -> str:
    """The name the paper bears, without the number of its form."""
    return {
        Kind.FILING: _("Giấy xác nhận nộp hồ sơ trực tuyến"),
        Kind.RECEIPT: _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        Kind.SUPPLEMENT: _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        Kind.REFUSAL: _("Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
        Kind.APOLOGY: _("Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
        Kind.STOP: _("Thông báo dừng giải quyết hồ sơ"),
        Kind.CONTROL: _("Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        Kind.RESULT: _("Văn bản trả lời kết quả giải quyết thủ tục hành chính"),
        Kind.NOTICE: _("Thông báo giải quyết hồ sơ giao dịch điện tử và trả kết quả"),
        Kind.HANDOVER: _("Giấy biên nhận trả kết quả"),
        Kind.FEE: _("Biên lai thu phí, lệ phí"),
        Kind.PAPERS: _("Phiếu giao nhận hồ sơ"),
        Kind.POSTAL: _("Giấy giao nhận hồ sơ bảo hiểm xã hội"),
        Kind.GUIDANCE: _("Phiếu hướng dẫn nộp hồ sơ nơi khác"),
        Kind.CARRY: _("Phiếu bàn giao hồ sơ giấy"),
        Kind.RESULTS: _("Phiếu bàn giao kết quả giải quyết thủ tục hành chính"),
        Kind.OFFLINE: _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả lập khi mất mạng"),
        Kind.REGISTER: _("Sổ theo dõi hồ sơ"),
    }[kind]
