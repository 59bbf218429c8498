"""Citizens find their way on the portal; a province's site shows its services; editors write the news."""

import re

import pytest
from playwright.sync_api import expect

from cms.models import NewsIndexPage
from tests.journeys.citizen import VOLUNTARY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo"),
    pytest.mark.one_database,
]


def test_a_few_answers_on_a_telephone_lead_to_filing_without_a_script(visitor, faults):
    phone = visitor(viewport={"width": 375, "height": 740}, java_script_enabled=False)
    phone.goto("/")
    phone.get_by_role("link", name=re.compile("Trả lời vài câu hỏi")).click()
    for answer in ("Cho tôi hoặc người thân", "Muốn tự đóng BHXH, BHYT", "BHXH tự nguyện"):
        phone.get_by_role("main").get_by_role("link", name=answer, exact=True).click()
    main = phone.get_by_role("main")
    expect(main).to_contain_text("Ông/Bà muốn đóng gì?")
    main.get_by_role("link", name=re.compile("BHXH tự nguyện; cấp sổ")).first.click()
    expect(phone).to_have_url(re.compile(f"/thu-tuc/{VOLUNTARY}/$"))
    expect(
        phone.get_by_role("button", name=re.compile("Nộp hồ sơ trực tuyến")).first
    ).to_be_visible()


def test_the_site_of_a_province_frames_the_services_and_leads_to_filing(page, live_server, faults):
    page.goto("/co-quan/079/")
    assert faults(page) == []
    frame = f'<iframe src="{live_server.url}/co-quan/079/nhung/" width="900" height="600"></iframe>'
    theirs = f"{live_server.url}/trang-cua-tinh.html"  # a page that is not the portal's
    page.route(theirs, lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(theirs)
    listed = page.frame_locator("iframe")
    expect(listed.get_by_text("BHXH TP. Hồ Chí Minh")).to_be_visible()
    with page.expect_popup() as opened:
        listed.get_by_role("link", name=re.compile("Nộp hồ sơ.*BHXH tự nguyện; cấp sổ")).click()
    assert "co-quan" in opened.value.url or "dang-nhap" in opened.value.url


def test_news_is_written_in_two_languages_reviewed_and_published(visitor, colleague, faults):
    author = colleague("bientap", at="/bien-tap/")
    index = NewsIndexPage.objects.get().pk
    author.goto(f"/bien-tap/pages/add/cms/newspage/{index}/")
    author.locator("#id_title").fill("Cổng có tiếng Anh")
    author.locator("#id_summary").fill("Người nước ngoài đọc được tin của cổng.")
    author.get_by_role("tab", name="Tiếng Anh").click()
    author.locator("#id_title_en").fill("The portal speaks English")
    author.locator("#id_summary_en").fill("Foreigners can read the news.")
    author.get_by_role("tab", name="Nội dung").click()
    for field in ("body", "body_en"):
        if field == "body_en":
            author.get_by_role("tab", name="Tiếng Anh").click()
        stream = author.locator(f"[data-contentpath='{field}']")
        stream.get_by_role("button", name=re.compile("Chèn khối|Insert")).first.click()
        author.get_by_role("option", name="Đoạn văn").click()
        words = "Nội dung." if field == "body" else "Content."
        stream.get_by_role("textbox").last.fill(words)
        # The editor hands what is typed to the form a moment later.
        kept = stream.locator(f"[name='{field}-0-value']")
        expect(kept).to_have_value(re.compile(re.escape(words)))
    author.get_by_role(
        "button", name=re.compile("Mở hoặc đóng xem trước|xem trước", re.I)
    ).first.click()
    phone_size = author.get_by_role("radio", name=re.compile("điện thoại|di động", re.I))
    expect(phone_size.first).to_be_attached()
    author.wait_for_load_state("networkidle")  # the preview is drawn
    author.locator("footer").get_by_role("button").last.click()
    author.get_by_role("button", name=re.compile("Duyệt nội dung")).click()
    author.wait_for_url(f"**/bien-tap/pages/{index}/")
    expect(author.get_by_role("main")).to_contain_text("Cổng có tiếng Anh")
    for username in ("duyetbai", "xuatban"):
        reader = colleague(username, at="/bien-tap/")
        reader.get_by_role("main").get_by_role(
            "link", name=re.compile("Cổng có tiếng Anh")
        ).first.click()
        reader.wait_for_url("**/pages/*/edit/")
        reader.wait_for_load_state(
            "networkidle"
        )  # before its script is there a button does nothing
        reader.locator("footer").get_by_role("button").last.click()
        reader.get_by_role("button", name=re.compile("^(Approve|Phê chuẩn|Duyệt)")).first.click()
        reader.wait_for_url(f"**/bien-tap/pages/{index}/")
    public = visitor()
    public.goto("/tin-tuc/")
    public.get_by_role("link", name="Cổng có tiếng Anh").click()
    expect(public.get_by_role("main")).to_contain_text("Nội dung.")
    assert faults(public) == []
    public.goto(public.url.replace("/tin-tuc/", "/en/tin-tuc/"))
    expect(public.get_by_role("heading", level=1)).to_have_text("The portal speaks English")
