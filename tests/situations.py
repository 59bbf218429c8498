"""Situations that tests begin from, built through the real services, one line each.

`office()` is a social-insurance office with everybody in it; `procedure(...)` a procedure in force;
`filed(...)`, `received(...)`, `proposed(...)`, `finished(...)` are dossiers on their way.
"""

import datetime
from dataclasses import dataclass, field
from itertools import count

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from catalog.models import (
    AdministrativeUnit,
    Agency,
    ApplicantClass,
    Calendar,
    Case,
    Component,
    Department,
    Form,
    LegalBasis,
    Post,
    Procedure,
    ProcedureVersion,
    Question,
    ResultKind,
    Role,
    Section,
    Sector,
    StepRule,
    Territory,
    WorkingHours,
)
from flows.models import Draft, StoredFile
from flows.papers import defaults
from flows.services import deciding, filing, handling, intake, returning

_numbers = count(1)

RIGHTS = {
    "intake_clerk": ["receive_dossier", "file_for_person"],
    "case_officer": ["appraise_dossier", "ask_supplement"],
    "head": ["appraise_dossier", "ask_supplement"],
    "leader": ["approve_dossier", "extend_dossier"],
    "return_clerk": ["return_result"],
    "inspector": ["inspect_dossier"],
    "it_admin": ["run_exchange"],
    "procedure_controller": [],
}
REACH = {
    "intake_clerk": "agency",
    "leader": "agency",
    "return_clerk": "agency",
    "inspector": "nation",
    "procedure_controller": "masked",
}


def calendar() -> Calendar:
    """Monday to Friday, 08:00–12:00 and 13:00–17:00, no holidays."""
    found, created = Calendar.objects.get_or_create(code="vn", defaults={"name": "Lịch chung"})
    if created:
        WorkingHours.objects.bulk_create(
            WorkingHours(calendar=found, weekday=day, opens=opens, closes=closes)
            for day in range(5)
            for opens, closes in (
                (datetime.time(8), datetime.time(12)),
                (datetime.time(13), datetime.time(17)),
            )
        )
    return found


def role(code: str) -> Role:
    found, created = Role.objects.get_or_create(
        code=code, defaults={"name": code, "reach": REACH.get(code, "department")}
    )
    if created:
        found.permissions.set(
            Permission.objects.filter(content_type__app_label="flows", codename__in=RIGHTS[code])
        )
    return found


def staff(name: str, role_code: str, department: Department) -> User:
    user = User.objects.create(
        username=f"cb{next(_numbers)}", full_name=name, kind=User.Kind.STAFF, is_staff=True
    )
    Post.objects.create(
        user=user, role=role(role_code), department=department,
        valid_from=timezone.localdate() - datetime.timedelta(days=30),
    )  # fmt: skip
    return user


@dataclass
class Office:
    """An office and its people; `above` is the office it belongs to."""

    agency: Agency
    above: "Office | None" = None
    departments: dict = field(default_factory=dict)
    clerk: User = None
    officer: User = None
    books: User = None
    collector: User = None
    leader: User = None
    desk: User = None


def office(
    name: str = "BHXH cơ sở Bình Thạnh", level: str = "base", above: Office | None = None
) -> Office:
    calendar()
    number = next(_numbers)
    agency = Agency.objects.create(
        code=f"000.{number:02d}.79.G24", office_code=f"{7900 + number:05d}", name=name, level=level,
        parent=above.agency if above else None, province="TP. Hồ Chí Minh", phone="1900 9068",
    )  # fmt: skip
    made = Office(agency, above)
    for function in Department.Function.values:
        made.departments[function] = Department.objects.create(
            agency=agency, code=function, functions=[function],
            name=str(Department.Function(function).label),
        )  # fmt: skip
    made.clerk = staff("Lê Thị Tiếp Nhận", "intake_clerk", made.departments["intake"])
    made.desk = staff("Phạm Trả Kết Quả", "return_clerk", made.departments["intake"])
    made.officer = staff("Trần Văn Thụ Lý", "case_officer", made.departments["policy"])
    made.books = staff("Đỗ Thị Sổ Thẻ", "case_officer", made.departments["books"])
    made.collector = staff("Vũ Quản Lý Thu", "case_officer", made.departments["collection"])
    made.leader = staff("Nguyễn Văn Giám Đốc", "leader", made.departments["leadership"])
    return made


