"""A form as data in a browser: rows, communes, hidden questions; with a script and without."""

import pytest
from playwright.sync_api import expect

from catalog.models import AdministrativeUnit
from tests.catalog.eforms.workbook import store

pytestmark = pytest.mark.one_database


@pytest.fixture
def place(transactional_db):
    province = AdministrativeUnit.objects.create(
        code="79", name="Thành phố Hồ Chí Minh", kind="province"
    )
    return AdministrativeUnit.objects.create(
        code="26740", name="Phường Sài Gòn", kind="commune", parent=province
    )


def test_questions_appear_when_asked_and_communes_follow_the_province(page, place, faults):
    page.goto(store("2-cbh").get_absolute_url())
    change = page.locator("section#thay_doi")
    account = change.get_by_role("group", name="Tài khoản nhận tiền")
    expect(account).to_be_hidden()
    change.get_by_label("Hình thức nhận", exact=True).check()
    change.get_by_label("Qua tài khoản ngân hàng").check()
    expect(account).to_be_visible()
    change.get_by_label("Nơi nhận", exact=True).check()
    change.get_by_label("Tỉnh, thành phố").select_option(label="Thành phố Hồ Chí Minh")
    change.get_by_label("Xã, phường, đặc khu").select_option(label="Phường Sài Gòn")
    expect(change.get_by_role("button", name="Hiện danh sách")).to_be_hidden()
    assert faults(page) == []


def test_rows_are_added_and_removed_in_place(page, place, faults):
    page.goto(store("tk1-ts-bhyt-ho-gia-dinh").get_absolute_url())
    members = page.locator("section#thanh_vien")
    members.get_by_label("Họ và tên").fill("Nguyễn Thị An")
    members.get_by_label("Nam").check()
    members.get_by_role("button", name="Thêm thành viên").click()
    second = members.get_by_role("group", name="Thành viên 2")
    second.get_by_label("Họ và tên").fill("Nguyễn Văn Bình")
    second.get_by_label("Nữ").check()
    expect(members.get_by_role("group", name="Thành viên 1").get_by_label("Nam")).to_be_checked()
    assert faults(page) == []
    members.get_by_role("button", name="Xóa thành viên 1").click()
    expect(members.get_by_label("Họ và tên")).to_have_value("Nguyễn Văn Bình")
    expect(members.get_by_label("Nữ")).to_be_checked()
    members.get_by_role("button", name="Thử kiểm tra phần này").click()
    expect(page.get_by_role("alert")).to_contain_text("Nhập ngày sinh")
    expect(page.locator("[name=danh_sach-0-tv_ho_ten]")).to_have_value("Nguyễn Văn Bình")


def test_rows_and_communes_work_without_a_script(visitor, place):
    page = visitor(java_script_enabled=False, viewport={"width": 375, "height": 740})
    page.goto(store("tk1-ts-bhyt-ho-gia-dinh").get_absolute_url())
    page.locator("[name=danh_sach-0-tv_ho_ten]").fill("Nguyễn Thị An")
    page.get_by_role("button", name="Thêm thành viên").click()
    expect(page.locator("[name=danh_sach-0-tv_ho_ten]")).to_have_value("Nguyễn Thị An")
    page.locator("[name=danh_sach-1-tv_ho_ten]").fill("Nguyễn Văn Bình")
    page.get_by_role("button", name="Xóa thành viên 1").click()
    expect(page.locator("[name=danh_sach-0-tv_ho_ten]")).to_have_value("Nguyễn Văn Bình")
    head = page.locator("section#chu_ho")
    head.get_by_label("Tỉnh, thành phố").select_option(label="Thành phố Hồ Chí Minh")
    head.get_by_role("button", name="Hiện danh sách xã, phường").click()
    head.get_by_label("Xã, phường, đặc khu").select_option(label="Phường Sài Gòn")
    expect(head.get_by_label("Tỉnh, thành phố")).to_have_value("79")
