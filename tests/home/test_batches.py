"""An organisation files for many people by one workbook and one signature (nộp theo lô)."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from openpyxl import load_workbook

from flows.audit.chain import digest
from flows.console import evidence
from flows.console.search import matching
from flows.errors import DossierError
from flows.models import (
    Batch,
    Declaration,
    Document,
    Dossier,
    JournalEntry,
    Notice,
    Promise,
    State,
)
from flows.services import archiving, batching, filing
from tests import situations
from tests.flows.console.conftest import at_desk
from tests.flows.signatures import authority
from tests.home.batch_steps import (
    LIST,
    START,
    begun,
    counts,
    given,
    person,
    sheet,
    signed,
    takes_batches,
    there,
    told_in,
    worked,
)
from tests.home.steps import content_of, sign_in, upload
from tests.home.test_branches import branch_of, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations")]


@pytest.fixture(autouse=True)
def asked(version):
    takes_batches(version)


def test_d12_right_rows_are_filed_wrong_ones_come_back_and_are_filed_once_mended(
    client, office, company, believed
):
    batch = begun(client, company, office)
    lines = [person(n) for n in range(1, 13)]
    lines[4] = person(5, **{"Số định danh": "0790"})
    lines[9] = person(10, **{"Lý do": "Đổi nơi khám"})
    lines[11] = person(12, **{"Họ và tên": "", "Ngày sinh": "31/02/1990"})
    first = sheet(lines)
    page = given(client, batch, first)
    assert "9 dòng đúng, 3 dòng chưa đúng" in page
    assert counts(batch) == {"right": 9, "wrong": 3}
    page = client.get(there(batch, "danh-sach/?muc=wrong")).content.decode()
    assert "D6 «Số định danh»" in page
    assert "F11 «Nơi mới»" in page
    page = client.get(there(batch, "kiem-tra/")).content.decode()
    assert "Số hồ sơ sẽ nộp" in page

    answer = signed(client, batch)
    assert answer.url == f"/ho-so/lo/{batch.key}/"
    assert "Đang nộp: 0 trong 9 dòng" in client.get(answer.url).content.decode()
    again = client.post(there(batch, "danh-sach/"), {"file": SimpleUploadedFile("a.xlsx", first)})
    assert again.url == answer.url, "what was signed is not changed any more"
    worked()
    assert Dossier.objects.count() == 9
    assert counts(batch) == {"filed": 9, "wrong": 3}

    # Each dossier stands on its own, like any other: code, slip, papers kept once, evidence.
    dossier = Dossier.objects.get(batch_row__number=2)
    assert (dossier.applicant, dossier.state) == (company, State.SUBMITTED)
    assert len({one.code for one in Dossier.objects.all()}) == 9
    submission = dossier.current_submission
    assert submission.answers["ho_ten"] == "Nguyễn Văn 1"
    confirmed = submission.evidence
    assert confirmed["digest"] == submission.digest == filing.digest_of(dossier.draft)
    assert confirmed["batch"]["sheet_row"] == 2
    row = dossier.batch_row
    assert Dossier.objects.filter(matching(f"{row.person[:6]} {row.person[6:]}")).get() == dossier
    assert batching.contains(confirmed, submission.digest)
    assert not batching.contains(confirmed, digest({"other": 1}))
    other = Dossier.objects.get(batch_row__number=3).current_submission
    assert not batching.contains(confirmed, other.digest)
    declaration = Declaration.objects.get()
    assert confirmed["batch"]["digest"] == declaration.digest == Batch.objects.get().digest
    kept = Document.objects.filter(source="signature")
    assert kept.count() == 9
    assert len({one.file_id for one in kept}) == 1
    papers = Document.objects.filter(component__isnull=False)
    assert (papers.count(), len({one.file_id for one in papers})) == (9, 1)
    assert JournalEntry.objects.filter(act="file").count() == 9
    assert dossier.issued.filter(kind="filing").exists()
    # Told once for all; each dossier's own page has its notice.
    assert not Notice.objects.exclude(channel="account").exists()
    batch.refresh_from_db()
    mails = Promise.objects.filter(key__startswith=f"batch:{batch.key}")
    assert sorted(one.kind for one in mails) == ["mail", "sms"]
    page = client.get(answer.url).content.decode()
    assert "Đã nộp 9 hồ sơ" in page
    assert dossier.code in client.get(f"{answer.url}?q={dossier.code}").content.decode()
    assert batch.number in client.get("/ho-so/?muc=lo").content.decode()
    assert batch.number in client.get(f"/ho-so/{dossier.code}/").content.decode()
    outcome = load_workbook(io.BytesIO(client.get(f"{answer.url}ket-qua.xlsx").content)).active
    assert dossier.code in [cell.value for cell in outcome["E"]]

    # The wrong rows come back with comments; mended they are filed, and only they.
    back = client.get(f"{answer.url}chua-dung.xlsx").content
    found, comments = told_in(back)
    assert len(found) == 3
    assert set(comments) == {"D2", "F3", "B4", "C4"}
    assert "12 chữ số" in comments["D2"]
    found[0][3], found[1][5], found[2][1:3] = "079090000005", "BV 115", ["Người 12", "20/05/1990"]
    mended = sheet(found, [*LIST, "Lỗi"])
    follow = client.post(f"{answer.url}nop-tiep/")
    after = Batch.objects.latest("pk")
    assert follow.url == there(after, "danh-sach/")
    assert after.follows == batch
    page = given(client, after, mended)
    assert "3 dòng đúng, 0 dòng chưa đúng" in page
    assert signed(client, after).url == f"/ho-so/lo/{after.key}/"
    worked()
    assert Dossier.objects.count() == 12
    # The same file once more files nothing, nor does the first one.
    client.post(START, {"batch": "1"})
    third = Batch.objects.latest("pk")
    assert third.key != after.key
    client.post(there(third, "truong-hop/"), {"agency": office.agency.pk, "lock": 0})
    given(client, third, mended)
    assert counts(third) == {"before": 3}
    given(client, third, first)
    assert counts(third) == {"before": 9, "wrong": 3}
    assert "ít nhất một dòng đúng" in client.get(there(third, "kiem-tra/")).content.decode()
    with pytest.raises(DossierError):
        batching.confirm(third.draft, by=company, evidence={"method": "signature"}, digest="0" * 64)


def test_a_crash_in_the_middle_files_the_rest_and_nothing_twice(
    client, office, company, believed, monkeypatch
):
    batch = begun(client, company, office)
    given(client, batch, sheet([person(n) for n in range(1, 8)]))
    signed(client, batch)
    promise = Promise.objects.get(kind=batching.KIND)
    file_draft, filed = filing.file_draft, []

    def breaks(draft, **how):
        if len(filed) == 3:
            raise OperationalError("the server closed the connection")
        filed.append(file_draft(draft, **how))
        return filed[-1]

    monkeypatch.setattr(filing, "file_draft", breaks)
    with pytest.raises(OperationalError):
        batching.keep(promise)
    assert Dossier.objects.count() == 3
    monkeypatch.setattr(filing, "file_draft", file_draft)
    batching.keep(promise)
    batching.keep(promise)  # a second worker that thought the first one dead
    assert Dossier.objects.count() == 7
    assert counts(batch) == {"filed": 7}
    assert Promise.objects.filter(key__startswith=f"batch:{batch.key}").count() == 2
    # What the rules forbid meanwhile is told on its row and comes back in the workbook.
    second = begun(client, company, office)
    given(client, second, sheet([person(20), person(21)]))
    signed(client, second)

    def refuses(draft, **how):
        if draft.answers["ho_ten"].endswith("20"):
            raise DossierError("Thủ tục đã có phiên bản mới.")
        return file_draft(draft, **how)

    monkeypatch.setattr(filing, "file_draft", refuses)
    worked()
    assert counts(second) == {"filed": 1, "failed": 1}
    back, comments = told_in(client.get(f"/ho-so/lo/{second.key}/chua-dung.xlsx").content)
    assert back[0][1] == "Nguyễn Văn 20"
    assert comments == {"A2": "Thủ tục đã có phiên bản mới."}


def test_only_its_own_signature_confirms_a_batch_and_only_once(client, office, company, believed):
    batch = begun(client, company, office)
    given(client, batch, sheet([person(1), person(2)]))
    client.post(there(batch, "kiem-tra/"), {"truth": "on"})
    first = content_of(Declaration.objects.get())
    done = authority.sign(first, authority.company())
    sign = there(batch, "xac-nhan/")
    tampered = done.replace(b"/SigFlags 3", b"/SigFlags 1")
    assert "thay đổi sau khi ký" in upload(client, sign, tampered).content.decode()
    # One row more is another declaration: what was signed before confirms it not.
    given(client, batch, sheet([person(3)]))
    assert upload(client, sign, done).url == there(batch, "kiem-tra/")
    client.post(there(batch, "kiem-tra/"), {"truth": "on"})
    told = "không phải tờ khai của lần xác nhận này"
    assert told in upload(client, sign, done).content.decode()
    assert Batch.objects.signed().count() == 0
    answer = signed(client, batch)
    assert upload(client, sign, done).url == answer.url  # a double click
    assert Promise.objects.filter(kind=batching.KIND).count() == 1
    other = begun(client, company, office)
    given(client, other, sheet([person(8)]))
    client.post(there(other, "kiem-tra/"), {"truth": "on"})
    of_first = Declaration.objects.exclude(signature={}).latest("pk").signed_file.content()
    assert told in upload(client, there(other, "xac-nhan/"), of_first).content.decode()
    with pytest.raises(DossierError, match="chữ ký số"):
        batching.confirm(other.draft, by=company, evidence=situations.EVIDENCE, digest="0" * 64)
    worked()
    assert Dossier.objects.count() == 3


def test_two_batches_of_the_same_rows_file_them_once(client, office, company, believed):
    colleague = member(company)
    first = begun(client, company, office)
    given(client, first, sheet([person(1), person(2)]))
    second = begun(client, colleague, office, thay=str(colleague.mandates_held.get().pk))
    assert second.applicant == company
    given(client, second, sheet([person(2), person(3)]))
    signed(client, second)
    sign_in(client, company)
    signed(client, first)
    worked()
    assert sorted(Dossier.objects.values_list("batch_row__person", flat=True)) == [
        "079090000001", "079090000002", "079090000003",
    ]  # fmt: skip
    assert counts(first) == {"before": 1, "filed": 1}


def test_who_may_prepare_see_and_go_on_with_a_batch(client, version, office, company, believed):
    here, there_ = branch_of(company), branch_of(company, "Chi nhánh Củ Chi", "TC0125Z")
    own, other = member(company, [here]), member(company, [there_])
    viewer, stranger = member(company, role="viewer"), situations.citizen("Người khác")
    sign_in(client, stranger)
    assert "Chỉ tổ chức" in client.post(START, {"batch": "1"}).content.decode()
    sign_in(client, viewer)
    client.post(START, {"batch": "1", "thay": str(viewer.mandates_held.get().pk)})
    assert not Batch.objects.exists()
    given_to = str(own.mandates_held.get().pk)
    batch = begun(client, own, office, thay=given_to, branch=str(here.pk))
    given(client, batch, sheet([person(1), person(2, **{"Số định danh": "1"})]))
    list_page = there(batch, "danh-sach/")
    for who in (company, other, viewer, stranger, office.clerk):
        sign_in(client, who)
        assert client.get(list_page).status_code in (302, 404), "a draft is its writer's alone"
        assert client.get(f"/ho-so/lo/{batch.key}/").status_code in (302, 404)
    sign_in(client, own)
    answer = signed(client, batch)
    worked()
    dossier = Dossier.objects.get()
    assert (dossier.branch, dossier.mandate.holder) == (here, own)
    seen = {}
    for name, who in {
        "own": own,
        "company": company,
        "viewer": viewer,
        "other": other,
        "stranger": stranger,
    }.items():
        sign_in(client, who)
        pages = [answer.url, f"{answer.url}chua-dung.xlsx", f"{answer.url}ket-qua.xlsx"]
        seen[name] = {client.get(page).status_code for page in pages}
    assert seen == {
        "own": {200},
        "company": {200},
        "viewer": {200},
        "other": {404},
        "stranger": {404},
    }
    sign_in(client, viewer)
    assert "chỉ được xem" in client.post(f"{answer.url}nop-tiep/", follow=True).content.decode()
    version.takes_batches = False
    version.save()
    sign_in(client, company)
    assert "bằng bảng tính" not in client.get(START).content.decode()
    assert "chưa nhận nộp nhiều" in client.post(START, {"batch": "1"}).content.decode()


def test_officers_see_the_batch_and_that_its_signature_stands_for_the_dossier(
    client, office, company, believed
):
    batch = begun(client, company, office)
    given(client, batch, sheet([person(1), person(2)]))
    signed(client, batch)
    worked()
    dossier = Dossier.objects.get(batch_row__number=3)
    other = begun(client, company, office)
    given(client, other, sheet([person(3)]))
    signed(client, other)
    worked()
    desk = at_desk(office.clerk)
    for listed in ("/quan-tri/flows/workitem/", "/quan-tri/flows/dossier/"):
        assert dossier.about in desk.get(listed).content.decode()
    together = desk.get(f"/quan-tri/flows/dossier/?lo={dossier.batch_row.batch_id}")
    assert together.context["cl"].result_count == 2
    rows = dict(evidence.of(dossier.submissions.all())[0].rows)
    assert rows["Lô hồ sơ"] == batch.number
    assert rows["Hồ sơ trong lô"].startswith("Thứ 2 trong 2")
    assert rows["Hồ sơ này trong tờ khai của lô"].startswith("Có")
    assert rows["Nội dung đã xác nhận"] == "Khớp với nội dung đã lưu"
    submission = dossier.current_submission
    submission.evidence["batch"]["path"][0][1] = "0" * 64
    assert "KHÔNG khớp" in str(evidence.of([submission])[0].rows)
    archived = archiving.archive(dossier, whole=False)
    with zipfile.ZipFile(archived) as kept:
        told = json.loads(kept.read("ke-khai/lan-1.json"))["evidence"]
        files = [kept.read(name) for name in kept.namelist() if name.startswith("giay-to/")]
    assert told["batch"]["digest"] == dossier.batch_row.batch.digest
    assert told["signed_sha256"] in {hashlib.sha256(one).hexdigest() for one in files}
