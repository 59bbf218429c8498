"""A citizen signs in, files a dossier and follows it: with a script, on a telephone, and without one."""

import re

import pytest

from tests import situations
from tests.accounts.people import PASSWORD
from tests.home.steps import small_pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    situations.loaded_slips()
    situations.procedure()
    return situations.office()


@pytest.fixture
def person():
    made = situations.citizen()
    made.set_password(PASSWORD)
    made.save()
    return made


def press(page, name):
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def file_dossier(page, office, person, message, look):
    """From the address of the procedure to the dossier code; `look` is called on every page."""
    page.goto(f"/nop-ho-so/1.002179/?co-quan={office.agency.office_code}")
    page.get_by_label("Thư điện tử hoặc số điện thoại").fill(person.phone)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Đăng nhập")
    look(page)
    press(page, "Bắt đầu kê khai")
    look(page)
    page.get_by_role("link", name="Chủ hồ sơ").click()
    look(page)
    press(page, "Lưu và tiếp tục")
    page.get_by_label("Họ và tên").fill(person.full_name)
    page.locator("[name^=ngay_sinh]").first.fill("20/05/1990")
    look(page)
    press(page, "Lưu và tiếp tục")
    page.locator("input[type=file]").set_input_files(
        [{"name": "căn cước.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}]
    )
    press(page, "Tải lên")
    page.get_by_role("link", name="căn cước.pdf").wait_for()
    look(page)
    page.get_by_role("link", name="Tiếp tục", exact=True).click()
    page.get_by_label("Trực tuyến trên Cổng").check()
    look(page)
    press(page, "Lưu và tiếp tục")
    page.get_by_role("link", name="Kiểm tra và nộp hồ sơ").click()
    page.get_by_label("Tôi cam đoan").check()
    look(page)
    press(page, "Gửi mã xác nhận")
    look(page)
    code = re.search(r"\b\d{6}\b", message(person.phone, "ma xac nhan")).group()
    page.get_by_label("Mã xác nhận").fill(code)
    press(page, "Nộp hồ sơ")
    page.wait_for_url("**/da-nop/")
    look(page)
    return person.dossiers.get()


@pytest.mark.parametrize("width", [1280, 375])
def test_a_dossier_is_filed_on_pages_everybody_can_use(
    visitor, office, person, message, faults, width
):
    page = visitor(viewport={"width": width, "height": 800})

    def look(page):
        assert not faults(page)
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )

    dossier = file_dossier(page, office, person, message, look)
    page.go_back()
    page.get_by_text("Hồ sơ đã nộp").first.wait_for()
    page.goto(f"/ho-so/{dossier.code}/")
    look(page)
    page.goto(f"/tra-cuu/?ma={dossier.code}&kt={dossier.check_code}")
    look(page)
    page.get_by_text("Hồ sơ đã gửi, chờ cơ quan Bảo hiểm xã hội tiếp nhận").wait_for()


def test_a_dossier_is_filed_without_any_script(visitor, office, person, message):
    page = visitor(java_script_enabled=False)
    dossier = file_dossier(page, office, person, message, lambda page: None)
    page.get_by_text(dossier.code).first.wait_for()
