"""Slips: by the form of the day, from frozen data, as text and nothing else, with a QR that verifies."""

import datetime
import io
import time

import pikepdf
import pytest
from django.utils import timezone

from catalog.models import SlipTemplate
from flows.effects import keep_due
from flows.errors import DossierError, EffectError
from flows.models import IssuedDocument
from flows.papers import defaults, issue, render, revoke, verify
from flows.papers.issuing import template_for
from flows.papers.rendering import HERE, compile_pdf
from flows.services import intake
from tests import situations
from tests.flows.papers.reading import text_of

pytestmark = pytest.mark.django_db
# What the slip of guidance says; it is of no dossier.
GUIDANCE = [
    "person", "phone", "matter", "procedure", "place", "address", "place_phone", "advice", "check",
]  # fmt: skip
ENTRY = [
    "code", "office_number", "content", "copies", "owner", "address", "phone", "received", "due",
    "returned", "mode", "recipient", "note",
]  # fmt: skip
LINE = ["code", "content", "result", "owner", "address", "papers", "parcel"]
NASTY = '#read("/etc/passwd") $x$ \\ *đậm* _nghiêng_ #import "@preview/a:1" <b> "\' {{7*7}} \u202e'


@pytest.fixture
def office():
    return situations.two_levels()


@pytest.fixture
def dossier(office):
    return situations.received(situations.procedure(), office)


def test_the_receipt_says_what_the_law_asks(dossier):
    slip = dossier.issued.get(kind="01")
    text = " ".join(text_of(render(slip)).split())
    local = timezone.localtime(dossier.due_at)
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        dossier.code,
        dossier.office_number,
        dossier.agency.name,
        dossier.applicant_name,
        dossier.procedure.code,
        "1. Thành phần hồ sơ gồm",
        "2. Số lượng hồ sơ: 01 (bộ)",
        "3. Thời gian giải quyết hồ sơ theo quy định: 5 ngày làm việc",
        "4. Thời gian nhận hồ sơ",
        f"ngày {local:%d} tháng {local:%m} năm {local:%Y}",
        "6. Đăng ký nhận kết quả",
        "Vì sao hẹn trả ngày này",
        dossier.check_code,
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
    ]:
        assert words in text


def test_certified_copies_stand_in_their_own_column(office):
    dossier = situations.filed(situations.procedure(), office)
    situations.papers_checked(dossier, office)
    paper = dossier.documents.first()
    with pytest.raises(DossierError, match="chứng thực"):
        intake.check_document(
            paper, by=office.clerk, verdict="accepted", copies_received=1, copies_certified=2
        )
    intake.check_document(
        paper, by=office.clerk, verdict="accepted", copies_received=3, copies_certified=2
    )
    intake.receive(situations.item(dossier), by=office.clerk)
    row = next(row for row in dossier.issued.get(kind="01").data["components"] if row["certified"])
    assert (row["certified"], row["copies"]) == (2, 1)


def test_a_request_for_completion_counts_what_is_asked_for(office):
    dossier = situations.filed(situations.procedure(), office)
    paper = dossier.case.components().filter(from_form=False).first()
    intake.ask_completion(
        situations.item(dossier), by=office.clerk, reason="Bản chụp mờ",
        items=[{"component": paper, "note": "Chụp lại cho rõ"}],
    )  # fmt: skip
    slip = dossier.issued.get(kind="02")
    assert slip.data["items"] == [
        {
            "label": paper.name, "note": "Chụp lại cho rõ", "originals": 0, "copies": 0, "files": 1,
        }
    ]  # fmt: skip
    text = text_of(render(slip))
    for words in ("Số lượng", "điện tử", "Cần bổ sung", "Lý do", "NGƯỜI HƯỚNG DẪN"):
        assert words in text


def test_it_is_an_accessible_archivable_pdf_in_vietnamese(dossier):
    with pikepdf.open(io.BytesIO(render(dossier.issued.get(kind="01")))) as pdf:
        assert str(pdf.Root.Lang).startswith("vi")
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
            assert facts["pdfaid:part"] == "2"
            assert "hẹn trả" in facts["dc:title"]


def test_a_result_bears_the_agency_that_decided_and_names_who_took_it_in(dossier, office):
    dossier.current_agency = office.above.agency
    result = issue(dossier, "result", by=office.above.leader, content="Đồng ý.")
    assert result.data["agency"]["name"] == office.above.agency.name
    assert result.data["dossier"]["agency"] == office.agency.name
    assert result.data["officer"]["name"] == str(office.above.leader)


def test_data_is_frozen_at_issue(dossier):
    slip = dossier.issued.get(kind="01")
    name = dossier.applicant_name
    dossier.applicant_name = "Người Khác"
    dossier.save()
    text = text_of(render(slip))
    assert name in text
    assert "Người Khác" not in text


def test_the_worker_renders_once_and_the_hash_never_changes(dossier):
    slip = dossier.issued.get(kind="01")
    while keep_due():
        pass
    slip.refresh_from_db()
    kept = slip.sha256
    assert kept
    assert slip.file.sha256 == kept
    SlipTemplate.objects.update(source="changed")
    render(slip)
    slip.refresh_from_db()
    assert slip.sha256 == kept


