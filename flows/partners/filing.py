"""A partner's system files a dossier for an applicant (Article 8): through the portal's own checks."""

import base64
import binascii
import re

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from catalog.eforms import identifiers
from catalog.models import Procedure, ProcedureVersion
from catalog.open_data import agency_by
from catalog.text import compose
from flows.errors import DossierError, NotPermitted
from flows.files import FileRefused, clean_name, store
from flows.models import Dossier, Draft, Token
from flows.services import drafting, filing, readiness

ONLINE = {ProcedureVersion.Channel.ONLINE, ProcedureVersion.Channel.IVAN}


class WrongFields(DossierError):
    """What is sent is incomplete or wrong: [{path, code, detail}], by JSON pointer."""

    code = "invalid"

    def __init__(self, errors: list[dict]):
        super().__init__("Hồ sơ gửi đến còn thiếu hoặc sai; xem «errors».")
        self.errors = errors


class ExternalCodeUsed(DossierError):
    """This system has filed a dossier under this code before; `dossier` is that one's code."""

    code = "external_code_used"

    def __init__(self, dossier: str):
        super().__init__(f"Hệ thống đã nộp hồ sơ mang mã này: {dossier}.")
        self.dossier = dossier


def wrong(path: str, detail: str, code: str = "invalid") -> dict:
    return {"path": path, "code": code, "detail": str(detail)}


@transaction.atomic
def file(token: Token, sent: dict, *, address: str) -> Dossier:
    """File `sent` (the body of POST /dossiers). NotPermitted outside the token's scope, WrongFields
    with everything that is missing, FileRefused when an attachment cannot be checked now."""
    version, agency = _where(token, sent)
    if earlier := _filed_before(token, sent["external_code"]):
        raise ExternalCodeUsed(earlier)
    case = _case(version, sent["case"])
    draft = Draft.objects.create(
        owner=token.system.account,
        procedure=version.procedure,
        version=version,
        case=case,
        agency=agency,
        channel=Dossier.Channel.API,
        applicant=_applicant(sent["applicant"]),
        answers=_answers(case, sent["answers"]),
        result_channel=sent["result_channel"],
        result_address=sent["applicant"]["address"] if sent["result_channel"] == "post" else "",
    )
    draft.case.version = version
    for index, attachment in enumerate(sent["attachments"]):
        _attach(draft, index, attachment)
    _require_whole(draft)
    return filing.file_from_system(
        draft,
        by=token.system.account,
        system=token.system,
        external_code=sent["external_code"],
        evidence={
            "method": "api",
            "system": token.system.code,
            "system_name": token.system.name,
            "token": token.prefix,
            "address": address,
            "at": timezone.now().isoformat(),
        },
    )


def _where(token: Token, sent: dict):
    """The version in force and the agency, both within the token's reach."""
    procedure = Procedure.objects.live().filter(code=sent["procedure"]).first()
    version = procedure and procedure.version_on()
    errors = []
    if version is None:
        errors.append(wrong("/procedure", "Không có thủ tục đang có hiệu lực mang mã này."))
    elif not ONLINE & set(version.channels):
        errors.append(wrong("/procedure", "Thủ tục này không nhận nộp trực tuyến."))
    agency = agency_by(sent["agency"])
    if agency is None:
        errors.append(wrong("/agency", "Không có cơ quan mang mã này."))
    if errors:
        raise WrongFields(errors)
    if not token.serves_procedure(procedure):
        raise NotPermitted("Mã truy cập không được dùng cho thủ tục này.")
    if not token.serves_agency(agency):
        raise NotPermitted("Mã truy cập không được dùng cho cơ quan này.")
    return version, agency


def _filed_before(token: Token, external_code: str) -> str | None:
    if not external_code:
        return None
    earlier = Dossier.objects.filter(system=token.system, external_code=external_code)
    return earlier.values_list("code", flat=True).first()


