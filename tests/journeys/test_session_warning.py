"""Before an idle session ends the page asks whether to go on."""

import pytest
from playwright.sync_api import expect

from tests.journeys import citizen

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo"),
    pytest.mark.one_database,
]


def test_an_idle_page_warns_in_time_and_goes_on_at_a_press(page, faults):
    page.clock.install()
    page.goto("/ho-so/")
    citizen.sign_in(page, "+84912345601")
    warning = page.get_by_role("dialog", name="Phiên đăng nhập sắp hết")
    page.clock.fast_forward("26:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("01:30")
    expect(warning).to_be_visible()
    assert faults(page) == []
    with page.expect_response("**/giu/") as kept:
        warning.get_by_role("button", name="Tiếp tục làm việc").click()
    assert kept.value.status == 204
    expect(warning).to_be_hidden()
    page.clock.fast_forward("27:30")
    expect(warning.get_by_role("link", name="Đăng nhập lại")).to_be_hidden()
    page.clock.fast_forward("03:30")
    expect(warning.get_by_role("link", name="Đăng nhập lại")).to_be_visible()
