"""The summary of an electronic dossier: who, what, when, and every file with its digest."""

from catalog.eforms import FormSpec
from flows.papers.data import moment
from flows.papers.declaration import row_of
from flows.papers.rendering import HERE, typeset
from flows.status import public_status

# How an act was confirmed, in the words of Article 17.
_METHODS = {"otp": "mã xác thực một lần (OTP)", "counter": "tại Bộ phận Một cửa"}


def summary_pdf(dossier, files: list[dict], at, pages: dict[str, int] | None = None) -> bytes:
    """`files` are the rows of the manifest; `pages` says where each begins when they are bound in."""
    pages = pages or {}
    data = {
        "title": "Hồ sơ điện tử",
        "code": dossier.code,
        "facts": [
            ["Mã số hồ sơ", dossier.code],
            ["Số hồ sơ của cơ quan", dossier.office_number or ""],
            ["Thủ tục", f"{dossier.procedure.code} – {dossier.procedure.name}"],
            ["Trường hợp", dossier.case.name],
            ["Chủ hồ sơ", dossier.applicant_name],
            ["Người nộp", dossier.submitter_name],
            ["Cơ quan tiếp nhận", dossier.agency.name],
            ["Cơ quan đang giải quyết", dossier.current_agency.name],
            ["Tình trạng", str(public_status(dossier).label)],
            ["Gửi lúc", _at(dossier.submitted_at)],
            ["Tiếp nhận lúc", _at(dossier.received_at)],
            ["Hẹn trả", _at(dossier.due_at)],
            ["Trả kết quả lúc", _at(dossier.returned_at)],
        ],
        "story": [
            [_at(entry.at), entry.public_text]
            for entry in dossier.journal.exclude(public_text="").order_by("seq")
        ],
        "declared": [_declared(dossier, submission) for submission in _submissions(dossier)],
        "sent": [
            [
                _at(notice.sent_at or notice.created_at),
                f"{notice.get_channel_display()} · {notice.get_state_display()}",
                notice.subject,
                notice.body,
            ]
            for notice in dossier.notices.order_by("pk")
        ],
        "talk": [
            [_at(row.sent_at), "Cơ quan" if row.from_office else "Người nộp", row.body]
            for row in dossier.messages.order_by("pk")
        ],
        "files": [
            [row["path"], row["what"], row["sha256"], str(pages.get(row["path"], ""))]
            for row in files
        ],
        "made_at": _at(at),
    }
    source = (HERE / "templates" / "summary.typ").read_text(encoding="utf-8")
    return typeset(source, data, at=at)


def _submissions(dossier) -> list:
    return [] if dossier.disposed_at else list(dossier.submissions.order_by("number"))


def _declared(dossier, submission) -> dict:
    """One filing as it reads: what was answered, when, and how it was confirmed."""
    spec = FormSpec(dossier.case.form) if dossier.case.form_id else None
    evidence = submission.evidence
    signer = evidence.get("signature", {}).get("signer", "")
    provider = evidence.get("provider", "")
    way = f", ký số từ xa: {provider}" if provider else ""
    return {
        "number": str(submission.number),
        "filed_at": _at(submission.filed_at),
        "confirmed": f"chữ ký số của {signer}{way}"
        if signer
        else _METHODS.get(evidence.get("method"), ""),
        "digest": submission.digest,
        "parts": [
            {
                "title": str(section.title),
                "rows": [row_of(question.label, answer) for question, answer in rows],
            }
            for section, rows in (spec.review(submission.answers) if spec else ())
        ],
    }


def _at(value) -> str:
    parts = moment(value)
    if parts is None:
        return ""
    return "{hour}:{minute} {day}/{month}/{year}".format(**parts)