def _case(version, code: str):
    cases = list(version.cases.select_related("form"))
    found = next((case for case in cases if case.code == code), None)
    if not code and len(cases) == 1:
        found = cases[0]
    if found is None:
        known = ", ".join(case.code for case in cases)
        raise WrongFields([wrong("/case", f"Hãy chọn một trường hợp của thủ tục: {known}.")])
    return found


def _applicant(sent: dict) -> dict:
    """The applicant as drafts keep it; numbers in their standard form."""
    errors: list[dict] = []

    def checked(name: str, check) -> str:
        value = sent[name]
        if not value:
            return ""
        try:
            return check(value) or value
        except ValidationError as error:
            errors.append(wrong(f"/applicant/{name}", error.messages[0]))
            return ""

    is_person = sent["kind"] == "person"
    applicant = {
        "kind": sent["kind"],
        "name": compose(re.sub(r"\s+", " ", sent["name"])),
        "identifier": checked(
            "identifier", identifiers.identity_number if is_person else identifiers.tax_code
        ),
        "insurance_number": checked("insurance_number", identifiers.social_insurance_number),
        "phone": checked("phone", identifiers.phone),
        "email": checked("email", validate_email),
        "address": compose(sent["address"]),
        "for_self": True,
        "confirmed": True,
    }
    if errors:
        raise WrongFields(errors)
    return applicant


def _answers(case, answers: dict) -> dict:
    """The answers to questions of the form; a key that no question has is refused."""
    known = set()
    if case.form_id:
        if not hasattr(case.form, "loaded_spec"):
            case.form.loaded_spec = readiness.FormSpec(case.form)
        known = {question.key for question in case.form.loaded_spec.questions()}
    if strange := sorted(set(answers) - known):
        raise WrongFields(
            [wrong(f"/answers/{key[:60]}", "Tờ khai không có câu hỏi này.") for key in strange[:20]]
        )
    return answers


def _attach(draft: Draft, index: int, attachment: dict) -> None:
    """One attachment under its paper (code of a component) or file question (key)."""
    path = f"/attachments/{index}"
    component = draft.case.components().filter(code=attachment["component"]).first()
    question = _file_question(draft, attachment["component"]) if component is None else ""
    if component is None and not question:
        raise WrongFields([wrong(f"{path}/component", "Thủ tục không có giấy tờ mang mã này.")])
    try:
        content = base64.b64decode(attachment["content_base64"], validate=True)
    except (binascii.Error, ValueError):
        raise WrongFields([wrong(f"{path}/content_base64", "Không phải base64 đúng.")]) from None
    try:
        stored = store(SimpleUploadedFile(attachment["filename"], content))
    except FileRefused as error:
        if error.passes:
            raise
        raise WrongFields([wrong(path, str(error), f"file_{error.code}")]) from error
    name = clean_name(attachment["filename"], stored.content_type)
    drafting.attach(
        draft, stored, name=name, component=component, question_key=question, source="api"
    )


def _file_question(draft: Draft, key: str) -> str:
    if not draft.case.form_id:
        return ""
    asked = readiness.spec_of(draft).question(key)
    return key if asked is not None and asked.kind == asked.Kind.FILE else ""


def _require_whole(draft: Draft) -> None:
    """Everything the portal would ask for: answers by question, the rest by its part."""
    errors = []
    if draft.case.form_id:
        spec = readiness.spec_of(draft)
        answers = readiness.answers_with_files(draft)
        for problems in spec.problems(answers).values():
            for key, texts in problems.items():
                errors += [wrong(f"/answers/{key}", text) for text in texts]
        draft.done_sections = [section.key for section in spec.visible_sections(answers)]
        draft.save(update_fields=["done_sections"])
    if not errors:
        paths = {
            readiness.CHOICE: "/agency",
            readiness.APPLICANT: "/applicant",
            readiness.PAPERS: "/attachments",
            readiness.RESULT: "/result_channel",
        }
        for step, texts in readiness.problems(draft).items():
            errors += [wrong(paths.get(step, f"/answers/{step}"), text) for text in texts]
    if errors:
        raise WrongFields(errors)
