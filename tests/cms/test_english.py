"""English pages: whole or not at all, marked when they are not, and known to be out of date."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import caches
from django.urls import reverse

from catalog.models import StepRule
from catalog.publishing.english import english
from cms import editors
from cms.models import ContentPage, Faq, HelpPage, HomePage, Notice
from cms.reports.english import translations
from tests import situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(portal):
    return ContentPage.objects.get(slug="lien-he")


@pytest.fixture
def untranslated(portal):
    """A help page that nobody has put into English."""
    pages = HelpPage.objects.filter(slug="ho-so-tre-han")
    pages.update(title_en="", summary_en="", body_en="[]")
    return pages.get()


def page_of(client, address: str) -> str:
    caches["pages"].clear()
    return client.get(address).content.decode()


def test_an_english_page_speaks_english_and_its_vietnamese_stays(client, contact):
    page = page_of(client, "/en/lien-he/")
    assert re.search(r"<h1[^>]*>Contact</h1>", page)
    assert "Complaints and suggestions" in page
    assert 'lang="vi"' not in re.search(r"<main.*?</main>", page, re.S)[0]
    assert "Phản ánh, kiến nghị" in page_of(client, "/lien-he/")
    assert "Public services of Vietnam Social Security" in page_of(client, "/en/")


def test_a_page_half_translated_stays_vietnamese_and_says_so(client, contact):
    contact.body_en = []
    contact.save()
    assert contact.english_state == contact.State.PARTIAL
    page = page_of(client, "/en/lien-he/")
    assert "Chọn cách liên hệ" in page
    assert re.search(r'<div class="govuk-grid-row" lang="vi"', page)
    assert "Choose the way" not in page


def test_lists_show_each_page_in_the_language_it_has(client, untranslated):
    page = page_of(client, "/en/tro-giup/")
    assert re.search(r"<li class=\"bhxh-card\" >.*File online", page)
    assert re.search(
        r"<li class=\"bhxh-card\" lang=\"vi\">.*Quyền của Ông/Bà khi hồ sơ trễ hạn", page
    )
    english = page_of(client, "/en/tim-thu-tuc/ca-nhan/")
    assert "What has happened?" in english
    assert "Find the right procedure" in english


def test_english_is_out_of_date_once_the_vietnamese_changes(contact, untranslated):
    assert contact.english_state == contact.State.COMPLETE
    contact.intro = "Lời dẫn mới."
    assert contact.english_state == contact.State.OUTDATED
    assert untranslated.english_state == contact.State.NONE


def test_saving_the_english_or_saying_that_it_fits_brings_it_up_to_date(
    at_desk, contact, publisher
):
    client = at_desk(publisher)
    address = f"/bien-tap/pages/{contact.pk}/edit/"
    words = {
        "title": "Liên hệ", "slug": "lien-he", "intro": "Lời dẫn mới.", "title_en": "Contact",
        "intro_en": contact.intro_en, "action-publish": "1", "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }  # fmt: skip
    for name in ("body", "body_en"):
        words |= {f"{name}-count": "1", f"{name}-0-deleted": "", f"{name}-0-order": "0",
                  f"{name}-0-type": "heading", f"{name}-0-id": f"{name}-1",
                  f"{name}-0-value-text": "Heading",
                  f"{name}-0-value-level": "h2"}  # fmt: skip
    assert client.post(address, words).status_code == 302
    contact.refresh_from_db()
    assert contact.english_state == contact.State.COMPLETE  # its body was written anew
    assert client.post(address, {**words, "intro": "Lời dẫn khác."}).status_code == 302
    contact.refresh_from_db()
    assert contact.english_state == contact.State.OUTDATED
    fits = {**words, "intro": "Lời dẫn khác.", "english_fits": "on"}
    assert client.post(address, fits).status_code == 302
    contact.refresh_from_db()
    assert contact.english_state == contact.State.COMPLETE


def test_the_state_of_every_page_is_one_report_and_the_demo_waits_for_nothing(
    at_desk, portal, author
):
    address = "/bien-tap/reports/tieng-anh/"
    page = at_desk(author).get(address).content.decode()
    assert "Chưa dịch" not in page
    assert "Đăng ký tài khoản" in page
    HelpPage.objects.filter(slug="ho-so-tre-han").update(title_en="", summary_en="", body_en="[]")
    page = at_desk(author).get(address).content.decode()
    assert page.index("Chưa dịch") < page.index("Đã dịch")


def test_a_manager_reads_which_version_lacks_english_and_goes_to_where(at_desk, portal, author):
    author.groups.set([Group.objects.get(name=editors.CATALOGUE)])
    author.user_permissions.set(Permission.objects.filter(codename="view_procedureversion"))
    desk, rule = at_desk(author), situations.rule(portal, "appraise", "collection")
    StepRule.objects.filter(pk=rule.pk).update(title="Quản lý thu xử lý", title_en="")
    page = desk.get("/bien-tap/reports/tieng-anh/").content.decode()
    check = reverse("admin:catalog_procedureversion_check", args=[portal.pk])
    assert f'<a href="{check}">{portal}</a>' in page
    (finding,) = english(portal)
    assert finding.places == ("tên bước «Quản lý thu xử lý»",)
    StepRule.objects.filter(pk=rule.pk).update(title_en="Handling by contributions")
    assert check not in desk.get("/bien-tap/reports/tieng-anh/").content.decode()


def test_an_editor_previews_either_language(at_desk, contact, author):
    client = at_desk(author)
    for mode, words in [("en", "Choose the way"), ("", "Chọn cách liên hệ")]:
        answer = contact.make_preview_request(preview_mode=mode)
        assert words in answer.content.decode()
    assert 'value="en"' in client.get(f"/bien-tap/pages/{contact.pk}/edit/").content.decode()


def test_search_engines_find_the_english_pages(client, untranslated):
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/en/lien-he/</loc>" in sitemap
    assert "/en/tro-giup/ho-so-tre-han/" not in sitemap
    assert "/thu-tuc/1.002179/</loc>" in sitemap
    assert f"{HomePage.objects.get().url}en/</loc>" in sitemap


def _main(client, address: str) -> str:
    return re.search(r"<main.*?</main>", page_of(client, address), re.S)[0]


def test_the_words_of_a_procedure_and_its_questions_are_read_in_english_once_translated(
    client, portal
):
    procedure = portal.procedure
    procedure.summary, procedure.guidance = "Đóng theo tháng.", "<p>Ra bưu điện.</p>"
    procedure.save()
    asked = Faq.objects.create(question="Bao nhiêu tuổi?", answer="<p>Từ 15 tuổi.</p>")
    asked.procedures.set([procedure])
    asked.save()
    vietnamese = f"/thu-tuc/{procedure.code}/"
    address = f"/en{vietnamese}"
    page = _main(client, address)
    assert re.search(r'lang="vi">\s*Đóng theo tháng\.', page)
    assert re.search(r'lang="vi">Bao nhiêu tuổi\?', page)
    procedure.name_en = "Joining voluntary insurance"
    procedure.summary_en, procedure.guidance_en = "Paid monthly.", "<p>Go to the post office.</p>"
    procedure.save()
    asked.question_en, asked.answer_en = "How old?", "<p>From 15.</p>"
    asked.save()
    assert "<title>Joining voluntary" in re.sub(r"\s*\n\s*", "", page_of(client, address))
    page = _main(client, address)
    assert all(words in page for words in ("Paid monthly.", "post office", "How old?", "From 15."))
    assert 'lang="en">Declaration form' in page
    assert not any(words in page for words in ("Đóng theo tháng", "bưu điện", "Bao nhiêu tuổi"))
    assert "Đóng theo tháng." in _main(client, vietnamese)
    assert "Giấy tờ chứng minh" in _main(client, vietnamese)


def test_sector_applicants_and_the_text_of_the_law_are_read_in_english_once_translated(
    client, portal
):
    portal.steps_text, portal.conditions = "1. Nộp hồ sơ.", "Từ đủ 15 tuổi."
    portal.steps_text_en = "1. File it."
    portal.save()
    portal.components.update(condition="Nếu có", condition_en="If there is one")
    page = _main(client, f"/en/thu-tuc/{portal.procedure.code}/")
    for words in ("Contributions", "Persons", "1. File it.", "If there is one", "complete, valid"):
        assert words in page
    assert not any(words in page for words in ("Thu BHXH", "Nộp hồ sơ.", "Nếu có", "Khi nhận đủ"))
    assert re.search(r'lang="vi"><p>Từ đủ 15 tuổi', page)
    assert 'lang="en">Contributions' in _main(client, "/en/thu-tuc/")
    assert "Thu BHXH" in _main(client, "/thu-tuc/")


def test_a_notice_is_read_in_english_on_english_pages(client, portal):
    Notice.objects.create(title="Bảo trì đêm nay", title_en="Maintenance tonight")
    assert "Maintenance tonight" in page_of(client, "/en/")
    assert "Bảo trì đêm nay" not in page_of(client, "/en/")
    assert "Bảo trì đêm nay" in page_of(client, "/")
    assert "Maintenance tonight" in page_of(client, "/en/thong-bao/")


def test_the_report_tells_the_state_of_everything_people_read(at_desk, portal, publisher):
    Notice.objects.create(title="Bảo trì", title_en="Maintenance", text="Từ 22 giờ")
    Faq.objects.create(question="Hỏi?", answer="Đáp", question_en="Asked?", answer_en="Told")
    states = {str(thing): state for thing, state in translations()}
    assert (states["Bảo trì"], states["Hỏi?"]) == ("partial", "complete")
    assert states[str(portal.procedure)] == "complete"
    portal.procedure.summary = "Tóm tắt"
    portal.procedure.save()
    assert {str(thing): state for thing, state in translations()}[
        str(portal.procedure)
    ] == "partial"
    page = at_desk(publisher).get(reverse("cms_english")).content.decode()
    assert "Bảo trì" in page
