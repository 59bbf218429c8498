"""Ready texts with the dossier's data filled in: {chu_ho_so}, {thu_tuc}, {to_khai.<key>} …"""

import re

from django.utils import timezone

from catalog.eforms import FormSpec
from flows.papers.data import slip_data
from flows.papers.issuing import template_for
from flows.papers.rendering import compile_preview

_PLACE = re.compile(r"\{([a-z_]+(?:\.[\w-]+)?)\}")
DRAFT = "Giải quyết cho Ông/Bà {chu_ho_so}, mã số BHXH {ma_so_bhxh}: {ket_qua}."
BLANK = "……"  # what the dossier does not know, for the officer to write


def fill(text: str, dossier) -> str:
    """The text with its places filled from the dossier; an unknown place stays as it is written."""
    known = _facts(dossier)
    answers = _answers(dossier) if "{to_khai." in text else {}

    def value(found: re.Match) -> str:
        name = found[1]
        if name.startswith("to_khai."):
            return answers.get(name.removeprefix("to_khai."), BLANK)
        return (known[name] or BLANK) if name in known else found[0]

    return _PLACE.sub(value, text)


def preview(dossier, *, by, content: str, reasons: str = "") -> bytes:
    """The result as it would be issued now, marked as a preview: no number, nothing is kept."""
    at = timezone.now()
    template = template_for(dossier, "result", timezone.localdate(at))
    data = slip_data(
        dossier, "result", by=by, number="", at=at,
        extra={"content": content, "reasons": reasons},
    )  # fmt: skip
    data |= {"title": template.name, "basis": template.legal_basis}
    return compile_preview(template.source, data, at=at)


def _facts(dossier) -> dict[str, str]:
    kinds = [kind.name for kind in dossier.case.result_kinds()]
    received = timezone.localtime(dossier.received_at) if dossier.received_at else None
    return {
        "chu_ho_so": dossier.applicant_name,
        "so_dinh_danh": dossier.applicant_identifier,
        "ma_so_bhxh": dossier.applicant_insurance_number,
        "dia_chi": dossier.applicant_address,
        "thu_tuc": dossier.procedure.name,
        "truong_hop": dossier.case.name,
        "ma_ho_so": dossier.code,
        "so_ho_so": dossier.office_number or "",
        "ngay_tiep_nhan": f"{received:%d/%m/%Y}" if received else "",
        "co_quan": dossier.current_agency.name,
        "ket_qua": ", ".join(kinds) or dossier.procedure.name,
    }


def _answers(dossier) -> dict[str, str]:
    """What was declared, as it reads, by question key."""
    if not dossier.case.form_id:
        return {}
    review = FormSpec(dossier.case.form).review(dossier.current_submission.answers)
    return {question.key: str(value) for _section, rows in review for question, value in rows}
