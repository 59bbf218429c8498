"""Sites of the provinces (Article 9.2): the online services of an office as data, as a frame, as a feed."""

import datetime
import xml.etree.ElementTree as ElementTree

import pytest
import time_machine
from django.core.cache import caches

from catalog.models import Agency, Case
from tests import situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(portal):
    """A province with one base office below it."""
    above = situations.office("BHXH TP. Hồ Chí Minh", level="province")
    situations.office("BHXH cơ sở Gò Vấp", above=above)
    Agency.objects.filter(pk=above.agency.pk).update(office_code="07900")
    return Agency.objects.get(office_code="07900")


def listed(client, code: str) -> list[str]:
    caches["pages"].clear()
    return [item["id"] for item in client.get(f"/co-quan/{code}/dich-vu.json").json()["items"]]


def test_the_feed_of_a_province_lists_exactly_what_can_be_filed_there_online(client, province):
    situations.procedure("1.000001", competent_levels=["base"])
    situations.procedure("1.000002", competent_levels=["central"])
    paper = situations.procedure("1.000003")
    Case.objects.filter(version=paper).update(form=None)
    assert set(listed(client, "079")) == {"1.002179", "1.000001"}
    assert listed(client, "07900") == listed(client, "079")


def test_the_feed_may_be_read_by_any_site_and_leads_straight_to_filing(client, province):
    answer = client.get("/co-quan/07900/dich-vu.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = client.get("/co-quan/07900/dich-vu.json")
    assert again["Access-Control-Allow-Origin"] == "*"
    (item,) = answer.json()["items"]
    assert item["_service"]["filing_url"].endswith("/nop-ho-so/1.002179/?co-quan=07900")
    assert item["_service"]["time_limits"] == ["5 ngày làm việc"]


def test_an_office_that_does_not_take_a_procedure_itself_is_not_chosen_for_it(client, province):
    situations.procedure("1.000001", competent_levels=["base"])
    (item,) = [
        each
        for each in client.get("/co-quan/07900/dich-vu.json").json()["items"]
        if each["id"] == "1.000001"
    ]
    assert item["_service"]["filing_url"].endswith("/nop-ho-so/1.000001/")


def test_only_the_embedded_list_may_be_framed_also_when_it_is_kept(client, province):
    for _time in range(2):
        frame = client.get("/co-quan/07900/nhung/")
        assert "frame-ancestors *" in frame["Content-Security-Policy"]
        assert "X-Frame-Options" not in frame
        assert 'target="_blank"' in frame.content.decode()
        page = client.get("/co-quan/07900/")
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


def test_an_unknown_office_is_a_404(client, portal):
    for address in ("", "dich-vu.json", "nhung/", "rss/"):
        assert client.get(f"/co-quan/99999/{address}").status_code == 404


def test_the_feed_of_changes_tells_of_new_versions_and_of_repeal(client, province):
    def titles(address):
        caches["pages"].clear()
        tree = ElementTree.fromstring(client.get(address).content)  # noqa: S314 -- our own answer
        return [item.findtext("title") for item in tree.iter("item")]

    with time_machine.travel("2027-02-01 10:00+07:00", tick=False):
        situations.procedure(limit=3, effective_from=datetime.date(2027, 3, 1))
        elsewhere = situations.procedure("1.000002", competent_levels=["central"]).procedure
        assert any("thay đổi, hiệu lực từ 01/03/2027" in title for title in titles("/thu-tuc/rss/"))
        assert any("1.000002" in title for title in titles("/thu-tuc/rss/"))
        assert not any("1.000002" in title for title in titles("/co-quan/079/rss/"))
        elsewhere.repealed_on = datetime.date(2027, 1, 31)
        elsewhere.save()
        assert any("bãi bỏ từ 31/01/2027" in title for title in titles("/thu-tuc/rss/"))


def test_pages_of_offices_say_where_when_and_what(client, province):
    Agency.objects.filter(pk=province.pk).update(address="117C Nguyễn Đình Chính")
    page = client.get("/co-quan/07900/").content.decode()
    for words in (
        "117C Nguyễn Đình Chính", "thứ Hai – thứ Sáu: 08:00–12:00, 13:00–17:00", "1900 9068",
        "openstreetmap.org/search", "BHXH cơ sở Gò Vấp", "/nop-ho-so/1.002179/?co-quan=07900",
        "&lt;iframe src=", "services.js",
    ):  # fmt: skip
        assert words in page
    listed_there = client.get("/co-quan/?tinh=TP. Hồ Chí Minh").content.decode()
    assert 'href="/co-quan/07900/"' in listed_there


@pytest.mark.parametrize("address", ["", "dich-vu.json", "nhung/", "rss/"])
def test_what_is_shared_costs_few_queries_and_then_none(
    client, province, address, django_assert_max_num_queries, django_assert_num_queries
):
    caches["pages"].clear()
    with django_assert_max_num_queries(12):
        client.get(f"/co-quan/07900/{address}")
    with django_assert_num_queries(0):
        client.get(f"/co-quan/07900/{address}")
