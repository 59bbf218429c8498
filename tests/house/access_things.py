"""Things of one office and of one person, each at every address that names it."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from catalog.models import Agency, Delegation, Department, Fee, Post, Procedure
from flows.models import (
    Appointment,
    Batch,
    Declaration,
    Draft,
    Export,
    FeeOrder,
    FrozenReport,
    Guidance,
    HandoverList,
    Payment,
    PostBatch,
    SavedList,
)
from flows.services import (
    arriving,
    batch_rows,
    batching,
    listening,
    mandating,
    messaging,
    reserving,
    sighting,
    supporting,
)
from home.demo.walking import Walk
from tests.journeys import given
from tests.situations import stored

OFFICE, ELSEWHERE = "07906", "00101"
# Who else there is: the same roles in another office, and another person.
STRANGERS = ["hanoi.tiepnhan", "hanoi.trakq", "hanoi.thuly", "hanoi.lanhdao", "bientap", "binh"]


@dataclass(frozen=True)
class Thing:
    """What stands at addresses that match: whose, and the parts that name it."""

    routes: str
    owner: str
    parts: dict = field(hash=False)
    shows: bool = True  # the owner reads it there; else it is a form that only takes a POST


def _user(name: str) -> User:
    return User.objects.get(username=name)


def drafted(person: str, office: str = OFFICE, code: str = given.BOOK) -> Draft:
    draft = Walk(code, office, person, days_ago=0).drafted().draft
    paper = draft.version.components.first()
    draft.files.create(component=paper, file=stored(), name="giay-to.pdf")
    return draft


def filed(person: str, office: str = OFFICE):
    return given.walked(given.LUMP_SUM, person, office, steps=lambda walk: walk.filed().received())


def child_of(person: str):
    """A child for whom the person may file."""
    return mandating.declare_child(
        by=_user(person),
        name="Nguyễn Gia Hân",
        identifier="",
        basis="Giấy khai sinh",
        paper=stored(),
    )


def paid_for(dossier) -> Payment:
    """A fee of the dossier, with a payment that was begun."""
    fee = Fee.objects.create(version=dossier.version, name="Phí cấp lại", amount=1000)
    order = FeeOrder.objects.create(dossier=dossier, fee=fee, name=fee.name, amount=1000)
    return Payment.objects.create(order=order, method="online", amount=1000)


def things() -> list[Thing]:
    """One of each, made as it is made in life where that is short."""
    return (
        _of_the_organisation()
        + _of_the_dossier()
        + _of_the_person()
        + _of_the_desk()
        + _of_the_office()
    )


def _of_the_dossier() -> list[Thing]:
    dossier = filed("an")
    an = _user("an")
    message = messaging.write(dossier, by=an, text="Gửi thêm", files=[(stored(), "them.pdf")])
    payment = paid_for(dossier)
    paper = dossier.documents.create(
        submission=dossier.current_submission, file=stored(), name="giay-to.pdf"
    )
    issued = dossier.issued.order_by("pk")[0]
    item = dossier.work_items.open().get()
    mine, theirs = {"code": dossier.code}, {"object_id": dossier.pk}
    return [
        Thing(r"ho-so/<str:code>/((to-khai|trao-doi|rut|thanh-toan)/)?", "an", mine),
        Thing(r"ho-so/<str:code>/(sua|bo-sung|bo-sung/xac-nhan|rut/xac-nhan|danh-gia)/", "an", mine, shows=False),
        Thing(r"ho-so/nhan-ve/<str:code>/", "an", mine, shows=False),
        Thing(r"ho-so/<str:code>/phi/.*", "an", mine | {"order_id": payment.order_id}, shows=False),
        Thing(r"ho-so/<str:code>/thanh-toan/.+", "an", mine | {"reference": payment.reference}, shows=False),
        Thing(r"ho-so/<str:code>/ket-qua/.*", "an", mine | {"document_id": issued.pk}, shows=False),
        Thing(r"so-do/<str:code>\.svg", "an", mine),
        Thing(r"ban-luu/.*", "an", mine, shows=False),  # read in the tests of the archive
        Thing(r"tep/<int:pk>/", "thuly", {"pk": paper.pk}),
        Thing(r"tep/tin/.*", "an", {"pk": message.files.get().pk}),
        Thing(r"giay-to/.*", "an", {"token": issued.token}),
        Thing(r"quan-tri/viec/.*", "thuly", {"pk": item.pk, "act": "note"}),
        Thing(r"quan-tri/ho-so/.*", "thuly", {"pk": dossier.pk, "act": "note"}),
        Thing(r"quan-tri/flows/dossier/<path:object_id>/(change|history)/", "thuly", theirs),
        Thing(r"quan-tri/flows/workitem/<path:object_id>/(change|history)/", "thuly", {"object_id": item.pk}, shows=False),
    ]  # fmt: skip


def _of_the_person() -> list[Thing]:
    an, agency = _user("an"), Agency.objects.get(office_code=OFFICE)
    draft, soon = drafted("an"), timezone.now() + datetime.timedelta(days=2)
    there = {"code": draft.procedure.code, "key": draft.key}
    section = draft.case.form.sections.first().key
    child, branch = child_of("an"), _user("congty").branches.get()
    visit = Appointment.objects.create(
        number="H-1", agency=agency, starts_at=soon, ends_at=soon, place=1, purpose="ask", person=an
    )
    declared = Declaration.objects.create(
        made_by=an, purpose="file", subject=f"draft:{draft.key}", digest="0" * 64, title="Tờ khai",
        tax_code="0300588569", file=stored(),
    )  # fmt: skip
    return [
        Thing(r"nop-ho-so/<str:code>/<uuid:key>/phan/.*", "an", there | {"section_key": section}, shows=False),
        Thing(r"nop-ho-so/<str:code>/<uuid:key>/((truong-hop|chu-ho-so|giay-to|ket-qua|kiem-tra)/)?", "an", there),
        Thing(r"nop-ho-so/<str:code>/<uuid:key>/.*", "an", there, shows=False),
        Thing(r"tep/nhap/.*", "an", {"pk": draft.files.all()[0].pk}),
        Thing(r"tep/uy-quyen/.*", "an", {"pk": child.pk}),
        Thing(r"tai-khoan/uy-quyen/chi-nhanh/<int:pk>/", "congty", {"pk": branch.pk}, shows=False),
        Thing(r"tai-khoan/uy-quyen/<int:pk>/.*", "an", {"pk": child.pk}, shows=False),
        Thing(r"lich-hen/<int:pk>/.*", "an", {"pk": visit.pk}, shows=False),
        Thing(r"to-khai/<str:token>\.pdf", "an", {"token": declared.token}),
        Thing(r"to-khai/<str:token>\.xml", "an", {"token": declared.token}, shows=False),
    ]  # fmt: skip


def _of_the_organisation() -> list[Thing]:
    company, now = _user("congty"), timezone.now()
    procedure = Procedure.objects.get(code="1.002759")
    signed = batching.open_batch(procedure, by=company)
    case = batch_rows.cases(signed.draft.version)[0]
    office = Agency.objects.get(office_code=OFFICE)
    Draft.objects.filter(batch=signed).update(case=case, agency=office, batched_at=now)
    Batch.objects.filter(pk=signed.pk).update(confirmed_at=now, finished_at=now)
    prepared = batching.open_batch(procedure, by=company)
    draft = prepared.draft
    Draft.objects.filter(pk=draft.pk).update(case=case)
    row = prepared.rows.create(upload=1, number=2, state="wrong", title="Người được khai")
    there = {"code": draft.procedure.code, "key": draft.key, "pk": row.pk}
    return [
        Thing(r"nop-ho-so/<str:code>/<uuid:key>/danh-sach/(<int:pk>/|[a-z-]+\.xlsx)?", "congty", there),
        Thing(r"ho-so/lo/<uuid:key>/([a-z-]+\.xlsx)?", "congty", {"key": signed.key}),
        Thing(r"ho-so/lo/<uuid:key>/nop-tiep/", "congty", {"key": signed.key}, shows=False),
    ]  # fmt: skip


def _of_the_desk() -> list[Thing]:
    clerk, agency = _user("tiepnhan"), Agency.objects.get(office_code=OFFICE)
    day = timezone.localdate()
    draft = drafted("chi")
    Draft.objects.filter(pk=draft.pk).update(owner=clerk, channel="counter")
    envelope = arriving.register(
        agency, by=clerk, sender_name="Người gửi", arrived_on=day, contents="Tờ khai"
    )
    guided: Guidance = arriving.guide(
        agency, by=clerk, person_name="Người hỏi", matter="Việc khác", to_other="UBND phường",
        advice="Mời đến UBND phường",
    )  # fmt: skip
    block = reserving.issue_block(agency, by=clerk, device="Quầy 1", day=day, size=2)
    told = listening.receive(
        kind="question", agency=agency, name="Người hỏi", content="Khi nào có sổ?",
        phone="0912000000", files=[(stored(), "anh.pdf")],
    )  # fmt: skip
    batch = PostBatch.objects.create(agency=agency, day=day, number=1, made_by=_user("trakq"))
    number = block.numbers.all()[0]
    return [
        Thing(r"quan-tri/tiep-nhan/<uuid:key>/", "tiepnhan", {"key": draft.key}),
        Thing(r"quan-tri/tiep-nhan/<uuid:key>/.+", "tiepnhan", {"key": draft.key}, shows=False),
        Thing(r"quan-tri/tiep-nhan/buu-gui/<int:pk>/", "tiepnhan", {"pk": envelope.pk}, shows=False),
        Thing(r"quan-tri/tiep-nhan/huong-dan/<int:pk>/", "tiepnhan", {"pk": guided.pk}),
        Thing(r"quan-tri/tiep-nhan/so-du-phong/<int:pk>/", "tiepnhan", {"pk": block.pk}),
        Thing(r"quan-tri/tiep-nhan/so-du-phong/<int:pk>/.+", "tiepnhan", {"pk": block.pk}, shows=False),
        Thing(r"quan-tri/tiep-nhan/so-du-phong/so/.*", "tiepnhan", {"pk": number.pk}, shows=False),
        Thing(r"quan-tri/tra-ket-qua/buu-chinh/<int:pk>/", "trakq", {"pk": batch.pk}, shows=False),
        Thing(r"quan-tri/phan-anh/<int:pk>/", "tiepnhan", {"pk": told.pk}),
        Thing(r"tep/phan-anh/.*", "tiepnhan", {"pk": told.files.get().pk}),
    ]  # fmt: skip


def _of_the_office() -> list[Thing]:
    leader, officer = _user("lanhdao"), _user("thuly")
    agency, day = Agency.objects.get(office_code=OFFICE), timezone.localdate()
    one, other = Department.objects.filter(agency=agency)[:2]
    sheet = HandoverList.objects.create(
        from_department=one, to_department=other, code="BG-1", made_by=officer
    )
    asked = supporting.ask(agency, by=officer, topic="error", priority="normal", content="Lỗi")
    lent = Delegation.objects.create(
        post=Post.objects.get(user=officer), delegate=_user("thuly2"), number="1/GUQ",
        valid_from=day, valid_to=day, made_by=leader,
    )  # fmt: skip
    report = FrozenReport.objects.create(
        kind="levels", period="2026-10", agency=agency, data={}, sha256="0" * 64, frozen_by=leader
    )
    export = Export.objects.create(owner=leader, title="Sổ")
    listed = SavedList.objects.create(owner=officer, name="Của tôi")
    taken_in = filed("an")
    sight = sighting.open_dossier(
        taken_in.code, by=_user("cntt"), reason="Kiểm tra lỗi hiển thị", minutes=15
    )
    return [
        Thing(r"quan-tri/ban-giao/.+", "thuly", {"pk": sheet.pk}, shows=False),
        Thing(r"quan-tri/phan-anh/ho-tro/<int:pk>/", "thuly", {"pk": asked.pk}),
        Thing(r"quan-tri/uy-quyen/<int:pk>/.*", "lanhdao", {"pk": lent.pk}, shows=False),
        Thing(r"quan-tri/bao-cao/chot/<int:pk>/.*", "lanhdao", {"pk": report.pk, "ending": "csv"}, shows=False),
        Thing(r"quan-tri/bao-cao/mau/<int:pk>/", "kiemsoat", {"pk": taken_in.pk}),
        Thing(r"quan-tri/bao-cao/tep/<int:pk>/", "lanhdao", {"pk": export.pk}, shows=False),
        Thing(r"quan-tri/tuy-chon/danh-sach/<int:pk>/.*", "thuly", {"pk": listed.pk}, shows=False),
        Thing(r"quan-tri/mo-khan-cap/<int:pk>/.*", "cntt", {"pk": sight.pk}, shows=False),
        Thing(r"quan-tri/phan-cong/nghi-viec/<int:pk>/", "lanhdao", {"pk": officer.pk}),
    ]  # fmt: skip
