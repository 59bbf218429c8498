"""The catalogue as open data: what is in force and published, page by page, with forms as JSON Schema."""

import datetime

import jsonschema
import pytest
from django.utils import timezone

from catalog.models import Procedure
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    for number in range(1, 6):
        given.procedure(f"1.00000{number}", competent_levels=["base" if number < 4 else "province"])
    later = timezone.localdate() + datetime.timedelta(days=3)
    given.procedure("1.000008", effective_from=later)
    given.procedure("1.000009")
    Procedure.objects.filter(code="1.000009").update(live=False)


def codes(client, **query):
    found, after = [], ""
    while after is not None:
        page = client.get("/api/v1/procedures", {"limit": 2, "after": after, **query}).json()
        found += [one["code"] for one in page["items"]]
        after = page["next"]
    return found


def test_pages_follow_each_other_without_gap_or_repetition(client, catalogue):
    assert codes(client) == [f"1.00000{number}" for number in range(1, 6)]


def test_an_office_asks_for_what_is_filed_there(client, catalogue):
    office = given.office()
    assert codes(client, agency=office.agency.office_code) == ["1.000001", "1.000002", "1.000003"]
    assert codes(client, agency=office.agency.code) == ["1.000001", "1.000002", "1.000003"]
    assert client.get("/api/v1/procedures?agency=99999").status_code == 404


def test_a_list_costs_the_same_however_long(client, catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/api/v1/procedures")


def test_one_procedure_comes_with_its_form_as_json_schema(client, catalogue):
    found = client.get("/api/v1/procedures/1.000001").json()
    [case] = found["cases"]
    schema = case["form"]["json_schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"ho_ten": "An", "ngay_sinh": "1990-05-20"}, schema)
    assert [paper["code"] for paper in case["components"]] == ["giay-to"]


@pytest.mark.parametrize("code", ["1.000008", "1.000009", "khong-co"])
def test_what_is_not_in_force_or_not_published_is_not_there(client, catalogue, code):
    assert client.get(f"/api/v1/procedures/{code}").json()["code"] == "not_found"


def test_any_site_may_read_it(client, catalogue):
    assert client.get("/api/v1/procedures")["Access-Control-Allow-Origin"] == "*"


def test_offices_are_listed_by_their_codes(client, catalogue):
    first, second = given.office(), given.office()
    page = client.get("/api/v1/agencies", {"limit": 1}).json()
    assert page["items"][0]["office_code"] == first.agency.office_code == page["next"]
    rest = client.get("/api/v1/agencies", {"after": page["next"]}).json()
    assert [one["name"] for one in rest["items"]] == [second.agency.name]