def two_levels() -> Office:
    """A base office under its province, for inter-agency procedures."""
    return office(above=office("BHXH TP. Hồ Chí Minh", level="province"))


def form(code: str = "TK-THU") -> Form:
    words = {"name": "Tờ khai thử", "name_en": "Trial form"}
    made, created = Form.objects.get_or_create(code=code, defaults=words)
    if created:
        section = Section.objects.create(
            form=made, key="thong_tin", title="Thông tin chung", title_en="General"
        )
        for order, (key, kind, label, label_en, required) in enumerate(
            [
                ("ho_ten", "text", "Họ và tên", "Full name", True),
                ("ngay_sinh", "date", "Ngày sinh", "Date of birth", True),
                ("noi_dung", "long_text", "Nội dung đề nghị", "Request", False),
            ]
        ):
            Question.objects.create(
                section=section,
                key=key,
                kind=kind,
                label=label,
                label_en=label_en,
                is_required=required,
                order=order,
            )
    return made


def procedure(
    code: str = "1.002179",
    *,
    routing: str = "one_department",
    limit: int = 5,
    unit: str = "wd",
    effective_from: datetime.date | None = None,
    **facts,
) -> ProcedureVersion:
    """A procedure with one case, one paper and one form, in force for a month or from the day."""
    sector, _ = Sector.objects.get_or_create(
        code="thu", defaults={"name": "Thu BHXH, BHYT", "name_en": "Contributions"}
    )
    found, _ = Procedure.objects.get_or_create(
        code=code,
        defaults={
            "name": "Đăng ký đóng BHXH tự nguyện; cấp sổ BHXH",
            "name_en": "Joining voluntary social insurance",
            "sector": sector,
        },
    )
    version = ProcedureVersion.objects.create(
        procedure=found,
        number=found.versions.count() + 1,
        decision_number="222/QĐ-BHXH",
        steps_text="1. Nộp hồ sơ; 2. Nhận kết quả.",
        steps_text_en="1. File; 2. Receive the result.",
        effective_from=effective_from or timezone.localdate() - datetime.timedelta(days=30),
        channels=["counter", "online", "post"],
        result_channels=["online", "counter", "post"],
        routing=routing,
        **{"competent_levels": ["base", "province"], **facts},
    )
    case = Case.objects.create(
        version=version,
        code="moi",
        name="Đăng ký mới",
        name_en="New registration",
        limit_value=limit,
        limit_unit=unit,
        form=form(),
    )
    case.applicant_classes.add(
        ApplicantClass.objects.get_or_create(
            code="ca-nhan",
            defaults={"name": "Cá nhân", "name_en": "Persons", "kind": "person"},
        )[0]
    )
    case.save()  # the classes wait in memory until then
    Component.objects.create(
        version=version,
        code="giay-to",
        name="Giấy tờ chứng minh",
        name_en="Declaration form",
        originals=1,
    )
    ResultKind.objects.create(
        version=version, name="Sổ BHXH", name_en="Insurance book", code="KQ.G24.000001"
    )
    LegalBasis.objects.create(version=version, number="QĐ 595/QĐ-BHXH")
    approver = User.objects.create(
        username=f"duyet{next(_numbers)}", kind=User.Kind.STAFF, is_staff=True
    )
    version.approve(by=approver)
    return version


def rule(
    version: ProcedureVersion,
    step: str,
    function: str,
    *,
    turn: int = 0,
    scope: str = "same",
    share: int = 0,
):
    """Say who does a step of a version."""
    codes = {
        "intake": "intake_clerk",
        "approve": "leader",
        "approve_above": "leader",
        "give_back": "return_clerk",
    }
    return StepRule.objects.create(
        version=version, step=step, order=turn, role=role(codes.get(step, "case_officer")),
        department_function=function, agency_scope=scope, share_percent=share,
    )  # fmt: skip


def citizen(name: str = "Nguyễn Thị Bình An", **facts) -> User:
    number = next(_numbers)
    return User.objects.create(
        username=f"dan{number}", full_name=name, kind=User.Kind.CITIZEN,
        **{
            "phone": f"+84912{number:06d}", "phone_verified": True,
            "email": f"dan{number}@example.vn", "identity_number": "079190001234", **facts,
        },
    )  # fmt: skip


