"""Filing at the portal: from the start page to the dossier code, by pages as people use them."""

import datetime
import re

import pytest
from django.utils import timezone

from catalog.models import Case, Component
from flows.models import Challenge, Document, Dossier, Draft
from flows.services import confirming, drafting, filing
from tests import situations
from tests.home.steps import address, code_sent, pdf, photo, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(version, office, person):
    return situations.draft(version, office, person)


def test_readers_of_english_fill_in_an_english_form_and_the_law_keeps_its_vietnamese(
    client, draft, person
):
    sign_in(client, person)
    page = client.get("/en" + address(draft, "phan/thong_tin/")).content.decode()
    assert "Full name" in page
    assert "Họ và tên" not in page
    data = {"ho_ten": "", "ngay_sinh": "", "lock": draft.lock}
    page = client.post("/en" + address(draft, "phan/thong_tin/"), data)
    assert "Enter date of birth" in page.content.decode()
    review = client.get("/en" + address(draft, "kiem-tra/")).content.decode()
    assert "New registration" in review
    assert "General" in review


def test_the_whole_way_by_plain_forms(client, version, office, person):
    sign_in(client, person)
    page = client.post("/nop-ho-so/1.002179/", {"co-quan": office.agency.office_code}, follow=True)
    draft = Draft.objects.get()
    assert page.redirect_chain[-1][0] == address(draft)
    assert draft.agency == office.agency

    page = client.get(address(draft, "truong-hop/"))
    data = {"agency": office.agency.pk, "lock": draft.lock}
    page = client.post(address(draft, "truong-hop/"), data)
    assert page.url == address(draft, "chu-ho-so/")

    draft.refresh_from_db()
    known = client.get(page.url).context["form"].initial
    who = {key: known[key] for key in ("for_self", "name", "identifier", "phone", "email")}
    page = client.post(page.url, who | {"lock": draft.lock})
    assert page.url == address(draft, "phan/thong_tin/")

    draft.refresh_from_db()
    answers = {"ho_ten": person.full_name, "ngay_sinh": "20/05/1990", "noi_dung": "Xin đóng tiếp"}
    page = client.post(page.url, answers | {"lock": draft.lock})
    assert page.url == address(draft, "giay-to/")

    paper = f"giay-{version.components.get().pk}"
    page = client.post(page.url, {"paper": paper, "files": [pdf("căn cước.pdf")]})
    assert page.url == f"{address(draft, 'giay-to/')}#{paper}"

    draft.refresh_from_db()
    page = client.post(address(draft, "ket-qua/"), {"channel": "online", "lock": draft.lock})
    assert page.url == address(draft)
    assert "Kiểm tra và nộp hồ sơ" in client.get(page.url).content.decode()

    page = client.get(address(draft, "kiem-tra/")).content.decode()
    assert "Xin đóng tiếp" in page
    assert "căn cước.pdf" in page
    page = client.post(address(draft, "kiem-tra/"), {"truth": "on"})
    assert page.url == address(draft, "xac-nhan/")
    page = client.post(page.url, {"code": code_sent()}, follow=True)
    dossier = Dossier.objects.get()
    assert dossier.code in page.content.decode()
    assert dossier.check_code in page.content.decode()
    evidence = dossier.current_submission.evidence
    assert (evidence["method"], evidence["declared"]) == ("otp", True)
    assert person.phone not in str(evidence)


def test_back_after_filing_shows_the_filed_dossier_and_files_nothing(client, draft, person):
    sign_in(client, person)
    client.post(address(draft, "kiem-tra/"), {"truth": "on"})
    code = code_sent()
    for _twice in range(2):
        page = client.post(address(draft, "xac-nhan/"), {"code": code})
        assert page.url == address(draft, "da-nop/")
    for place in ("", "kiem-tra/", "phan/thong_tin/", "xac-nhan/"):
        page = client.get(address(draft, place), follow=True)
        assert "Hồ sơ đã nộp" in page.content.decode()
    assert Dossier.objects.count() == 1


def test_nothing_is_sent_without_the_statement_of_truth(client, draft, person):
    sign_in(client, person)
    page = client.post(address(draft, "kiem-tra/"), {})
    assert "Đánh dấu vào lời cam đoan" in page.content.decode()
    assert not Challenge.objects.exists()


