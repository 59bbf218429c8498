"""What a citizen does on the portal, one act a function, by what stands on the page."""

import re

from playwright.sync_api import expect

from home.demo.people import PASSWORD
from tests.home.steps import small_pdf

VOLUNTARY = "1.002179"
PAPER = "Giấy thanh toán thù lao (C66a-HD)"
OFFICE = "BHXH cơ sở Bình Thạnh"
ARTICLE_12 = {
    "Tình trạng xử lý",
    "Cơ quan Bảo hiểm xã hội giải quyết",
    "Phòng ban giải quyết",
    "Ngày tiếp nhận hồ sơ",
    "Ngày trả kết quả",
}
CODE = re.compile(r"\b[\d.A-Z]+-\d{6}-\d{4,}\b")


def press(page, name: str, *, within=None):
    """Press a button and wait for the page it leads to."""
    (within or page).get_by_role("button", name=name).click()
    page.wait_for_load_state()


def follow(page, name: str):
    """Follow a link, be it drawn as a link or as a button."""
    link = page.get_by_role("link", name=name, exact=True)
    link.or_(page.get_by_role("button", name=name, exact=True)).first.click()
    page.wait_for_load_state()


def a_pdf(name: str) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": small_pdf()}


def code_in(text: str) -> str:
    return re.search(r"\b\d{6}\b", text).group()


def register(page, message, *, name: str, contact: str, told: str):
    """From the header to an account; `told` are words of the message with the code."""
    page.goto("/")
    menu = page.get_by_role("button", name="Trình đơn")
    if menu.is_visible():
        menu.click()
    page.get_by_role("link", name="Đăng nhập").first.click()
    page.get_by_role("link", name="Đăng ký tài khoản", exact=True).click()
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Thư điện tử hoặc số điện thoại").fill(contact)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.wait_for_timeout(2500)  # nobody reads and fills in the form faster
    press(page, "Đăng ký")
    page.get_by_label("Mã xác nhận").fill(code_in(message(contact, told)))
    press(page, "Xác nhận")


def sign_in(page, contact: str):
    """With password, wherever the page asks for it."""
    page.get_by_label("Thư điện tử hoặc số điện thoại").fill(contact)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    press(page, "Đăng nhập", within=page.get_by_role("main"))


def open_by_search(page, words: str, name: str):
    """From the portal's home to a procedure, by words as people type them."""
    page.goto("/")
    page.get_by_label("Ông/Bà cần làm thủ tục gì?").fill(words)
    page.keyboard.press("Enter")
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def begin(page):
    """From a procedure's page to its first part."""
    follow(page, "Nộp hồ sơ trực tuyến")
    press(page, "Bắt đầu kê khai")
    follow(page, "Trường hợp và nơi nộp")


def choose_office(page, case: str, office: str = OFFICE):
    """Case (unless there is one only), province, office: its offices appear with a script, without
    one they are asked for."""
    if case:
        page.get_by_label(case, exact=True).check()
    page.get_by_label("Tỉnh, thành phố nơi nộp").select_option("TP. Hồ Chí Minh")
    page.get_by_role("button", name="Xem các cơ quan tiếp nhận").click()
    page.get_by_label(office).check()
    press(page, "Lưu và tiếp tục")


def tell_who(page, *, identifier: str, phone: str = ""):
    """The applicant: name and contact are known, the rest is typed."""
    page.get_by_label("Cho chính tôi").check()
    page.get_by_label("Số định danh cá nhân (số căn cước)").fill(identifier)
    if phone:
        page.get_by_label("Số điện thoại").fill(phone)
    press(page, "Lưu và tiếp tục")


def declare_person(page, *, sex: str = "Nữ", phone: str = "", born: str = "20/05/1990"):
    """The first part of the voluntary declaration (TK1-TS); what the account knows stands there."""
    page.get_by_label("Ngày sinh").fill(born)
    page.get_by_label(sex, exact=True).check()
    page.get_by_label("Quốc tịch").fill("Việt Nam")
    page.get_by_label("Dân tộc", exact=True).fill("Kinh")
    page.get_by_role("group", name="Ông/bà đã được cấp mã số BHXH chưa?").get_by_label(
        "Có", exact=True
    ).check()
    page.get_by_label("Mã số BHXH", exact=True).fill("7916543210")
    if phone:
        page.get_by_label("Số điện thoại").fill(phone)
    place = page.get_by_role("group", name="Địa chỉ liên hệ")
    place.get_by_label("Tỉnh, thành phố").select_option("Thành phố Hồ Chí Minh")
    show = place.get_by_role("button", name="Hiện danh sách xã, phường")
    if show.is_visible():
        show.click()
    place.get_by_label("Xã, phường, đặc khu").select_option("Phường Bình Thạnh")
    place.get_by_label("Số nhà").fill("45/7 Nguyễn Trãi")


