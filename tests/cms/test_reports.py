"""Reports for editors: links that lead nowhere, words that grew old."""

import datetime

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from catalog.models import Procedure
from cms.models import ContentPage, Faq, FinderPage, HelpPage, HomePage, NewsPage, Notice
from cms.reports.ageing import stale
from cms.reports.links import broken_links
from tests import situations

pytestmark = pytest.mark.django_db


def faults(holder) -> dict[str, str]:
    return {row.label: row.reason for row in broken_links() if row.holder == holder}


def test_the_demo_has_no_broken_link(portal):
    assert broken_links() == []


def test_a_link_to_a_page_that_is_gone_or_not_public_is_reported(portal):
    page, target = HelpPage.objects.order_by("pk")[:2]
    draft = HelpPage(title="Nháp", slug="nhap", summary="x", live=False)
    target.get_parent().add_child(instance=draft)
    page.body = [
        ("paragraph", f'<p><a linktype="page" id="{target.pk}">tốt</a> <a linktype="page" id="{draft.pk}">nháp</a> <a linktype="page" id="99999">mất</a> <a linktype="document" id="99999">tệp</a></p>')
    ]  # fmt: skip
    page.save()
    assert faults(page) == {
        "nháp": "trang chưa xuất bản", "mất": "trang không còn", "tệp": "tệp không còn",
    }  # fmt: skip


def test_an_address_is_tried_against_the_portal_itself(portal):
    faq = Faq.objects.create(
        question="Hỏi",
        answer='<p><a href="/tra-cuu/">tra cứu</a> <a href="/tro-giup/">trợ giúp</a> <a href="/tro-giup/sai/">sai</a>'
        '<a href="/thu-tuc/1.002179/">thủ tục</a> <a href="/thu-tuc/9.999999/">mất</a>'
        '<a href="/cu/">cũ</a> <a href="https://vi-du.example/x">nơi khác</a></p>',
    )
    Redirect.objects.create(old_path="/cu", redirect_link="/tro-giup/")
    assert faults(faq) == {"sai": "địa chỉ không có", "mất": "thủ tục không còn"}


def test_a_repealed_procedure_is_reported_wherever_it_is_offered(portal):
    procedure = portal.procedure
    step = FinderPage.objects.get(slug="tim-thu-tuc")
    step.procedures = [procedure]
    step.save()
    page = ContentPage.objects.first()
    page.body = [("procedures", {"title": "", "procedures": [procedure]})]
    page.save()
    Procedure.objects.update(repealed_on=datetime.date(2026, 1, 1))
    for holder in (step, page):
        assert set(faults(holder).values()) == {"thủ tục đã bãi bỏ"}


def test_a_notice_that_leads_to_an_unpublished_page_is_reported(portal):
    page = HelpPage.objects.first()
    notice = Notice.objects.create(title="Bảo trì", link_page=page)
    page.unpublish()
    assert faults(notice) == {page.title: "trang chưa xuất bản"}


def test_old_pages_overtaken_guidance_and_forgotten_drafts_are_to_be_looked_at(portal):
    assert stale() == []
    now = timezone.now()
    old, waiting = HelpPage.objects.order_by("pk")[:2]
    type(old).objects.filter(pk=old.pk).update(last_published_at=now - datetime.timedelta(days=200))
    NewsPage.objects.update(last_published_at=now - datetime.timedelta(days=900))
    waiting.summary = "Đang viết"
    waiting.save_revision()
    procedure = portal.procedure
    Procedure.objects.filter(pk=procedure.pk).update(
        summary="Lời cũ", last_published_at=now - datetime.timedelta(days=9)
    )
    situations.procedure(limit=3, effective_from=timezone.localdate())
    reasons = {str(row.thing): row.reason for row in stale(now + datetime.timedelta(days=15))}
    assert reasons[str(old)] == "chưa được xem lại hơn sáu tháng"
    assert reasons[str(procedure)] == "quy định đã đổi sau lời hướng dẫn"
    assert reasons[str(waiting)] == "bản nháp để quá hai tuần"
    assert len(reasons) == 3


def test_editors_open_the_reports_and_land_where_it_is_mended(at_desk, portal, author):
    Faq.objects.create(question="Câu hỏi lạc", answer='<p><a href="/sai/">sai</a></p>')
    client = at_desk(author)
    page = client.get("/bien-tap/reports/lien-ket-hong/").content.decode()
    assert "Câu hỏi lạc" in page
    assert "/bien-tap/snippets/cms/faq/edit/" in page
    assert client.get("/bien-tap/reports/can-xem-lai/").status_code == 200
    assert HomePage.objects.get().live
