"""The dossier's page: everything on one page, in a fixed number of queries, journalled when read."""

import pytest
from django.urls import reverse

from flows import acts
from flows.services import handling, supplements, work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def page_of(dossier) -> str:
    return reverse("admin:flows_dossier_change", args=[dossier.pk])


def test_page_shows_answers_papers_clock_journal_slips_and_notices(officer, office, version):
    dossier = given.received(version, office)
    work.claim(given.item(dossier), by=office.officer)
    handling.note(dossier, by=office.officer, text="Đã gọi điện xác minh")
    page = officer.get(page_of(dossier)).content.decode()
    for words in (
        dossier.code, dossier.office_number, "Nguyễn Thị Bình An", "Ngày sinh", "20/05/1990",
        "giay-to-0.pdf", "Cách tính từng ngày", "Giấy tiếp nhận hồ sơ", "Đã gọi điện xác minh",
        "Luồng xử lý", "Kiểm tra giấy tờ",
    ):  # fmt: skip
        assert words in page, words


def test_how_each_filing_was_confirmed_is_read_in_full_and_names_no_whole_contact(
    officer, office, version
):
    dossier = given.received(version, office)
    first = dossier.submissions.get()
    first.evidence = {
        "method": "otp", "channel": "sms", "to": "+8491•••603", "tries": 2, "digest": first.digest,
        "sent_at": "2026-11-03T03:40:00+00:00", "confirmed_at": "2026-11-03T03:41:09+00:00",
    }  # fmt: skip
    first.save()
    dossier.submissions.create(
        number=2,
        digest="b" * 64,
        evidence={
            "method": "signature", "format": "XAdES", "digest": "c" * 64, "signed_sha256": "d" * 64,
            "signature": {"signer": "Công ty Hòa Bình", "serial": "6E14", "stamped_at": None},
        },
    )  # fmt: skip
    otp, signed = [dict(one.rows) for one in officer.get(page_of(dossier)).context["evidence"]]
    assert otp["Nơi nhận mã"] == "Tin nhắn tới +8491•••603"
    assert (otp["Gửi mã lúc"], otp["Xác nhận lúc"]) == (
        "10:40:00 03/11/2026",
        "10:41:09 03/11/2026",
    )
    assert (otp["Số lần nhập"], otp["Nội dung đã xác nhận"]) == ("2", "Khớp với nội dung đã lưu")
    assert (signed["Người ký"], signed["Mã băm tệp đã ký"]) == ("Công ty Hòa Bình", "d" * 64)
    assert signed["Nội dung đã xác nhận"] == "c" * 64
    assert "Dấu thời gian" not in signed


def test_buttons_are_exactly_the_acts_that_the_rules_allow(officer, office, version):
    dossier = given.received(version, office)
    item = given.item(dossier)
    shown = [button.act for button in officer.get(page_of(dossier)).context["buttons"]]
    allowed = acts.available(item, office.officer) + acts.available(dossier, office.officer)
    assert [act.name for act in shown] == [act.name for act in allowed]
    assert {"propose", "ask_supplement"} <= {act.name for act in shown}


def test_a_colleague_of_another_department_sees_no_buttons_of_a_work_item(clerk, office, version):
    dossier = given.received(version, office)
    shown = {button.act.name for button in clerk.get(page_of(dossier)).context["buttons"]}
    assert shown == {"note", "message", "label", "control_sheet"}


def test_page_costs_a_fixed_number_of_queries(
    officer, office, version, django_assert_max_num_queries
):
    dossier = given.received(version, office)
    for turn in range(15):
        handling.note(dossier, by=office.officer, text=f"Ghi chú {turn}")
    officer.get(page_of(dossier))
    with django_assert_max_num_queries(45):
        officer.get(page_of(dossier))


def test_reading_is_journalled_once_per_person_and_hour(
    officer, clerk, office, version, time_machine
):
    dossier = given.received(version, office)
    for client in (officer, officer, clerk):
        assert client.get(page_of(dossier)).status_code == 200
    assert dossier.journal.filter(act="read", actor=office.officer).count() == 1
    assert dossier.journal.filter(act="read").count() == 2


def test_a_dossier_out_of_reach_is_not_found(office, version):
    dossier = given.received(version, office)
    stranger = at_desk(given.office("BHXH cơ sở Thuận An").officer)
    assert stranger.get(page_of(dossier)).status_code == 404
    assert stranger.get(reverse("admin:dossier_step", args=[dossier.pk, "note"])).status_code == 404


def test_old_and_new_stand_side_by_side_after_a_supplement(officer, office, version):
    person = given.citizen()
    dossier = given.received(version, office, person)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Ngày sinh chưa khớp",
        items=[{"question_key": "ngay_sinh", "note": "Theo căn cước"},
               {"component": version.components.get(), "note": "Bản rõ hơn"}],
    )  # fmt: skip
    supplements.answer(
        request, by=person, answers={"ngay_sinh": "1990-06-21"}, evidence=given.EVIDENCE,
        files={version.components.get().pk: [(given.stored(), "ban-moi.pdf")]},
    )  # fmt: skip
    entry = officer.get(page_of(dossier)).context["supplements"][0]
    assert entry["changes"] == [("Ngày sinh", "20/05/1990", "21/06/1990")]
    assert [paper.name for paper in entry["papers"]] == ["ban-moi.pdf"]
    assert [old.name for old in entry["papers"][0].replaced] == ["giay-to-0.pdf"]
