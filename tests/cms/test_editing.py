"""Editors: drafts, preview, review, publication and schedule of pages and procedures."""

import datetime
import json

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import Revision
from wagtail.rich_text import expand_db_html

from catalog.models import Procedure
from cms import demo, editors
from cms.blocks import FEATURES
from cms.models import HelpPage, HomePage, MissedSearch, NewsPage
from tests import situations

pytestmark = pytest.mark.django_db

PAGE = "/thu-tuc/1.002179/"


def edited(procedure: Procedure, summary: str, by):
    procedure.summary = summary
    return procedure.save_revision(user=by)


def test_a_draft_of_the_words_stays_off_the_page_until_it_is_reviewed_and_published(
    client, portal, author, reviewer, publisher
):
    procedure = portal.procedure
    edited(procedure, "Câu tóm tắt mới", author)
    assert "Câu tóm tắt mới" not in client.get(PAGE).content.decode()
    procedure.refresh_from_db()
    state = procedure.get_workflow().start(procedure, author)
    state.current_task_state.approve(user=reviewer)
    assert "Câu tóm tắt mới" not in client.get(PAGE).content.decode()
    state.refresh_from_db()
    state.current_task_state.approve(user=publisher)
    procedure.refresh_from_db()
    assert procedure.summary == "Câu tóm tắt mới"


def test_a_scheduled_text_appears_at_its_hour(client, portal, author, publisher):
    procedure = portal.procedure
    procedure.go_live_at = timezone.make_aware(datetime.datetime(2027, 3, 1, 8))
    edited(procedure, "Từ tháng ba", author).publish(user=publisher)
    assert "Từ tháng ba" not in client.get(PAGE).content.decode()
    with time_machine.travel("2027-03-01 08:01+07:00"):
        call_command("worker", once=True)
        procedure.refresh_from_db()
        assert procedure.summary == "Từ tháng ba"


def test_an_import_meanwhile_survives_the_publication_of_an_older_draft(portal, author, publisher):
    procedure = portal.procedure
    revision = edited(procedure, "Lời của biên tập", author)
    Procedure.objects.filter(pk=procedure.pk).update(
        name="Tên theo quyết định mới", repealed_on=datetime.date(2027, 1, 1)
    )
    Revision.objects.get(pk=revision.pk).publish(user=publisher)
    procedure.refresh_from_db()
    assert procedure.summary == "Lời của biên tập"
    assert procedure.name == "Tên theo quyết định mới"
    assert procedure.repealed_on == datetime.date(2027, 1, 1)


def test_an_author_edits_in_the_editor_and_previews_but_cannot_publish(at_desk, portal, author):
    client = at_desk(author)
    edit = reverse("wagtailsnippets_catalog_procedure:edit", args=[portal.procedure.pk])
    page = client.get(edit)
    assert page.status_code == 200
    body = page.content.decode()
    assert "222/QĐ-BHXH" in body
    assert "action-publish" not in body
    words = {"summary": "Xem trước câu này", "guidance": "null", "keywords": "", "life_events": []}
    preview = reverse(
        "wagtailsnippets_catalog_procedure:preview_on_edit", args=[portal.procedure.pk]
    )
    assert client.post(preview, words).json()["is_valid"]
    shown = client.get(preview, {"mode": ""}).content.decode()
    assert "Xem trước câu này" in shown
    assert "5 ngày làm việc" in shown
    client.post(edit, {**words, "action-publish": "1"})
    portal.procedure.refresh_from_db()
    assert portal.procedure.summary == ""
    assert portal.procedure.has_unpublished_changes


def test_the_editor_may_frame_a_preview_and_nobody_may_frame_the_page(client, portal):
    page = HomePage.objects.get()
    policy = "Content-Security-Policy"
    assert "frame-ancestors 'self'" in page.make_preview_request().headers[policy]
    assert "frame-ancestors 'none'" in client.get("/").headers[policy]


def test_a_preview_is_never_kept_for_visitors(client, portal):
    page = HelpPage.objects.first()
    page.summary = "Chỉ trong bản nháp"
    page.make_preview_request()
    assert "Chỉ trong bản nháp" not in client.get(page.url).content.decode()


def test_the_editor_finds_procedures_without_diacritics(at_desk, portal, author):
    client = at_desk(author)
    address = reverse("wagtailsnippets_catalog_procedure:list")
    assert "1.002179" in client.get(address, {"q": "dong bhxh"}).content.decode()
    assert "1.002179" not in client.get(address, {"q": "khong co"}).content.decode()


