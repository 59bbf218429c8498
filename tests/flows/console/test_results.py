"""Results in the console: drafted from a text, previewed, in the book, taken back and replaced."""

import io
from functools import partial

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from catalog.models import Phrase, ResultKind
from flows.models import IssuedDocument
from flows.services import returning
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def test_the_draft_of_a_result_is_filled_edited_and_previewed(officer, leader, office, version):
    dossier = given.received(version, office)
    place = reverse("admin:work_step", args=[given.item(dossier).pk, "propose"])
    assert dossier.applicant_name in officer.get(place).context["form"]["content"].value()
    phrase = Phrase.objects.create(kind="result", title="Cấp sổ", text="Cấp sổ cho {chu_ho_so}.")
    typed = {"outcome": "positive", "phrase": phrase.pk, "content": "", "insert_phrase": "1"}
    form = officer.post(place, typed).context["form"]
    assert form["content"].value() == f"Cấp sổ cho {dossier.applicant_name}."
    shown = officer.post(place, {"content": "Thử", "preview": "1"})
    assert shown["Content-Type"] == "application/pdf"
    assert shown.content.startswith(b"%PDF")
    typed = {"outcome": "positive", "content": "Cấp sổ cho bà An.", "reasons": ""}
    assert officer.post(place, typed).status_code == 302
    approving = reverse("admin:work_step", args=[given.item(dossier).pk, "approve"])
    assert leader.post(approving, {"preview": "1"}).content.startswith(b"%PDF")
    assert not IssuedDocument.objects.filter(kind="result").exists()


def test_papers_nobody_has_looked_at_are_told_before_a_result_is_typed(officer, office, version):
    dossier = given.received(version, office)
    place = reverse("admin:work_step", args=[given.item(dossier).pk, "propose"])
    assert officer.get(place).context["form"].outlook() == ""
    paper = dossier.documents.in_force().first()
    type(paper).objects.filter(pk=paper.pk).update(verdict="pending")
    assert f"chưa kiểm tra: {paper.name}" in officer.get(place).content.decode()


def test_a_result_is_replaced_through_the_pages_and_the_book_shows_both(officer, office, version):
    dossier = given.decided(version, office)
    old = dossier.issued.get(kind="result")

    def step(act):
        return reverse("admin:dossier_step", args=[dossier.pk, act])

    typed = {"reason": "Sai tên.", "content": "Cấp sổ BHXH tên đúng.", "reasons": ""}
    assert officer.post(step("replace_result"), typed).status_code == 302
    leader = at_desk(office.leader)
    assert "Cấp sổ BHXH tên đúng." in leader.get(step("confirm_replacement")).content.decode()
    assert leader.post(step("confirm_replacement")).status_code == 302
    book = officer.get(reverse("admin:results_book")).content.decode()
    assert book.count(f"{dossier.code}</a>") == 2
    assert "Sai tên." in book
    only = officer.get(reverse("admin:results_book"), {"xem": "thu-hoi", "q": old.number})
    assert only.content.decode().count(f"{dossier.code}</a>") == 1
    sheet = officer.get(reverse("admin:results_book"), {"xlsx": "1"})
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.values)
    assert [row[7] for row in rows[1:]] == ["Còn hiệu lực", "Đã thu hồi"]


def test_who_asked_for_a_replacement_is_offered_no_decision_on_it(office, version):
    dossier = given.decided(version, office)
    page = reverse("admin:flows_dossier_change", args=[dossier.pk])
    asked = reverse("admin:dossier_step", args=[dossier.pk, "replace_result"])
    leader = at_desk(office.leader)
    leader.post(asked, {"reason": "Sai tên.", "content": "Cấp sổ tên đúng.", "reasons": ""})
    other = given.staff("Phó Giám Đốc", "leader", office.departments["leadership"])
    assert "Đồng ý thu hồi, thay thế" not in leader.get(page).text
    assert "Đồng ý thu hồi, thay thế" in at_desk(other).get(page).text


def test_the_book_shows_no_other_offices_results(
    officer, office, version, django_assert_max_num_queries
):
    other = given.decided(version, given.office("BHXH cơ sở Thuận An"))
    mine = [given.decided(version, office) for _each in range(3)]
    with django_assert_max_num_queries(15):
        book = officer.get(reverse("admin:results_book")).content.decode()
    assert other.code not in book
    assert all(dossier.code in book for dossier in mine)


def test_the_return_desk_says_of_which_dossiers_a_part_is_given(office, version):
    ResultKind.objects.create(version=version, name="Thẻ BHYT", code="KQ.2")
    whole, partly = (given.decided(version, office, result_channel="counter") for _n in range(2))
    first = returning.results_left(partly)[0]["key"]
    returning.hand_over(
        given.item(partly), by=office.desk, results=[first],
        recipient_name=partly.applicant_name, recipient_identifier=partly.applicant_identifier,
    )  # fmt: skip
    page = at_desk(office.desk).get(reverse("admin:return_desk"))
    assert {item.dossier.code: item.partly for item in page.context["page"]} == {
        whole.code: False, partly.code: True,
    }  # fmt: skip
    assert page.content.decode().count("Đã trả một phần") == 1


def test_a_part_is_given_at_the_desk_and_the_rest_goes_by_post_as_asked_there(
    desk, office, version
):
    """Another way of return than was chosen in the filing: whoever asks for it names the address."""
    ResultKind.objects.create(version=version, name="Thẻ BHYT", code="KQ.2")
    version.result_channels = ["counter", "post"]
    version.save(update_fields=["result_channels"])
    dossier = given.decided(version, office, result_channel="counter", result_address="")
    left = [each["key"] for each in returning.results_left(dossier)]
    person = {
        "recipient_name": dossier.applicant_name,
        "recipient_identifier": dossier.applicant_identifier,
        "acknowledged": "signature",
    }
    act = partial(reverse, "admin:work_step")
    told = desk.post(
        act(args=[given.item(dossier).pk, "hand_over"]), person | {"results": left[:1]}, follow=True
    )
    assert "Đã trả một phần kết quả hồ sơ" in told.text
    posting = act(args=[given.item(dossier).pk, "send_by_post"])
    refused = desk.post(posting, {"tracking_number": "EB1VN", "address": ""})
    assert (refused.status_code, "Hãy ghi địa chỉ" in refused.text) == (422, True)
    assert (
        desk.post(posting, {"tracking_number": "EB1VN", "address": "5 Lê Lợi"}).status_code == 302
    )
    dossier.refresh_from_db()
    assert (dossier.result_channel, dossier.result_address) == ("post", "5 Lê Lợi")
    sent = dossier.deliveries.latest("pk")
    assert (sent.channel, sent.results) == ("post", left[1:])
