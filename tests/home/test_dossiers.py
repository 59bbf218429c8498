"""My dossiers: tabs, one dossier, supplement, withdrawal, result, rating, and nobody else's."""

import pytest
from django.utils import timezone

from flows.models import Challenge, Dossier
from flows.services import intake, supplements
from home.models import Rating
from tests import situations
from tests.home.steps import code_sent, pdf, sign_in

pytestmark = pytest.mark.django_db


def page_of(client, dossier, place=""):
    return client.get(f"/ho-so/{dossier.code}/{place}")


def test_each_dossier_stands_under_its_tab_with_counts(client, version, office, person):
    situations.draft(version, office, person)
    waiting = situations.filed(version, office, person)
    ready = situations.decided(version, office, person)
    situations.filed(version, office)  # somebody else's
    sign_in(client, person)
    page = client.get("/ho-so/?muc=da-nop").content.decode()
    assert waiting.code in page
    assert ready.code not in page
    counts = {str(t[0]): t[2] for t in client.get("/ho-so/").context["tabs"]}
    assert counts == {"Nháp": 1, "Đã nộp": 1, "Cần bổ sung": 0, "Có kết quả": 1, "Kết thúc": 0}
    assert ready.code in client.get("/ho-so/").content.decode()


def test_the_list_is_searched_by_code_and_by_procedure_without_accents(
    client, version, office, person
):
    dossier = situations.filed(version, office, person)
    sign_in(client, person)
    for query, found in (("tu nguyen", True), (dossier.code.lower(), True), ("xyz", False)):
        page = client.get("/ho-so/", {"muc": "da-nop", "q": query}).content.decode()
        assert (f"/ho-so/{dossier.code}/" in page) is found


def test_the_list_costs_the_same_for_any_length(
    client, version, office, person, django_assert_max_num_queries
):
    for _number in range(4):
        situations.filed(version, office, person)
    sign_in(client, person)
    client.get("/ho-so/?muc=da-nop")
    with django_assert_max_num_queries(8):
        client.get("/ho-so/?muc=da-nop")


def test_a_dossier_shows_status_way_dates_and_papers(client, version, office, person):
    dossier = situations.received(version, office, person)
    sign_in(client, person)
    text = page_of(client, dossier).content.decode()
    assert "Bảo hiểm xã hội đã tiếp nhận hồ sơ" in text
    assert f"{timezone.localtime(dossier.due_at):%d/%m/%Y}" in text
    assert "ngày thứ 5" in text
    assert "Đạt" in text
    assert office.officer.full_name not in text


@pytest.mark.parametrize("place", ["", "bo-sung/", "bo-sung/xac-nhan/", "rut/", "rut/xac-nhan/"])
def test_another_persons_dossier_does_not_exist(client, version, office, place):
    dossier = situations.filed(version, office)
    sign_in(client, situations.citizen())
    assert page_of(client, dossier, place).status_code == 404
    assert client.post(f"/ho-so/{dossier.code}/danh-gia/", {"score": 5}).status_code == 404


def asked(version, office, person):
    """Sent back before acceptance: the paper is to be given again."""
    dossier = situations.filed(version, office, person)
    intake.ask_completion(
        situations.item(dossier),
        by=office.clerk,
        reason="Ảnh chụp mờ.",
        items=[{"component": version.components.get(), "note": "Chụp lại rõ nét"},
               {"question_key": "noi_dung", "note": "Ghi rõ mức đóng"}],
    )  # fmt: skip
    dossier.refresh_from_db()
    return dossier


def test_a_supplement_is_answered_with_the_named_items_and_a_code(client, version, office, person):
    dossier = asked(version, office, person)
    sign_in(client, person)
    here = f"/ho-so/{dossier.code}/bo-sung/"
    text = client.get(here).content.decode()
    assert "Ảnh chụp mờ." in text
    assert "Chụp lại rõ nét" in text
    assert 'name="ho_ten"' not in text
    items = {item.component_id: item.pk for item in dossier.supplements.get().items.all()}
    paper = items[version.components.get().pk]
    data = {"noi_dung": "Mức 1.500.000 đ", "ho_ten": "Kẻ Khác"}
    page = client.post(here, data | {f"files-{paper}": [pdf("moi.pdf")], "send": "1"})
    assert page.url == f"{here}xac-nhan/"
    page = client.post(page.url, {"code": code_sent()})
    assert page.url == f"/ho-so/{dossier.code}/"
    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    answers = dossier.current_submission.answers
    assert answers["noi_dung"] == "Mức 1.500.000 đ"
    assert answers["ho_ten"] == "Nguyễn Thị Bình An"
    assert dossier.documents.get(superseded_by=None).name == "moi.pdf"
    again = client.post(f"{here}xac-nhan/", {"code": "000000"}, follow=True)
    assert "đã được gửi trước đó" in again.content.decode()