def test_only_the_save_button_saves(at_desk, portal, author):
    """Saving by itself takes away the comments written meanwhile."""
    help_page = HelpPage.objects.first()
    for edit in (
        reverse("wagtailadmin_pages:edit", args=[help_page.pk]),
        reverse("wagtailsnippets_catalog_procedure:edit", args=[portal.procedure.pk]),
    ):
        page = at_desk(author).get(edit)
        assert page.status_code == 200
        assert "w-autosave-interval" not in page.content.decode()


def test_a_news_page_goes_through_review_and_publication(
    client, portal, author, reviewer, publisher
):
    parent = NewsPage.objects.first().get_parent().specific
    page = NewsPage(
        title="Tin mới",
        slug="tin-moi",
        summary="Tóm tắt",
        body=[("paragraph", "<p>x</p>")],
        live=False,
    )
    parent.add_child(instance=page)
    page.save_revision(user=author)
    for user, may in [(author, False), (reviewer, False), (publisher, True)]:
        assert page.permissions_for_user(user).can_publish() is may
    assert page.permissions_for_user(reviewer).can_lock()
    state = page.get_workflow().start(page, author)
    for user in (reviewer, publisher):
        assert client.get("/tin-tuc/tin-moi/").status_code == 404
        state.refresh_from_db()
        task = state.current_task_state.specific
        task.task.specific.on_action(task, user=user, action_name="approve")
    assert client.get("/tin-tuc/tin-moi/").status_code == 200
    assert "Tin mới" in client.get("/tin-tuc/rss/").content.decode()


def test_who_opens_what_was_sent_back_reads_the_reason(at_desk, portal, author, reviewer):
    page, procedure = NewsPage.objects.first(), portal.procedure
    editor = at_desk(author)
    for item, address in (
        (page, reverse("wagtailadmin_pages:edit", args=[page.pk])),
        (procedure, reverse(procedure.snippet_viewset.get_url_name("edit"), args=[procedure.pk])),
    ):
        item.save_revision(user=author)
        state = item.get_workflow().start(item, author)
        state.current_task_state.reject(user=reviewer, comment="Nêu rõ ngày mở cửa lại.")
        assert "yêu cầu sửa: Nêu rõ ngày mở cửa lại." in editor.get(address).content.decode()


def test_editors_see_what_people_searched_in_vain(at_desk, portal, author):
    MissedSearch.objects.remember("thẻ vàng")
    page = at_desk(author).get(reverse("wagtailsnippets_cms_missedsearch:list"))
    assert "thẻ vàng" in page.content.decode()


def test_building_the_demo_again_changes_nothing(portal, publisher):
    before = HomePage.objects.get().get_descendants(inclusive=True).count()
    demo.build(publisher)
    editors.set_up()
    home = HomePage.objects.get()
    assert home.get_descendants(inclusive=True).count() == before
    assert home.get_site().is_default_site


def test_every_page_of_the_demo_answers_and_is_in_the_sitemap(client, portal):
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/thu-tuc/1.002179/" in sitemap
    for page in HomePage.objects.get().get_descendants(inclusive=True):
        assert client.get(page.url).status_code == 200, page.url
        assert page.url in sitemap


def test_the_home_page_shows_sectors_counts_news_and_the_look_up(client, portal):
    situations.procedure("9.000001", service_level=4)
    body = client.get("/").content.decode()
    for words in (
        'action="/tra-cuu/"',
        "?doi-tuong=ca-nhan",
        "?linh-vuc=thu",
        "?muc-do=4",
        "Tin mới",
    ):
        assert words in body


def test_s45_what_an_editor_pastes_is_text_and_never_runs():
    """A script as text, and a link that would run one."""
    pasted = {
        "blocks": [
            {
                "key": "a", "text": "<script>alert(1)</script> xem", "type": "unstyled", "depth": 0,
                "inlineStyleRanges": [], "entityRanges": [{"offset": 26, "length": 3, "key": 0}],
            }
        ],
        "entityMap": {
            "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(2)"}}
        },
    }  # fmt: skip
    editor = get_rich_text_editor_widget(features=FEATURES)
    kept = editor.value_from_datadict({"text": json.dumps(pasted)}, {}, "text")
    shown = expand_db_html(kept)
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown
    assert "javascript:" not in shown