def test_check_answers_says_what_is_missing_and_links_there(client, draft, person):
    draft.files.all().delete()
    sign_in(client, person)
    page = client.post(address(draft, "kiem-tra/"), {"truth": "on"}).content.decode()
    assert "Đính kèm «Giấy tờ chứng minh»." in page
    assert address(draft, "giay-to/?ve=kiem-tra") in page
    assert not Challenge.objects.exists()


def test_optional_papers_are_not_called_done_before_any_is_attached(client, draft, person):
    Component.objects.update(is_required=False)
    sign_in(client, person)
    assert "Không bắt buộc" not in client.get(address(draft)).content.decode()
    draft.files.all().delete()
    page = client.get(address(draft))
    assert "Không bắt buộc" in page.content.decode()
    assert (page.context["done"], page.context["total"]) == (4, 4)


def test_a_dossier_of_somebody_else_is_not_told_by_typing_their_number(
    client, draft, person, version, office
):
    mine = situations.filed(version, office, person)
    theirs = situations.filed(version, office, situations.citizen("khac"))
    sign_in(client, person)
    page = client.get(address(draft, "kiem-tra/")).content.decode()
    assert mine.code in page
    assert theirs.code not in page


def test_a_change_link_returns_to_check_answers(client, draft, person):
    sign_in(client, person)
    page = client.post(
        address(draft, "phan/thong_tin/?ve=kiem-tra"),
        {"ho_ten": "Nguyễn Thị An", "ngay_sinh": "20/05/1990", "noi_dung": "", "lock": draft.lock},
    )
    assert page.url == address(draft, "kiem-tra/")


def test_an_answer_changed_after_the_code_makes_the_code_useless(client, draft, person):
    sign_in(client, person)
    client.post(address(draft, "kiem-tra/"), {"truth": "on"})
    code = code_sent()
    drafting.save_section(draft, "thong_tin", {"noi_dung": "khác"}, lock=draft.lock, done=True)
    page = client.post(address(draft, "xac-nhan/"), {"code": code}, follow=True).content.decode()
    assert "Nội dung đã thay đổi sau khi gửi mã" in page
    assert not Dossier.objects.exists()


def test_a_form_saved_elsewhere_meanwhile_says_so_and_keeps_what_was_typed(client, draft, person):
    sign_in(client, person)
    old = draft.lock
    drafting.save_section(draft, "thong_tin", {"noi_dung": "máy khác"}, lock=old, done=True)
    data = {"ho_ten": "Tên gõ dở", "ngay_sinh": "20/05/1990", "noi_dung": "máy này", "lock": old}
    page = client.post(address(draft, "phan/thong_tin/"), data)
    text = page.content.decode()
    assert "đã được lưu ở cửa sổ hoặc thiết bị khác" in text
    assert "máy này" in text
    draft.refresh_from_db()
    assert draft.answers["noi_dung"] == "máy khác"
    page = client.post(address(draft, "phan/thong_tin/"), data | {"lock": draft.lock})
    assert page.status_code == 302


def test_a_wrong_answer_stays_on_the_page_with_its_message(client, draft, person):
    sign_in(client, person)
    data = {"ho_ten": "", "ngay_sinh": "32/13/1990", "noi_dung": "giữ lại", "lock": draft.lock}
    text = client.post(address(draft, "phan/thong_tin/"), data).content.decode()
    assert "Có lỗi cần sửa" in text
    assert "32/13/1990" in text
    assert "giữ lại" in text


def test_typing_is_kept_by_itself_even_when_unfinished(client, draft, person):
    sign_in(client, person)
    data = {"ho_ten": "Nguyễn", "ngay_sinh": "", "noi_dung": "đang gõ", "lock": draft.lock}
    answer = client.post(address(draft, "phan/thong_tin/tu-luu/"), data).json()
    assert answer["message"].startswith("Đã lưu lúc ")
    draft.refresh_from_db()
    assert draft.answers["noi_dung"] == "đang gõ"
    assert answer["lock"] == draft.lock
    assert client.post(address(draft, "phan/thong_tin/tu-luu/"), data).status_code == 409


def test_another_persons_draft_does_not_exist(client, draft):
    sign_in(client, situations.citizen())
    for place in ("", "truong-hop/", "chu-ho-so/", "phan/thong_tin/", "giay-to/", "kiem-tra/",
                  "xac-nhan/", "da-nop/", "phien-ban-moi/"):  # fmt: skip
        assert client.get(address(draft, place)).status_code == 404
    assert client.post(address(draft, "xoa/")).status_code == 404
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_an_unknown_procedure_gets_a_page_that_helps(client):
    page = client.get("/nop-ho-so/9.999999/")
    assert page.status_code == 404
    assert "Tìm thủ tục" in page.content.decode()