def test_the_same_paper_compiled_twice_is_the_same_bytes(dossier):
    slip = dossier.issued.get(kind="01")
    made = [
        compile_pdf(slip.template.source, slip.data, token=slip.token, at=slip.issued_at)
        for _ in range(2)
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize("kind", SlipTemplate.Kind.values)
def test_every_paper_prints_what_people_typed_as_text_and_nothing_of_it_runs(dossier, kind):
    dossier.applicant_name = NASTY[:120]
    issued = issue(
        dossier, kind, by=None, number=f"{kind}/thu", reason=NASTY, content=NASTY,
        legal_ground=NASTY, items=[{"label": NASTY, "note": NASTY}], rows=[{"giver": NASTY}],
        answer_by=timezone.now(), new_due=timezone.now(), explain=[NASTY],
        guidance=dict.fromkeys(GUIDANCE, NASTY), device=NASTY, day=timezone.localdate(),
        lines=[dict.fromkeys(LINE, NASTY) | {"has_fee": True, "by_post": True}],
        entries=[dict.fromkeys(ENTRY, NASTY)], group=NASTY, counted=NASTY,
        slips=[{"code": NASTY, "check": NASTY, "url": NASTY}], qr_urls=[NASTY],
    )  # fmt: skip
    text = "".join(text_of(render(issued)).split())
    assert '#read("/etc/passwd")' in text
    assert "root:x:0" not in text
    assert "$x$" in text


@pytest.mark.parametrize("kind", SlipTemplate.Kind.values)
def test_every_paper_stands_with_the_least_that_can_be_known(dossier, kind):
    assert render(issue(dossier, kind, by=None, guidance=dict.fromkeys(GUIDANCE, ""))).startswith(
        b"%PDF-"
    )


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.3.0"',
        '#read("/common.typ")',
        '#eval("1+1")',
        '#include "/receipt.typ"',
        "#panic(1)",
        "#let x =",
        '#image("/../../../../etc/passwd")',
    ],
)
def test_a_template_that_reaches_out_or_is_wrong_fails_with_a_sentence(source):
    with pytest.raises(EffectError, match="Mẫu giấy") as refused:
        compile_pdf(source, {}, token="t", at=timezone.now())
    assert refused.value.permanent


def test_no_template_holds_an_office_name():
    defaults.load()
    for template in SlipTemplate.objects.all():
        folded = template.source.lower()
        for words in ["bảo hiểm xã hội", "bhxh tỉnh", "bhxh thành phố", "bhxh cơ sở", "thanh hóa"]:
            assert words not in folded, (template, words)
    assert "bảo hiểm xã hội" not in (HERE / "templates/common.typ").read_text().lower()


@pytest.mark.parametrize(
    ("day", "file"),
    [
        (datetime.date(2025, 9, 14), "Mẫu số 01, Thông tư 01/2018/TT-VPCP"),
        (datetime.date(2025, 9, 15), "Mẫu số 01, Thông tư 03/2025/TT-VPCP"),
    ],
)
def test_the_form_of_the_day_is_used(dossier, day, file):
    assert template_for(dossier, "01", day).legal_basis == file


def test_loading_the_forms_again_changes_nothing_that_an_office_edited():
    defaults.load()
    SlipTemplate.objects.filter(kind="01").update(source="riêng")
    count = SlipTemplate.objects.count()
    defaults.load()
    assert SlipTemplate.objects.count() == count
    assert set(SlipTemplate.objects.filter(kind="01").values_list("source", flat=True)) == {"riêng"}


def test_the_qr_opens_a_page_that_knows_the_facts_and_no_content(dossier, settings):
    slip = dossier.issued.get(kind="01")
    render(slip)
    facts = verify(slip.token)
    assert facts["is_valid"]
    assert (facts["dossier_code"], facts["sha256"]) == (dossier.code, slip.sha256)
    assert facts["proof"]["hash"] in dossier.journal.values_list("hash", flat=True)
    assert dossier.applicant_name not in str(facts)
    assert verify("khong-co") is None
    assert verify("") is None


def test_a_revoked_paper_says_so_and_names_its_successor(dossier):
    slip = dossier.issued.get(kind="01")
    revoke(slip, reason="Sai địa chỉ")
    anew = issue(dossier, "01", by=None)
    facts = verify(slip.token)
    assert not facts["is_valid"]
    assert facts["revoke_reason"] == "Sai địa chỉ"
    assert facts["replaced_by"]["token"] == anew.token


def test_a_disk_that_is_full_leaves_the_promise_open(dossier, monkeypatch):
    from django.core.files.storage import FileSystemStorage

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        while keep_due():
            pass
    promise = dossier.promises.filter(kind="render").first()
    assert promise.failed_at is None
    assert promise.attempts == 1
    promise.next_at = timezone.now()
    promise.save()
    while keep_due():
        pass
    assert IssuedDocument.objects.filter(pk=promise.payload["issued"], file__isnull=False).exists()


def test_a_receipt_of_many_days_is_one_page_and_signatures_never_stand_alone(dossier):
    data = dossier.issued.get(kind="01").data
    data["explain"] = [f"{day:02d}/11/2026: ngày thứ {day}" for day in range(1, 29)]
    source = (HERE / "templates/receipt.typ").read_text()
    for papers, pages in ((2, 1), (12, 2)):
        data["components"] = data["components"][:1] * papers
        made = compile_pdf(source, data, token="t", at=timezone.now())
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert len(pdf.pages) == pages
        last = text_of(made).split("\f")[pages - 1]
        assert "Mã kiểm tra" in last
        assert "NGƯỜI NỘP HỒ SƠ" in last


def test_three_thousand_rows_are_bounded_in_time(dossier):
    data = dossier.issued.get(kind="01").data
    data["components"] = data["components"][:1] * 3000
    source = (HERE / "templates/receipt.typ").read_text()
    begun = time.monotonic()
    assert compile_pdf(source, data, token="t", at=timezone.now())
    assert time.monotonic() - begun < 60
