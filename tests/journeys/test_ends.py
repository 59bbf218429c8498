"""Dossiers that end before a result: refused with reasons, withdrawn by the person."""

import pytest
from playwright.sync_api import expect

from tests.flows.papers.reading import text_of
from tests.journeys import citizen, given, office
from tests.journeys.citizen import follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
PHONE = "+84912345601"
REASON = "Ông/bà đang tham gia tại cơ quan BHXH khác quản lý."


def test_a_refusal_needs_reasons_and_reaches_the_person_with_form_03(
    visitor, colleague, message, faults
):
    dossier = given.filed(given.LUMP_SUM)
    clerk = colleague("tiepnhan")
    office.open_from_queue(clerk, dossier.code)
    follow(clerk, "Từ chối tiếp nhận")
    press(clerk, "Từ chối và lập Mẫu 03")
    expect(clerk.get_by_role("alert")).to_contain_text("Hãy ghi lý do.")
    assert faults(clerk) == []
    clerk.get_by_label("Lý do từ chối").fill(REASON)
    press(clerk, "Từ chối và lập Mẫu 03")
    office.told(clerk, f"Đã từ chối tiếp nhận hồ sơ {dossier.code}")
    slip = " ".join(text_of(office.slip(clerk, "Phiếu từ chối")).split())
    assert REASON in slip
    assert message(PHONE, dossier.code)
    person = visitor()
    person.goto(f"/ho-so/{dossier.code}/")
    citizen.sign_in(person, PHONE)
    expect(person.get_by_role("main")).to_contain_text("Bảo hiểm xã hội đã từ chối hồ sơ")
    expect(person.get_by_role("main")).to_contain_text(REASON)
    assert faults(person) == []


def test_a_withdrawal_is_asked_with_a_code_and_confirmed_by_the_office(
    visitor, colleague, message, faults
):
    dossier = given.received(given.LUMP_SUM)
    person = visitor(viewport={"width": 375, "height": 800})
    person.goto(f"/ho-so/{dossier.code}/")
    citizen.sign_in(person, PHONE)
    follow(person, "Rút hồ sơ")
    person.get_by_label("Lý do rút hồ sơ").fill("Tôi nộp nhầm nơi.")
    assert faults(person) == []
    press(person, "Gửi mã xác nhận rút")
    citizen.confirm(person, message, PHONE, "Xác nhận", "rut ho so")
    expect(person.get_by_role("main")).to_contain_text("Người nộp xin rút, chờ cơ quan xác nhận")
    clerk = colleague("tiepnhan")
    office.open_screen(clerk, "Hồ sơ")
    clerk.get_by_role("link", name=dossier.code, exact=True).click()
    follow(clerk, "Đồng ý cho rút hồ sơ")
    assert faults(clerk) == []
    press(clerk, "Đồng ý cho rút")
    person.reload()
    expect(person.get_by_role("main")).to_contain_text("Người nộp đã rút hồ sơ")
    found = citizen.look_up(person, dossier.code, dossier.check_code)
    assert found["Tình trạng xử lý"] == "Người nộp đã rút hồ sơ"
