"""At the counter: a clerk files for the person in front of them, papers photographed on the spot."""

import io

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.flows.papers.reading import text_of
from tests.journeys import citizen, office
from tests.journeys.citizen import PAPER, follow, press

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo"),
]


def photograph_two_pages(page):
    """Two shots by the camera, the second brought to the front, attached as one file."""
    box = page.get_by_role("region", name=PAPER)
    box.get_by_role("button", name="Mở máy ảnh, máy quét").click()
    expect(box.locator("video")).to_be_visible()
    while not box.locator("video").evaluate("video => video.videoWidth"):
        page.wait_for_timeout(100)
    for number in (1, 2):
        box.get_by_role("button", name="Chụp trang").click()
        expect(box.get_by_role("img", name=f"Trang {number}")).to_be_visible()
    box.get_by_role("button", name="Lên trước – Trang 2").click()
    expect(box.get_by_role("img")).to_have_count(2)
    box.get_by_role("button", name="Đóng máy ảnh").click()
    press(page, f"Đính kèm {PAPER}", within=box)


def test_a_clerk_files_photographs_papers_and_prints_the_receipt(colleague, visitor, faults):
    page = colleague("tiepnhan")
    office.open_screen(page, "Tiếp nhận tại quầy")
    assert faults(page) == []
    page.get_by_label("Tìm thủ tục").fill("dong bhxh tu nguyen")
    press(page, "Tìm", within=page.get_by_role("main"))
    page.get_by_role("button", name="Lập hồ sơ Đăng ký, đăng ký lại").first.click()
    page.get_by_label("Cấp sổ BHXH tự nguyện").check()
    page.get_by_label("Họ và tên, tên đơn vị").fill("Lê Văn Tám")
    page.get_by_label("Số định danh cá nhân, mã số thuế").fill("079085004321")
    page.get_by_role("textbox", name="Điện thoại").fill("0912 000 111")
    page.get_by_label("Tại Bộ phận Tiếp nhận và Trả kết quả").check()
    assert faults(page) == []
    press(page, "Lưu và sang tờ khai")
    citizen.declare_person(page, sex="Nam")
    citizen.declare_wish(page, button="")
    page.get_by_label("Tôi cam đoan nội dung kê khai").check()
    assert faults(page) == []
    press(page, "Lưu và sang giấy tờ")
    photograph_two_pages(page)
    expect(page.get_by_text("2 trang")).to_be_visible()
    assert faults(page) == []
    follow(page, "Sang kiểm tra, tiếp nhận")
    expect(page.get_by_text("Lê Văn Tám").first).to_be_visible()
    page.get_by_role("checkbox", name=PAPER).check()
    assert faults(page) == []
    press(page, "Đăng ký, tiếp nhận và lập Mẫu 01")
    expect(page.get_by_role("heading", name="Đã tiếp nhận hồ sơ")).to_be_visible()
    expect(page.get_by_role("button", name="In Mẫu 01, hai bản")).to_be_visible()
    assert faults(page) == []
    follow(page, "Mở hồ sơ")
    scan = page.get_by_role("link", name=PAPER).first.get_attribute("href")
    content = page.context.request.get(scan).body()
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 2

    slip = text_of(office.slip(page, "Giấy tiếp nhận hồ sơ"))
    code, check = citizen.codes_of(slip)
    found = citizen.look_up(visitor(viewport={"width": 375, "height": 800}), code, check)
    assert found["Tình trạng xử lý"] == "Bảo hiểm xã hội đã tiếp nhận hồ sơ"
