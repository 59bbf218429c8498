"""Whole pages for anonymous visitors: what is kept, for whom, and until when."""

import datetime

import pytest
import time_machine
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog import working_calendar
from catalog.models import Agency
from cms.editions import purge
from cms.models import HomePage, NewsPage, Notice
from tests import situations

pytestmark = pytest.mark.django_db

PAGES = ["/", "/thu-tuc/", "/thu-tuc/1.002179/", "/tin-tuc/", "/tin-tuc/nop-ho-so-truc-tuyen-24-gio/",
         "/tro-giup/", "/tro-giup/nop-ho-so/", "/tiep-can/", "/tin-tuc/rss/", "/thu-tuc/rss/",
         "/co-quan/", "/tim-thu-tuc/"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_at_most_twelve_queries_and_then_none(
    client, portal, address, django_assert_max_num_queries, django_assert_num_queries
):
    client.get("/tiep-can/")  # this process knows content types and the address of the site
    working_calendar.national()
    caches["pages"].clear()
    with django_assert_max_num_queries(12):
        first = client.get(address)
    assert first.status_code == 200
    with django_assert_num_queries(0):
        second = client.get(address)
    assert second.content == first.content


def test_the_index_costs_the_same_however_many_procedures(
    client, portal, django_assert_max_num_queries
):
    for number in range(25):
        situations.procedure(f"9.{number:06d}")
    caches["pages"].clear()
    with django_assert_max_num_queries(12):
        client.get("/thu-tuc/")


def test_foreign_cookies_and_campaign_marks_make_no_difference(
    client, portal, django_assert_num_queries
):
    plain = client.get("/thu-tuc/?muc-do=3&utm_source=zalo")
    assert b"utm_source" not in plain.content
    client.cookies["_ga"] = "GA1.2.3"
    with django_assert_num_queries(0):
        again = client.get("/thu-tuc/?utm_campaign=x&muc-do=3&fbclid=1")
    assert again.content == plain.content
    assert again.cookies == {}


def test_filters_hosts_and_languages_are_kept_apart(client, portal, settings):
    settings.ALLOWED_HOSTS = ["testserver", "khac.example"]
    bodies = {
        client.get("/thu-tuc/").content,
        client.get("/thu-tuc/?muc-do=2").content,
        client.get("/en/thu-tuc/").content,
    }
    assert len(bodies) == 3
    answer = client.get("/thu-tuc/", headers={"host": "khac.example"})
    assert answer.status_code == 200


def test_an_unknown_parameter_is_answered_but_never_kept(client, portal):
    client.get("/thu-tuc/?la=1")
    assert b"la=1" not in client.get("/thu-tuc/").content


def test_a_reader_who_has_the_page_gets_304(client, portal):
    first = client.get("/tro-giup/")
    assert not first["ETag"].startswith("W/")
    again = client.get("/tro-giup/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    zipped = client.get("/tro-giup/", headers={"accept-encoding": "gzip"})
    assert zipped["Content-Encoding"] == "gzip"
    assert zipped["ETag"] != first["ETag"]


def test_somebody_signed_in_never_sees_or_leaves_a_kept_page(client, portal):
    anonymous = client.get("/").content
    client.force_login(User.objects.create(username="an", full_name="Bình An"))
    own = client.get("/")
    assert "Bình An" in own.content.decode()
    assert "ETag" not in own.headers
    client.logout()
    assert client.get("/").content == anonymous


def test_no_csrf_token_is_baked_in(client, portal):
    for address in PAGES:
        answer = client.get(address)
        assert b"csrfmiddlewaretoken" not in answer.content
        assert answer.cookies == {}


def test_a_free_search_is_not_kept(client, portal, django_assert_max_num_queries):
    client.get("/thu-tuc/?q=so")
    assert "ETag" not in client.get("/thu-tuc/?q=so").headers


@pytest.mark.parametrize(
    "change",
    [
        lambda by: NewsPage.objects.first().save_revision(user=by).publish(user=by),
        lambda by: HomePage.objects.get().unpublish(user=by),
        lambda by: Notice.objects.create(title="Bảo trì"),
        lambda by: Agency.objects.first().save(),
        lambda by: situations.procedure(limit=9, effective_from=datetime.date(2026, 1, 2)),
    ],
    ids=["publish", "unpublish", "notice", "agency", "version"],
)
def test_a_publication_begins_a_new_edition(
    client, portal, change, django_capture_on_commit_callbacks
):
    edition = caches["pages"].get("pages:edition")
    with django_capture_on_commit_callbacks(execute=True):
        change(User.objects.get(username="quan-tri-trang"))
    assert caches["pages"].get("pages:edition") != edition


def test_a_release_with_other_style_files_begins_anew(
    client, portal, monkeypatch, django_assert_num_queries
):
    client.get("/tiep-can/")
    monkeypatch.setattr(staticfiles_storage, "manifest_hash", "of-this-release", raising=False)
    with CaptureQueriesContext(connection) as made:
        client.get("/tiep-can/")
    assert made.captured_queries
    with django_assert_num_queries(0):
        client.get("/tiep-can/")


def test_a_notice_shows_between_its_days_on_every_page(
    client, portal, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        Notice.objects.create(
            title="Bảo trì hệ thống",
            starts_on=datetime.date(2026, 12, 5),
            ends_on=datetime.date(2026, 12, 6),
        )
    for moment, shown in [
        ("2026-12-04 23:59:59+07:00", False),
        ("2026-12-05 00:00:00+07:00", True),
        ("2026-12-06 23:59:59+07:00", True),
        ("2026-12-07 00:00:00+07:00", False),
    ]:
        with time_machine.travel(moment, tick=False):
            assert ("Bảo trì hệ thống" in client.get("/tro-giup/").content.decode()) is shown


def test_a_page_made_before_a_purge_is_not_served_after_it(
    client, portal, django_capture_on_commit_callbacks
):
    first = client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        purge()
    HomePage.objects.update(hero_title="Câu chào mới")
    assert "Câu chào mới" in client.get("/").content.decode()
    assert "Câu chào mới" not in first.content.decode()
