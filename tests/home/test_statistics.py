"""The public figures: what everybody may read of an office's promptness, page, table and API."""

import csv
import io

import pytest
from django.core.cache import caches

from flows.audit import verify
from flows.models import Dossier
from flows.reports import charts, fold, recount
from flows.reports.period import choices
from flows.synthesis import making
from home.rating import rate
from tests import situations as given
from tests.flows.console.conftest import working_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    made = given.office()
    given.procedure()
    return made


@pytest.fixture
def filled(office):
    list(making.generate(60, days=200, seed=8))
    fold.catch_up()
    return office


def test_the_page_says_the_same_as_the_register(client, filled):
    year = working_year()
    page = client.get("/thong-ke/", {"ky": year.key})
    assert page.status_code == 200
    received = Dossier.objects.filter(
        received_at__gte=year.begins, received_at__lt=year.ends
    ).count()
    assert page.context["total"].received == received > 0
    assert filled.agency.name in page.content.decode()
    assert "<svg" in page.content.decode()


def test_an_office_shows_its_procedures_and_the_table_comes_as_csv(client, filled):
    code, key = filled.agency.office_code, choices()[0].key
    page = client.get("/thong-ke/", {"co-quan": code}).content.decode()
    assert "Theo thủ tục" in page
    assert "1.002179" in page
    answer = client.get("/thong-ke/so-lieu.csv", {"co-quan": code, "ky": key})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["period"] == key
    assert rows[0]["as_of"]
    page = client.get("/thong-ke/", {"co-quan": code, "ky": key})
    assert sum(int(row["received"]) for row in rows) == page.context["total"].received


@pytest.mark.parametrize(
    "asked", [{"ky": "1999"}, {"ky": "x"}, {"co-quan": "99999"}, {"ky": "2026-99"}]
)
def test_what_is_not_offered_is_not_found(client, filled, asked):
    assert client.get("/thong-ke/", asked).status_code == 404


def test_it_costs_at_most_twelve_queries_and_then_none_for_ten_minutes(
    client, filled, time_machine, django_assert_max_num_queries, django_assert_num_queries
):
    client.get("/thong-ke/?ky=" + choices()[1].key)
    caches["pages"].clear()
    with django_assert_max_num_queries(12):
        first = client.get("/thong-ke/")
    with django_assert_num_queries(0):
        assert client.get("/thong-ke/").content == first.content


def test_a_portal_without_dossiers_says_so(client, office):
    page = client.get("/thong-ke/")
    assert page.status_code == 200
    assert "Chưa có số liệu" in page.content.decode()
    assert client.get("/en/thong-ke/").status_code == 200


def test_a_rating_is_an_act_of_the_journal_and_enters_the_figures_once(client, office):
    version = Dossier._meta.get_field("version").related_model.objects.get()
    dossier = given.finished(version, office)
    fold.catch_up()
    assert rate(dossier, by=dossier.applicant, score=5, ease="easy")
    assert rate(dossier, by=dossier.applicant, score=1, ease="hard") is None
    assert dossier.journal.filter(act="rate").count() == 1
    assert verify.chain_of(dossier) is None
    fold.catch_up()
    total = client.get("/thong-ke/").context["total"]
    assert (total.ratings, total.satisfied_share) == (1, 100.0)
    assert recount.differences() == {}


def test_the_api_gives_the_same_figures_as_open_data(client, filled):
    key = choices()[1].key
    found = client.get("/api/v1/statistics/agencies", {"period": key}).json()
    page = client.get("/thong-ke/", {"ky": key}).context
    assert found["period"] == key
    assert found["as_of"]
    assert sum(item["received"] for item in found["items"]) == page["total"].received
    item = found["items"][0]
    assert item["office_code"] == filled.agency.office_code
    assert (
        item["open"]
        == item["carried_over"]
        + item["received"]
        - item["early"]
        - item["on_time"]
        - item["late"]
        - item["stopped"]
        - item["withdrawn"]
    )
    procedures = client.get("/api/v1/statistics/procedures", {"agency": item["office_code"]}).json()
    assert {row["code"] for row in procedures["items"]} == {"1.002179"}
    assert len(client.get("/api/v1/statistics/months").json()["items"]) == 12


@pytest.mark.parametrize(
    ("address", "status"),
    [("agencies?period=thang-nay", 422), ("months?agency=00009", 404), ("khac", 404)],
)
def test_the_api_answers_wrong_questions_with_problems(client, office, address, status):
    answer = client.get(f"/api/v1/statistics/{address}")
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    ("highest", "scale"), [(0, 4), (3, 4), (5, 8), (13, 20), (99, 120), (1250, 2000)]
)
def test_a_chart_has_a_round_scale_that_holds_every_column(highest, scale):
    drawn = charts.columns("k", "Biểu đồ", [("Hồ sơ", "good")], [("1", [highest]), ("2", [0])])
    assert drawn.lines[-1][1] == scale
    tallest = max(column.segments[0].height for column in drawn.columns)
    assert tallest <= drawn.base
    assert drawn.is_empty == (highest == 0)
