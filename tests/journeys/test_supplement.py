"""An officer lacks one paper: asked for once, answered alone; the office above decides."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import citizen, given, office
from tests.journeys.citizen import follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
PAPER = "Bản sao giấy chứng tử"
PHONE, EMAIL = "+84912345601", "an@example.vn"
REASON = "Bản chụp bị mờ, không đọc được ngày cấp."


def answer_with_a_paper(page, message, name: str):
    """From the dossier's page: a file for the one item, then the code."""
    follow(page, "Bổ sung ngay")
    box = page.get_by_role("region", name=re.compile(f"^{PAPER}"))
    box.locator("input[type=file]").set_input_files([citizen.a_pdf(name)])
    press(page, "Gửi mã xác nhận")
    citizen.confirm(page, message, PHONE, "Xác nhận", "bo sung ho so")


def open_own_dossier(page, code: str):
    page.goto(f"/ho-so/{code}/")
    citizen.sign_in(page, PHONE)


def ask_for_the_paper(page, code: str):
    office.claim(page, code)
    follow(page, "Yêu cầu bổ sung")
    page.get_by_role("checkbox", name=re.compile(f"^{PAPER}")).check()
    page.get_by_label(re.compile(f"^Cần bổ sung, sửa gì: {PAPER}")).fill("Chụp lại rõ bốn góc")
    page.get_by_label("Lý do", exact=True).fill(REASON)
    press(page, "Gửi yêu cầu và lập Mẫu 02")
    office.told(page, "thời hạn tạm dừng")


def test_one_paper_is_asked_answered_and_the_result_is_taken_online(
    visitor, colleague, message, faults
):
    dossier = given.received(given.FUNERAL)
    code, check = dossier.code, dossier.check_code
    officer = colleague("thuly")
    ask_for_the_paper(officer, code)
    assert faults(officer) == []
    assert code in message(PHONE, "bo sung")
    assert REASON in message(EMAIL, "bổ sung")
    passer_by = visitor()
    found = citizen.look_up(passer_by, code, check)
    assert found["Ngày trả kết quả"] == "tạm dừng tính trong khi chờ bổ sung"
    assert "Chờ bổ sung hồ sơ đến ngày" in found["Tình trạng xử lý"]

    person = visitor(viewport={"width": 375, "height": 800})
    open_own_dossier(person, code)
    expect(person.get_by_role("main")).to_contain_text(REASON)
    assert faults(person) == []
    follow(person, "Bổ sung ngay")
    expect(person.locator("input[type=file]")).to_have_count(1)
    assert faults(person) == []
    person.go_back()
    answer_with_a_paper(person, message, "chứng tử.pdf")
    expect(person.get_by_role("main")).to_contain_text("Bảo hiểm xã hội đang xử lý hồ sơ")
    assert faults(person) == []
    found = citizen.look_up(passer_by, code, check)
    assert re.match(r"\d\d/\d\d/\d{4}", found["Ngày trả kết quả"])

    office.open_from_queue(officer, code)
    answered = officer.locator("#bo-sung")
    expect(answered.get_by_role("link", name="chứng tử.pdf")).to_be_visible()
    expect(answered).to_contain_text("(thay gt-03.jpg)")
    expect(officer.get_by_role("button", name="Yêu cầu bổ sung", exact=True)).to_have_count(0)
    assert faults(officer) == []
    office.forward(officer)
    above = colleague("tinh.thuly")
    office.claim(above, code)
    found = citizen.look_up(passer_by, code, check)
    assert found["Cơ quan Bảo hiểm xã hội giải quyết"] == "BHXH TP. Hồ Chí Minh"
    office.check_papers(above)
    office.propose(above, "Giải quyết hưởng trợ cấp mai táng.")
    office.approve(colleague("tinh.lanhdao"), code)

    person.reload()
    with person.expect_download() as result:
        press(person, "Nhận kết quả (PDF)")
    assert result.value.path().read_bytes().startswith(b"%PDF")
    person.reload()
    expect(person.get_by_role("main")).to_contain_text("Bảo hiểm xã hội đã trả kết quả")
    assert citizen.look_up(passer_by, code, check)["Ngày trả kết quả"].endswith("đã trả")


def test_a_supplement_is_answered_without_any_script(visitor, colleague, message):
    dossier = given.received(given.FUNERAL)
    ask_for_the_paper(colleague("thuly"), dossier.code)
    person = visitor(java_script_enabled=False)
    open_own_dossier(person, dossier.code)
    answer_with_a_paper(person, message, "chứng tử.pdf")
    expect(person.get_by_role("main")).to_contain_text("Bảo hiểm xã hội đang xử lý hồ sơ")
