"""What people get wrong: told in words that help, and nothing else is lost."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys import citizen, given
from tests.journeys.citizen import PAPER, follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
PHONE = "+84912345601"


def a_file(name: str, content: bytes, kind: str = "application/pdf") -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


def a_picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(kept, "JPEG")
    return kept.getvalue()


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["/thu-tuc/9.999999/", "/nop-ho-so/9.999999/"])
def test_an_unknown_procedure_is_answered_by_a_page_that_searches(page, faults, address):
    assert page.goto(address).status == 404
    expect(page.get_by_role("heading", name="Không tìm thấy thủ tục")).to_be_visible()
    page.get_by_role("main").get_by_role("search").locator("input").fill("luong huu")
    press(page, "Tìm", within=page.get_by_role("main"))
    expect(page.get_by_role("main")).to_contain_text("lương hưu")
    assert page.goto(address).status == 404
    assert faults(page) == []


@pytest.mark.one_database
def test_an_unknown_dossier_and_a_wrong_check_get_the_same_neutral_answer(page, faults):
    dossier = given.filed(given.LUMP_SUM)
    answers = []
    for code, check in ((dossier.code, "00000000"), ("000.06.79.G24-261122-9999", "00000000")):
        assert citizen.look_up(page, code, check) == {}
        answers.append(page.get_by_role("main").get_by_role("status").inner_text())
    assert answers[0] == answers[1]
    assert "Không tìm thấy hồ sơ" in answers[0]
    assert faults(page) == []
    page.goto("/ho-so/")
    citizen.sign_in(page, PHONE)
    assert page.goto("/ho-so/000.06.79.G24-261122-9999/").status == 404
    assert faults(page) == []


@pytest.mark.one_database
def test_errors_are_summed_up_and_refused_files_cost_nothing_else(page, faults, settings):
    page.goto(f"/nop-ho-so/{citizen.VOLUNTARY}/")
    citizen.sign_in(page, PHONE)
    press(page, "Bắt đầu kê khai")
    follow(page, "Trường hợp và nơi nộp")
    citizen.choose_office(page, "Cấp sổ BHXH tự nguyện")
    press(page, "Lưu và tiếp tục")
    citizen.declare_person(page, born="31/02/1990")
    page.get_by_label("Dân tộc").fill("")
    press(page, "Lưu và tiếp tục")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Nhập dân tộc")
    expect(page.get_by_label("Ngày sinh")).to_have_value("31/02/1990")
    place = page.get_by_role("group", name="Địa chỉ liên hệ")
    expect(place.get_by_label("Số nhà")).to_have_value("45/7 Nguyễn Trãi")
    assert faults(page) == []
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Ngày sinh")).to_be_focused()
    page.get_by_label("Ngày sinh").fill("20/05/1990")
    page.get_by_label("Dân tộc").fill("Kinh")
    press(page, "Lưu và tiếp tục")
    citizen.declare_wish(page)
    citizen.promise_truth(page)

    citizen.attach(page, PAPER, citizen.a_pdf("đúng.pdf"))
    wrong = [
        a_file("trống.pdf", b""),
        a_file("giả dạng.pdf", b"MZ" + b"\0" * 400),
        a_file("ảnh thật.jpg", a_picture(), "image/jpeg"),
    ]
    citizen.attach(page, PAPER, *wrong)
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile("trống.pdf: .*(rỗng|trống)"))
    expect(main).to_contain_text(re.compile("giả dạng.pdf: .*(PDF|JPG)"))
    expect(page.get_by_role("link", name="ảnh thật.jpg")).to_be_visible()
    expect(page.get_by_role("link", name="đúng.pdf")).to_be_visible()
    assert faults(page) == []
    large = a_file("rất lớn.pdf", b"%PDF-1.4" + b"0" * (settings.FILE_MAX_MB * 1024 * 1024))
    page.get_by_role("region", name=PAPER).locator("input[type=file]").set_input_files([large])
    expect(main).to_contain_text(f"«rất lớn.pdf» lớn hơn {settings.FILE_MAX_MB} MB.")
    expect(page.get_by_role("link", name="đúng.pdf")).to_be_visible()
    follow(page, "Danh sách việc cần làm")
    follow(page, "Người tham gia")
    expect(page.get_by_label("Ngày sinh")).to_have_value("20/05/1990")


def test_a_double_click_files_one_dossier(page, message):
    page.goto(f"/nop-ho-so/{citizen.VOLUNTARY}/")
    citizen.sign_in(page, PHONE)
    citizen.fill_in_voluntary(page)
    citizen.ask_for_code(page)
    page.get_by_label("Mã xác nhận").fill(citizen.code_in(message(PHONE, "nop ho so")))
    page.get_by_role("button", name="Nộp hồ sơ").dblclick()
    code = citizen.dossier_code(page)
    page.goto("/ho-so/")
    expect(page.get_by_role("main").get_by_text(citizen.CODE)).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text(code)


@pytest.mark.one_database
def test_a_session_that_ended_returns_to_the_part_with_what_was_saved(page):
    page.goto(f"/nop-ho-so/{citizen.VOLUNTARY}/")
    citizen.sign_in(page, PHONE)
    press(page, "Bắt đầu kê khai")
    follow(page, "Trường hợp và nơi nộp")
    citizen.choose_office(page, "Cấp sổ BHXH tự nguyện")
    press(page, "Lưu và tiếp tục")
    citizen.declare_person(page)
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    page.context.clear_cookies()
    page.reload()
    citizen.sign_in(page, PHONE)
    expect(page.get_by_label("Ngày sinh")).to_have_value("20/05/1990")
    expect(page.get_by_label("Dân tộc")).to_have_value("Kinh")
