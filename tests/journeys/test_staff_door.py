"""Staff come in: password, one-time code, console and editor."""

import pytest

from tests.accounts.people import PASSWORD, staff

pytestmark = pytest.mark.one_database


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at", ["/quan-tri/", "/bien-tap/"])
def test_both_factors_lead_to_console_and_editor(staff_page, at):
    page = staff_page(staff("truong", is_superuser=True), at=at)
    assert page.locator("main").is_visible()


@pytest.mark.django_db(transaction=True)
def test_the_staff_door_is_accessible_and_keeps_the_name_on_error(page, faults):
    page.goto("/can-bo/dang-nhap/")
    assert faults(page) == []
    page.locator("[name=auth-username]").fill("khong-co-ai")
    page.locator("[name=auth-password]").fill("sai")
    page.locator("main form [type=submit]").first.click()
    assert page.locator("[name=auth-username]").input_value() == "khong-co-ai"
    assert faults(page) == []


@pytest.mark.django_db(transaction=True)
def test_a_security_key_is_enrolled_and_opens_the_console(
    staff_page, live_server, settings, faults
):
    """By the browser's own virtual key; browsers know keys by the name of a site, not by a number."""
    named = live_server.url.replace("127.0.0.1", "localhost")
    settings.OTP_WEBAUTHN_ALLOWED_ORIGINS, settings.OTP_WEBAUTHN_RP_ID = [named], "localhost"
    page = staff_page(staff("truong", is_superuser=True), base_url=named)
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    virtual = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    control.send("WebAuthn.addVirtualAuthenticator", {"options": virtual})
    page.goto("/can-bo/bao-mat/")
    page.get_by_role("link", name="Thêm khóa bảo mật").click()
    page.get_by_label("Tên khóa").fill("Khóa của trưởng phòng")
    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    assert faults(page) == []
    page.get_by_role("button", name="Chạm khóa và lưu").click()
    page.get_by_text("Đã thêm khóa bảo mật.").wait_for()
    assert faults(page) == []
    page.goto("/quan-tri/")
    page.locator(".bhxh-account summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/can-bo/dang-nhap/?next=/quan-tri/")
    page.locator("[name=auth-username]").fill("truong")
    page.locator("[name=auth-password]").fill(PASSWORD)
    page.locator("main form [type=submit]").first.click()
    page.get_by_role("button", name="Dùng khóa bảo mật").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Dùng khóa bảo mật").click()
    page.wait_for_url("**/quan-tri/")
