"""The site of a province, on another origin, shows its online services by script and by frame (Article 9.2)."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.citizen import VOLUNTARY
from tests.local_server import Partner, Place, running

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo"),
    pytest.mark.one_database,
]
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>BHXH tỉnh</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>
<h1>Dịch vụ công trực tuyến</h1>
<script async src="{portal}/static/js/services.js" data-office="07900"></script>
<iframe id="khung" src="{portal}/co-quan/07900/nhung/" title="Dịch vụ công trực tuyến" width="100%" height="600"></iframe>
<iframe id="cam" src="{portal}/co-quan/07900/" title="Trang không được nhúng"></iframe>
</main></body></html>"""


@pytest.fixture
def foreign_site(live_server):
    """The address of a small site that is not ours and embeds what we offer."""

    class Site(Partner):
        def do_GET(self):
            page = PAGE.format(portal=live_server.url).encode()
            self.say(page, Content_Type="text/html; charset=utf-8")

    with running(Place(Site)) as server:
        yield f"{server.url}/"


def test_a_foreign_page_lists_the_services_and_leads_to_filing(
    browser, live_server, foreign_site, faults
):
    context = browser.new_context(locale="vi-VN", viewport={"width": 320, "height": 720})
    page, told = context.new_page(), []
    page.on("console", lambda line: told.append(line.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(foreign_site)
    listed = page.locator("ul.bhxh-services").get_by_role("listitem")
    expect(listed.filter(has_text="BHXH tự nguyện").first).to_be_visible()
    filing = f"{live_server.url}/nop-ho-so/{VOLUNTARY}/"
    by_script = page.locator(f'ul.bhxh-services a[href^="{filing}"]')
    expect(by_script).to_have_attribute("href", re.compile(re.escape(filing)))
    expect(by_script).to_have_accessible_name(re.compile("^Nộp hồ sơ: Đăng ký"))
    framed = page.frame_locator("#khung")
    expect(framed.get_by_role("heading", name="Dịch vụ công trực tuyến")).to_be_visible()
    frame = next(one for one in page.frames if one.url.endswith("/nhung/"))
    for each in (page, frame):
        assert each.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(frame) == []
    by_script.focus()  # by keyboard, from the list and from the frame
    for link in (by_script, framed.locator(f'a.govuk-button[href*="/nop-ho-so/{VOLUNTARY}/"]')):
        link.focus()
        with context.expect_page() as opened:
            page.keyboard.press("Enter")
        opened.value.wait_for_url(re.compile(f"{VOLUNTARY}|dang-nhap"))
        assert opened.value.url.startswith(live_server.url)
        opened.value.close()
    assert any("frame-ancestors" in line or "X-Frame-Options" in line for line in told)
    assert not [line for line in told if "07900/nhung" in line or "services.js" in line]
    context.close()