def test_who_is_not_signed_in_comes_back_to_the_same_address(client, version):
    page = client.get("/nop-ho-so/1.002179/?co-quan=07901")
    assert page.status_code == 302
    assert page.url == "/tai-khoan/dang-nhap/?next=/nop-ho-so/1.002179/%3Fco-quan%3D07901"


def test_a_repealed_procedure_takes_no_filing_and_keeps_the_draft(client, draft, person):
    procedure = draft.procedure
    procedure.repealed_on = timezone.localdate()
    procedure.save()
    sign_in(client, person)
    assert client.get("/nop-ho-so/1.002179/").status_code == 410
    page = client.get(address(draft), follow=True)
    assert page.status_code == 410
    assert "Bản nháp vẫn được giữ" in page.content.decode()


def test_an_organisation_is_told_that_a_procedure_is_for_persons(client, version, office):
    unit = situations.citizen(tax_code="0100233488")
    unit.kind = "organisation"
    unit.save()
    sign_in(client, unit)
    page = client.post("/nop-ho-so/1.002179/").content.decode()
    assert "dành cho cá nhân" in page
    assert not Draft.objects.exists()


def test_a_procedure_for_organisations_alone_explains_itself(client, version, person):
    version.procedure.for_persons = False
    version.procedure.save()
    sign_in(client, person)
    assert "dành cho tổ chức" in client.get("/nop-ho-so/1.002179/").content.decode()


def test_a_draft_moves_to_the_next_version_with_its_changes_told(client, draft, person, office):
    case = draft.case
    fresh = situations.procedure(effective_from=timezone.localdate(), limit=3)
    fresh.cases.filter(code="moi").update(form=case.form)
    Component.objects.create(version=fresh, code="to-khai-them", name="Bản cam kết", copies=1)
    sign_in(client, person)
    page = client.get(address(draft, "kiem-tra/"), follow=True).content.decode()
    assert "5 ngày làm việc thành 3 ngày làm việc" in page
    assert "Thêm giấy tờ: Bản cam kết" in page
    draft.refresh_from_db()
    assert draft.version == fresh
    assert draft.answers["ho_ten"] == "Nguyễn Thị Bình An"
    assert draft.files.get().component.version == fresh


def test_offices_appear_after_their_province(client, draft, person, office):
    far = situations.office("BHXH cơ sở Hoàn Kiếm")
    far.agency.province = "Hà Nội"
    far.agency.save()
    Case.objects.create(version=draft.version, code="khac", name="Trường hợp khác", order=2)
    sign_in(client, person)
    page = client.post(
        address(draft, "truong-hop/"),
        {"case": draft.case_id, "province": "Hà Nội", "show": "1", "lock": draft.lock},
    )
    text = page.content.decode()
    assert "BHXH cơ sở Hoàn Kiếm" in text
    assert "Có lỗi cần sửa" not in text
    # The only office there is shown chosen; it is kept only when the page is sent.
    assert re.search(r'<input[^>]*name="agency"[^>]*checked', text)
    draft.refresh_from_db()
    assert draft.agency != far.agency
    data = {"case": draft.case_id, "province": "Hà Nội", "shown_for": "Hà Nội"}
    data |= {"agency": far.agency.pk, "lock": draft.lock}
    assert client.post(address(draft, "truong-hop/"), data).status_code == 302
    draft.refresh_from_db()
    assert draft.agency == far.agency


def test_each_refused_file_has_its_sentence_and_the_sound_ones_stay(client, draft, person):
    draft.files.all().delete()
    paper = f"giay-{draft.version.components.get().pk}"
    files = [pdf("tot.pdf"), pdf("rong.pdf", b" "), pdf("gia.pdf", b"MZ khong phai pdf")]
    files[1].size, files[1].file = 0, type(files[1].file)(b"")
    sign_in(client, person)
    page = client.post(address(draft, "giay-to/"), {"paper": paper, "files": files})
    text = page.content.decode()
    assert "gia.pdf: Chỉ nhận tệp PDF, JPG, PNG" in text
    assert "rong.pdf" in text
    assert [file.name for file in draft.files.all()] == ["tot.pdf"]