def test_a_supplement_with_something_missing_names_it_and_keeps_the_rest(
    client, version, office, person
):
    dossier = asked(version, office, person)
    sign_in(client, person)
    here = f"/ho-so/{dossier.code}/bo-sung/"
    page = client.post(here, {"noi_dung": "giữ lại", "send": "1"})
    assert "Đính kèm tệp cho mục này." in page.content.decode()
    assert "giữ lại" in client.get(here).content.decode()
    page = client.post(here, {"noi_dung": "", "send": "1"}).content.decode()
    assert page.count('class="govuk-error-message"') == 2  # the paper's and the question's
    assert not Challenge.objects.filter(purpose="supplement").exists()


def test_a_wrong_file_in_a_supplement_is_refused_in_words(client, version, office, person):
    dossier = asked(version, office, person)
    sign_in(client, person)
    item = dossier.supplements.get().items.get(component__isnull=False)
    data = {f"files-{item.pk}": [pdf("gia.pdf", b"MZ gia")], "send": "1"}
    page = client.post(f"/ho-so/{dossier.code}/bo-sung/", data)
    assert "gia.pdf: Chỉ nhận tệp PDF" in page.content.decode()


def test_what_was_not_asked_for_has_no_answer_page(client, version, office, person):
    dossier = situations.filed(version, office, person)
    sign_in(client, person)
    assert page_of(client, dossier, "bo-sung/").status_code == 404


def test_a_dossier_is_withdrawn_with_a_reason_and_a_code(client, version, office, person):
    dossier = situations.received(version, office, person)
    sign_in(client, person)
    here = f"/ho-so/{dossier.code}/rut/"
    assert "Rút hồ sơ" in page_of(client, dossier).content.decode()
    assert client.post(here, {"reason": ""}).status_code == 200
    page = client.post(here, {"reason": "Nộp nhầm nơi"})
    page = client.post(page.url, {"code": code_sent()})
    dossier.refresh_from_db()
    assert dossier.state == "withdraw_requested"
    assert dossier.closing_reason == "Nộp nhầm nơi"


def test_the_result_is_taken_online_and_that_is_its_delivery(client, version, office, person):
    dossier = situations.decided(version, office, person)
    sign_in(client, person)
    result = dossier.issued.get(kind="result")
    assert "Nhận kết quả (PDF)" in page_of(client, dossier).content.decode()
    for _twice in range(2):
        page = client.post(f"/ho-so/{dossier.code}/ket-qua/{result.pk}/")
        assert page.url == f"/giay-to/{result.token}.pdf"
    dossier.refresh_from_db()
    assert dossier.state == "returned"
    assert dossier.deliveries.get().evidence["method"] == "online"


def test_a_dossier_is_rated_once_after_its_result(client, version, office, person):
    dossier = situations.finished(version, office, person)
    sign_in(client, person)
    here = f"/ho-so/{dossier.code}/danh-gia/"
    assert client.post(here, {"ease": "easy"}).status_code == 200
    for score in (5, 1):
        client.post(here, {"score": score, "ease": "easy", "comment": "Nhanh"})
    assert Rating.objects.get().score == 5
    assert "Rất hài lòng" in page_of(client, dossier).content.decode()


def test_a_dossier_without_a_result_is_not_rated(client, version, office, person):
    dossier = situations.filed(version, office, person)
    sign_in(client, person)
    page = client.post(f"/ho-so/{dossier.code}/danh-gia/", {"score": 5, "ease": "easy"})
    assert page.status_code == 404


def test_while_a_supplement_is_awaited_no_date_is_promised(client, version, office, person):
    dossier = situations.received(version, office, person)
    supplements.ask_supplement(
        situations.item(dossier), by=office.officer, reason="Thiếu trang 2",
        items=[{"component": version.components.get(), "note": ""}],
    )  # fmt: skip
    sign_in(client, person)
    text = page_of(client, dossier).content.decode()
    assert "tạm dừng tính trong khi chờ bổ sung" in text
    assert "Bổ sung ngay" in text


@pytest.mark.parametrize("state", ["refused", "stopped"])
def test_a_closed_dossier_says_why_and_how_to_complain(client, version, office, person, state):
    dossier = situations.received(version, office, person)
    Dossier.objects.filter(pk=dossier.pk).update(
        state=state, closing_reason="Không thuộc thẩm quyền", finished_at=timezone.now()
    )
    sign_in(client, person)
    text = page_of(client, dossier).content.decode()
    assert "Không thuộc thẩm quyền" in text
    assert "khiếu nại" in text


def test_a_dossier_page_costs_a_fixed_number_of_queries(
    client, version, office, person, django_assert_max_num_queries
):
    dossier = situations.decided(version, office, person)
    sign_in(client, person)
    page_of(client, dossier)
    with django_assert_max_num_queries(30):
        page_of(client, dossier)
