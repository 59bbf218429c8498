"""Staff come in: password, one-time code, console and editor."""

import pytest

from tests.accounts.people import staff


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