def test_several_photos_become_one_pdf(client, draft, person):
    draft.files.all().delete()
    paper = f"giay-{draft.version.components.get().pk}"
    data = {"paper": paper, "files": [photo("1.jpg"), photo("2.jpg")], "combine": "1"}
    sign_in(client, person)
    client.post(address(draft, "giay-to/"), data)
    kept = draft.files.get()
    assert (kept.file.content_type, kept.file.pages) == ("application/pdf", 2)


def test_files_are_ordered_removed_and_reused(client, draft, person, office, version):
    before = situations.filed(version, office, person)
    for name in ("b.pdf", "c.pdf"):
        drafting.attach(draft, situations.stored(name.encode()), name=name,
                        component=version.components.get())  # fmt: skip
    paper = f"giay-{version.components.get().pk}"
    sign_in(client, person)
    here = address(draft, "giay-to/")
    last = draft.files.last()
    client.post(here, {"paper": paper, "tep_up": last.pk})
    assert [file.name for file in draft.files.all()] == ["giay-to-0.pdf", "c.pdf", "b.pdf"]
    client.post(here, {"paper": paper, "tep_down": last.pk})
    client.post(here, {"paper": paper, "tep_remove": draft.files.first().pk})
    assert [file.name for file in draft.files.all()] == ["b.pdf", "c.pdf"]
    earlier = Document.objects.get(dossier=before)
    client.post(here, {"paper": paper, "reuse": earlier.pk})
    assert draft.files.filter(file=earlier.file, source="reuse").exists()


def test_another_persons_paper_cannot_be_reused(client, draft, person, office, version):
    theirs = situations.filed(version, office).documents.get()
    paper = f"giay-{version.components.get().pk}"
    sign_in(client, person)
    client.post(address(draft, "giay-to/"), {"paper": paper, "reuse": theirs.pk})
    assert draft.files.count() == 1


def test_a_request_far_too_large_is_refused_before_it_is_read(client, draft, person):
    sign_in(client, person)
    here = address(draft, "giay-to/")
    page = client.post(here, {"paper": "x"}, CONTENT_LENGTH=str(80 * 1024 * 1024))
    assert page.url == here
    assert "vượt quá 60 MB" in client.get(here).content.decode()


def test_a_draft_is_deleted_on_demand(client, draft, person):
    sign_in(client, person)
    client.post(address(draft, "xoa/"))
    assert not Draft.objects.exists()


def test_an_expired_draft_begins_again(client, draft, person):
    Draft.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    sign_in(client, person)
    assert client.get(address(draft)).url == "/nop-ho-so/1.002179/"


def test_filing_for_another_person_names_the_mandate(client, draft, person):
    sign_in(client, person)
    data = {"for_self": "0", "name": "Trần Văn Con", "identifier": "079190001234",
            "phone": "0912345678", "lock": draft.lock}  # fmt: skip
    page = client.post(address(draft, "chu-ho-so/"), data)
    assert "Ghi căn cứ nộp thay" in page.content.decode()
    client.post(address(draft, "chu-ho-so/"), data | {"mandate": "Cha đẻ"})
    draft.refresh_from_db()
    assert draft.applicant["submitter_name"] == person.full_name
    assert draft.applicant["phone"] == "+84912345678"


def test_filing_with_five_attachments_is_one_transaction_of_at_most_36_queries(
    version, office, person, django_assert_max_num_queries
):
    for step, function in (("intake", "intake"), ("appraise", "policy"),
                           ("approve", "leadership"), ("give_back", "intake")):  # fmt: skip
        situations.rule(version, step, function)
    situations.filed(version, office)  # calendars are read once in a process
    draft = situations.draft(version, office, person, files=5)
    digest = filing.digest_of(draft)
    what = {"purpose": "file", "subject": f"draft:{draft.key}", "digest": digest}
    confirming.send_code(person, summary="nộp hồ sơ", **what)
    challenge = confirming.check(person, code=code_sent(), **what)
    with django_assert_max_num_queries(36):
        filing.file_draft(draft, by=person, evidence=confirming.use(challenge), digest=digest)
    assert Document.objects.filter(dossier=Draft.objects.get(pk=draft.pk).dossier).count() == 5


def test_the_task_list_costs_the_same_however_much_is_answered(
    client, draft, person, django_assert_max_num_queries
):
    sign_in(client, person)
    client.get(address(draft))
    with django_assert_max_num_queries(25):
        client.get(address(draft))