def stored(
    content: bytes = b"%PDF-1.4 giay to", content_type: str = "application/pdf"
) -> StoredFile:
    """A file in the store, as the upload pipeline leaves it."""
    import hashlib

    from django.core.files.base import ContentFile

    digest = hashlib.sha256(content).hexdigest()
    kept = StoredFile(sha256=digest, size=len(content), content_type=content_type)
    kept.file.save("giay-to", ContentFile(content), save=False)
    kept.save()
    return kept


def draft(version: ProcedureVersion, where: Office, by: User, *, files: int = 1, **facts) -> Draft:
    """A draft with nothing missing."""
    case = version.cases.get()
    made = Draft.objects.create(
        owner=by, procedure=version.procedure, version=version, case=case, agency=where.agency,
        applicant={
            "kind": "person", "name": "Nguyễn Thị Bình An", "identifier": "079190001234",
            "phone": "+84912345678", "email": "an@example.vn", "address": "12 Lê Lợi",
            "for_self": True, "confirmed": True,
        },
        answers={"ho_ten": "Nguyễn Thị Bình An", "ngay_sinh": "1990-05-20", "noi_dung": ""},
        done_sections=["thong_tin"],
        **{"result_channel": "online", **facts},
    )  # fmt: skip
    paper = version.components.first()
    for order in range(files):
        made.files.create(
            component=paper,
            file=stored(b"%%PDF-1.4 %d" % order),
            name=f"giay-to-{order}.pdf",
            order=order,
        )
    return made


EVIDENCE = {"method": "otp", "channel": "sms", "to": "+84*****678", "tries": 1}


def filed(version: ProcedureVersion, where: Office, by: User | None = None, **facts):
    """Filed online and waiting at the intake desk."""
    loaded_slips()
    by = by or citizen()
    ready = draft(version, where, by, **facts)
    return filing.file_draft(ready, by=by, evidence=EVIDENCE, digest=filing.digest_of(ready))


def loaded_slips() -> None:
    defaults.load()


def item(dossier):
    """The work item that waits for somebody."""
    return dossier.work_items.open().get()


def papers_checked(dossier, where: Office) -> None:
    for document in dossier.documents.filter(superseded_by=None):
        intake.check_document(document, by=where.clerk, verdict="accepted")


def received(version: ProcedureVersion, where: Office, by: User | None = None, **facts):
    """Accepted: due date, number, receipt slip."""
    dossier = filed(version, where, by, **facts)
    papers_checked(dossier, where)
    intake.receive(item(dossier), by=where.clerk)
    dossier.refresh_from_db()
    return dossier


def on_paper(version: ProcedureVersion, where: Office):
    """Taken in on paper at the counter."""
    loaded_slips()
    ready = draft(version, where, where.clerk, channel="counter")
    dossier = filing.register_at_counter(ready, by=where.clerk)
    papers_checked(dossier, where)
    return intake.receive(item(dossier), by=where.clerk)


def proposed(
    version: ProcedureVersion, where: Office, by: User | None = None, *, outcome="positive", **facts
):
    """Appraised, waiting for the leader."""
    dossier = received(version, where, by, **facts)
    reasons = "" if outcome == "positive" else "Chưa đủ điều kiện theo Điều 5."
    handling.propose(
        item(dossier), by=where.officer, outcome=outcome, content="Cấp sổ BHXH.", reasons=reasons
    )
    dossier.refresh_from_db()
    return dossier


def decided(version: ProcedureVersion, where: Office, by: User | None = None, **facts):
    """The result is issued and waits to be returned."""
    dossier = proposed(version, where, by, **facts)
    deciding.approve(item(dossier), by=where.leader)
    dossier.refresh_from_db()
    return dossier


def finished(version: ProcedureVersion, where: Office, by: User | None = None, **facts):
    """The result is in the applicant's hands."""
    dossier = decided(version, where, by, **facts)
    returning.hand_over(
        item(dossier),
        by=where.desk,
        recipient_name="Nguyễn Thị Bình An",
        recipient_identifier="079190001234",
    )
    dossier.refresh_from_db()
    return dossier


def manages(where: Office, code: str = "26929", name: str = "Phường Bình Thạnh"):
    """The commune that an office manages, in Ho Chi Minh City."""
    province, _ = AdministrativeUnit.objects.get_or_create(
        code="79", defaults={"name": "Thành phố Hồ Chí Minh", "kind": "province"}
    )
    unit, _ = AdministrativeUnit.objects.get_or_create(
        code=code, defaults={"name": name, "kind": "commune", "parent": province}
    )
    Territory.objects.create(agency=where.agency, unit=unit)
    return unit