def declare_wish(page, *, income: str = "3.000.000", button: str = "Lưu và tiếp tục"):
    """The second part: what is wished for, how much, how often, from when."""
    page.get_by_label("Đăng ký tham gia lần đầu").check()
    page.get_by_label("Mức thu nhập tháng làm căn cứ đóng").fill(income)
    page.get_by_label("Hằng tháng", exact=True).check()
    page.get_by_label("Đóng từ tháng").fill("12/2026")
    page.get_by_label("Đối tượng khác").check()
    if button:
        press(page, button)


def promise_truth(page):
    page.get_by_label("Tôi cam đoan nội dung kê khai").check()
    press(page, "Lưu và tiếp tục")


def choose_result(page, channel: str = "Trực tuyến trên Cổng"):
    page.get_by_label(channel).check()
    press(page, "Lưu và tiếp tục")


def attach(page, paper: str, *files: dict):
    box = page.get_by_role("region", name=paper)
    box.locator("input[type=file]").set_input_files(list(files))
    press(page, f"Tải lên {paper}", within=box)


def ask_for_code(page):
    """From the check page: the declaration of truth and new terms of use, then the code is sent."""
    page.get_by_label("Tôi cam đoan").check()
    terms = page.get_by_label("Tôi đồng ý với điều khoản sử dụng")
    if terms.count():  # asked once for each version
        terms.check()
    press(page, "Gửi mã xác nhận")


def confirm(page, message, contact: str, button: str, told: str):
    page.get_by_label("Mã xác nhận").fill(code_in(message(contact, told)))
    press(page, button)


def dossier_code(page) -> str:
    """The code on the page that says it was filed."""
    expect(page.get_by_role("heading", name="Hồ sơ đã nộp")).to_be_visible()
    return CODE.search(page.get_by_role("main").inner_text()).group()


def codes_of(slip: str) -> tuple[str, str]:
    """Dossier code and check code as they stand on a slip."""
    return CODE.search(slip).group(), re.search(r"[Mm]ã kiểm tra:?\s*(\d{8})", slip).group(1)


def look_up(page, code: str, check: str) -> dict[str, str]:
    """What the public look-up shows of a dossier: {item: value}."""
    page.goto("/")
    menu = page.get_by_role("button", name="Trình đơn")
    if menu.is_visible():
        menu.click()
    page.get_by_role("link", name="Tra cứu hồ sơ").first.click()
    page.get_by_label("Mã số hồ sơ hoặc số hồ sơ").fill(code)
    page.get_by_label("Mã kiểm tra").fill(check)
    press(page, "Tra cứu", within=page.get_by_role("main"))
    main, found = page.get_by_role("main"), {}
    for part in main.get_by_role("status").locator("> div").all() + main.locator("dl > div").all():
        item, *value = re.split(r"\s*[\n\t]\s*", part.inner_text().strip())
        found[item] = " ".join(value)
    return found


def check_code(page) -> str:
    """The check code that stands beside the dossier code."""
    return re.search(r"Mã kiểm tra\s+(\d{8})", page.get_by_role("main").inner_text()).group(1)


def fill_in_voluntary(page, result: str = "Trực tuyến trên Cổng"):
    """Every part of the voluntary declaration, from its start page to the check of the answers."""
    press(page, "Bắt đầu kê khai")
    follow(page, "Trường hợp và nơi nộp")
    choose_office(page, "Cấp sổ BHXH tự nguyện")
    press(page, "Lưu và tiếp tục")  # the account knows who
    declare_person(page)
    press(page, "Lưu và tiếp tục")
    declare_wish(page)
    promise_truth(page)
    attach(page, PAPER, a_pdf("thù lao.pdf"))
    follow(page, "Tiếp tục")
    choose_result(page, result)
    follow(page, "Kiểm tra và nộp hồ sơ")


def file_voluntary(page, message, contact: str, *, told: str, result: str) -> str:
    """The voluntary declaration from its page to the dossier code."""
    page.goto(f"/thu-tuc/{VOLUNTARY}/")
    follow(page, "Nộp hồ sơ trực tuyến")
    sign_in(page, contact)
    fill_in_voluntary(page, result)
    ask_for_code(page)
    confirm(page, message, contact, "Nộp hồ sơ", told)
    return dossier_code(page)
