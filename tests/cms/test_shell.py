"""What editors put around every page: menu, footer, notices that come and go by the hour."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.core.cache import caches
from django.core.exceptions import ValidationError

from catalog.models import Agency, Fee, ProcedureVersion
from cms.models import ContentPage, Faq, FooterLink, HelpPage, MenuLink, Notice, PortalSettings

pytestmark = pytest.mark.django_db
PORTAL = r"/(thu-tuc|tra-cuu|thong-ke|phan-anh|tro-giup|lien-he|co-quan)/"  # nothing behind sign-in


def page_of(client, address: str = "/tro-giup/") -> str:
    caches["pages"].clear()
    return client.get(address).content.decode()


def test_the_main_menu_is_what_editors_make_of_it(client, portal):
    assert ">Tra cứu hồ sơ</a></li>" in page_of(client)
    house = PortalSettings.load()
    about = ContentPage.objects.get(slug="lien-he")
    MenuLink.objects.create(settings=house, page=about, label_en="Contact", sort_order=1)
    MenuLink.objects.create(settings=house, address="/thu-tuc/", label="Danh mục", sort_order=0)
    menu = page_of(client).split('class="bhxh-nav__list"')[1].split("</ul>")[0]
    assert menu.index("Danh mục") < menu.index("Liên hệ")
    assert "Tin tức" not in menu
    english = page_of(client, "/en/tro-giup/").split('class="bhxh-nav__list"')[1].split("</ul>")[0]
    assert '<a href="/en/lien-he/">Contact</a>' in english
    assert '<a href="/en/thu-tuc/" lang="vi">Danh mục</a>' in english
    about.unpublish()
    assert 'href="/lien-he/"' not in page_of(client).split("bhxh-footer")[0]


def test_a_link_stands_in_the_column_of_the_footer_the_editor_chose(client, portal):
    FooterLink.objects.create(
        settings=PortalSettings.load(), address="/hop-thu/", label="Hộp thư", column="system"
    )
    footer = page_of(client).split('<footer class="bhxh-footer"')[1]
    assert footer.index("Mã nguồn") < footer.index("Hộp thư")
    assert "Mã nguồn (AGPL-3.0)" in footer


@pytest.mark.parametrize(
    "link",
    [{}, {"address": "https://noi-khac.example/"}, {"address": "//noi-khac.example"},
     {"address": "/tra-cuu/", "label": ""}],
)  # fmt: skip
def test_a_link_leads_somewhere_within_the_portal(portal, link):
    made = MenuLink(settings=PortalSettings.load(), **{"label": "Nhãn", **link})
    with pytest.raises(ValidationError):
        made.full_clean()


def test_an_outage_shows_from_its_hour_to_its_hour_also_on_kept_pages(
    client, portal, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        Notice.objects.create(
            title="Cổng tạm ngừng", tone=Notice.Tone.OUTAGE,
            starts_on=datetime.date(2026, 12, 5), starts_at=datetime.time(22),
            ends_on=datetime.date(2026, 12, 6), ends_at=datetime.time(5, 30),
        )  # fmt: skip
    for moment, shown in [
        ("2026-12-05 21:59:58+07:00", False),
        ("2026-12-05 22:00:01+07:00", True),
        ("2026-12-06 05:29:59+07:00", True),
        ("2026-12-06 05:30:01+07:00", False),
    ]:
        with time_machine.travel(moment, tick=False):
            page = client.get("/tro-giup/").content.decode()
            assert ("Cổng tạm ngừng" in page) is shown, moment
            assert ("bhxh-notice--bad" in page) is shown


def test_notices_have_a_page_with_what_holds_what_comes_and_what_is_over(client, portal):
    today = datetime.date(2026, 12, 5)
    for title, starts, ends in [
        ("Đang bảo trì", 0, 1), ("Bảo trì tuần sau", 7, 8), ("Bảo trì tháng trước", -30, -29),
    ]:  # fmt: skip
        day = datetime.timedelta(days=1)
        Notice.objects.create(title=title, starts_on=today + starts * day, ends_on=today + ends * day)  # fmt: skip
    with time_machine.travel("2026-12-05 10:00+07:00", tick=False):
        page = page_of(client, "/thong-bao/").split("<h1")[1]
    order = ["Đang có hiệu lực", "Đang bảo trì", "Sắp tới", "Bảo trì tuần sau", "Đã qua", "Bảo trì tháng trước"]  # fmt: skip
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)


def test_a_notice_without_english_says_on_english_pages_that_it_is_in_vietnamese_only(
    client, portal
):
    notice = Notice.objects.create(title="Cổng tạm ngừng", starts_on=datetime.date(2026, 1, 1))
    for address in ("/en/tro-giup/", "/en/thong-bao/"):
        page = page_of(client, address)
        assert "In Vietnamese only" in page
        assert re.search(r'lang="vi"[^>]*>(\s*<[^>]+>)*Cổng tạm ngừng', page)
    assert "Chỉ có tiếng Việt" not in page_of(client)
    Notice.objects.filter(pk=notice.pk).update(title_en="The portal pauses")
    assert "In Vietnamese only" not in page_of(client, "/en/tro-giup/")


def test_a_notice_ends_after_it_begins(portal):
    day = datetime.date(2026, 12, 5)
    for wrong in (
        {"ends_on": day - datetime.timedelta(days=1)},
        {"ends_on": day, "starts_at": datetime.time(9), "ends_at": datetime.time(8)},
        {"ends_at": datetime.time(8)},
    ):
        with pytest.raises(ValidationError):
            Notice(title="x", starts_on=day, **wrong).full_clean()
    Notice(title="x", starts_on=day, ends_on=day).full_clean()


def test_an_unpublished_page_leaves_the_footer(client, portal):
    page = HelpPage.objects.first()
    FooterLink.objects.create(settings=PortalSettings.load(), page=page)
    assert f'href="{page.url}"' in page_of(client, "/tiep-can/")
    page.unpublish()
    assert f'href="{page.url}"' not in page_of(client, "/tiep-can/")


def test_6_2_the_eight_contents_of_a_portal_are_at_most_three_clicks_from_home(client, portal):
    """Circular 01/2018, Article 16.2; each of them speaks of what the catalogue holds now."""
    ProcedureVersion.objects.update(service_level=4)
    Fee.objects.create(version=portal, name="Lệ phí cấp lại", amount=20_000)
    caches["pages"].clear()
    reached, wave = {"/": client.get("/")}, ["/"]
    for _click in range(3):
        pages = [reached[address].content.decode() for address in wave]
        links = {link for page in pages for link in re.findall(r'<a[^>]+href="(/[^"#]*)', page)}
        wave = [unescape(each) for each in links if re.match(PORTAL, each) and each not in reached]
        reached |= {address: client.get(address) for address in wave}
    page = f"/thu-tuc/{portal.procedure.code}/"
    office = Agency.objects.get(level=Agency.Level.BASE)
    contents = {
        "procedures with decision": (page, portal.decision_number),
        "forms": (page, portal.cases.get().form.name),
        "online services by level": ("/thu-tuc/?muc-do=4", portal.procedure.name),
        "status of a dossier": ("/tra-cuu/", 'name="ma"'),
        "status in all": ("/thong-ke/", office.name),
        "evaluation of offices": ("/thong-ke/", "lượt đánh giá"),
        "feedback": ("/phan-anh/", "Phản ánh"),
        "questions and answers": (
            page,
            Faq.objects.filter(procedures=portal.procedure).first().question,
        ),
        "fees": (page, "Lệ phí cấp lại"),
        "guidance": ("/tro-giup/nop-ho-so/", "Nộp hồ sơ"),
        "contact": ("/lien-he/", "Liên hệ"),
    }
    for what, (address, words) in contents.items():
        assert address in reached, what
        answer = reached[address]
        body = b"".join(answer) if answer.streaming else answer.content
        assert words in body.decode(), what
