"""A newcomer finds a procedure, registers, files step by step, confirms by a code, has it on paper."""

import pytest
from playwright.sync_api import expect

from tests.flows.papers.reading import text_of
from tests.journeys import citizen
from tests.journeys.citizen import PAPER, follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
WAYS = {
    "by_email": ("hoa.tran@example.vn", "mã xác minh", "nộp hồ sơ", 1280),
    "by_telephone": ("+84987654321", "ma xac minh", "nop ho so", 375),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_newcomer_registers_files_and_holds_the_receipt(visitor, message, faults, way):
    contact, told, told_filing, width = WAYS[way]
    page = visitor(viewport={"width": width, "height": 800})

    def look():
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    citizen.register(page, message, name="Trần Thị Hoa", contact=contact, told=told)
    look()
    citizen.open_by_search(page, "dong bhxh tu nguyen", "Đăng ký, đăng ký lại, điều chỉnh đóng")
    look()
    citizen.begin(page)
    look()
    citizen.choose_office(page, "Cấp sổ BHXH tự nguyện")
    expect(page.get_by_label("Họ và tên chủ hồ sơ")).to_have_value("Trần Thị Hoa")
    look()
    citizen.tell_who(page, identifier="079190001236")
    citizen.declare_person(page, phone="0987 654 321")
    expect(page.get_by_text("Đã lưu lúc")).to_be_visible()
    look()
    press(page, "Lưu và tiếp tục")
    citizen.declare_wish(page, income="3.000.000")
    citizen.promise_truth(page)
    citizen.attach(page, PAPER, citizen.a_pdf("thù lao.pdf"))
    expect(page.get_by_role("link", name="thù lao.pdf")).to_be_visible()
    look()
    follow(page, "Tiếp tục")
    citizen.choose_result(page)
    look()
    follow(page, "Kiểm tra và nộp hồ sơ")
    look()
    page.get_by_role("link", name="Sửa Mức thu nhập tháng làm căn cứ đóng").click()
    page.get_by_label("Mức thu nhập tháng làm căn cứ đóng").fill("4.000.000")
    press(page, "Lưu và quay lại kiểm tra")
    expect(page.get_by_text("4.000.000 đồng")).to_be_visible()
    citizen.ask_for_code(page)
    page.get_by_label("Mã xác nhận").fill("12")
    press(page, "Nộp hồ sơ")
    expect(page.get_by_role("alert")).to_contain_text("Mã chưa đúng. Còn 4 lần thử.")
    look()
    citizen.confirm(page, message, contact, "Nộp hồ sơ", told_filing)
    code = citizen.dossier_code(page)
    look()
    with page.expect_download() as receipt:
        follow(page, "Tải giấy xác nhận nộp hồ sơ (PDF)")
    assert code in text_of(receipt.value.path().read_bytes())
    page.go_back()
    expect(page.get_by_role("heading", name="Hồ sơ đã nộp")).to_be_visible()
    follow(page, "Theo dõi hồ sơ")
    expect(page.get_by_role("main")).to_contain_text(
        "Hồ sơ đã gửi, chờ cơ quan Bảo hiểm xã hội tiếp nhận"
    )
    look()


def test_a_newcomer_registers_files_and_looks_up_without_any_script(visitor, message):
    page = visitor(java_script_enabled=False, viewport={"width": 375, "height": 800})
    contact = "+84987654321"
    citizen.register(page, message, name="Trần Thị Hoa", contact=contact, told="ma xac minh")
    page.goto(f"/thu-tuc/{citizen.VOLUNTARY}/")
    follow(page, "Nộp hồ sơ trực tuyến")
    press(page, "Bắt đầu kê khai")
    follow(page, "Trường hợp và nơi nộp")
    citizen.choose_office(page, "Cấp sổ BHXH tự nguyện")
    citizen.tell_who(page, identifier="079190001236")
    citizen.declare_person(page)
    press(page, "Lưu và tiếp tục")
    citizen.declare_wish(page)
    citizen.promise_truth(page)
    citizen.attach(page, PAPER, citizen.a_pdf("thù lao.pdf"))
    follow(page, "Tiếp tục")
    citizen.choose_result(page)
    follow(page, "Kiểm tra và nộp hồ sơ")
    citizen.ask_for_code(page)
    citizen.confirm(page, message, contact, "Nộp hồ sơ", "nop ho so")
    code, check = citizen.dossier_code(page), citizen.check_code(page)
    found = citizen.look_up(page, code, check)
    assert found["Tình trạng xử lý"] == "Hồ sơ đã gửi, chờ cơ quan Bảo hiểm xã hội tiếp nhận"
