"""The summary of an electronic dossier: who, what, when, and every file with its digest."""

from flows.papers.data import moment
from flows.papers.rendering import HERE, typeset
from flows.status import public_status


def summary_pdf(dossier, files: list[dict], at) -> bytes:
    """`files` are the rows of the manifest."""
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
        "files": [[row["path"], row["what"], row["sha256"]] for row in files],
        "made_at": _at(at),
    }
    source = (HERE / "templates" / "summary.typ").read_text(encoding="utf-8")
    return typeset(source, data, at=at)


def _at(value) -> str:
    parts = moment(value)
    if parts is None:
        return ""
    return "{hour}:{minute} {day}/{month}/{year}".format(**parts)
