"""Article 18.1a: an office keeps its address, contacts and hours; the procedures are the nation's."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog import working_calendar
from catalog.models import Agency, Component, Department, Role
from catalog.versions import next_version
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
WEEK = dict.fromkeys(("day_5", "day_6"), "")


@pytest.fixture
def office():
    return given.office()


@pytest.fixture
def keeper(office):
    role = Role.objects.create(
        code="office_admin", name="Quản trị thông tin cơ quan", reach="agency"
    )
    role.permissions.add(Permission.objects.get(codename="change_own_agency"))
    given.RIGHTS.setdefault("office_admin", [])
    department = Department.objects.filter(agency=office.agency).first()
    return at_desk(given.staff("Quản trị cơ quan", "office_admin", department))


def _address(agency) -> str:
    return reverse("admin:catalog_agency_change", args=[agency.pk])


def _facts(**changed) -> dict:
    hours = {f"day_{day}": "08:00–12:00, 13:00–17:00" for day in range(5)}
    return {"address": "12 Lê Lợi", "phone": "028 1", "email": "", "map_url": "", **hours, **WEEK, **changed}  # fmt: skip


def test_a_provincial_administrator_changes_address_contacts_and_hours_of_the_own_office(
    office, keeper
):
    name, before = office.agency.name, working_calendar.for_agency(office.agency)
    assert "Giờ làm việc" in keeper.get(_address(office.agency)).content.decode()
    sent = _facts(day_5="7:30-11:30", name="Tên khác", level="central")
    assert keeper.post(_address(office.agency), sent).status_code == 302
    agency = Agency.objects.get(pk=office.agency.pk)
    assert (agency.address, agency.phone, agency.name) == ("12 Lê Lợi", "028 1", name)
    now = working_calendar.for_agency(agency)
    assert 5 in now.week
    assert 5 not in before.week
    assert now.special == before.special  # the nation's holidays hold here too
    lonely = keeper.post(_address(office.agency), _facts(latitude="10.77"))
    assert "Hãy ghi cả vĩ độ và kinh độ" in lonely.content.decode()
    wrong = keeper.post(_address(office.agency), _facts(day_0="sáng"))
    assert "Ghi giờ như 07:30–11:30" in wrong.content.decode()
    closed = keeper.post(_address(office.agency), _facts(**{f"day_{n}": "" for n in range(7)}))
    assert "ít nhất một buổi" in closed.content.decode()


def test_components_terms_other_offices_and_new_ones_are_refused_to_a_provincial_administrator(
    office, keeper
):
    version = given.procedure()
    draft = next_version(version)
    elsewhere = given.office("BHXH cơ sở khác")
    paper = Component.objects.filter(version=draft).get()
    for address in (
        reverse("admin:catalog_procedureversion_change", args=[draft.pk]),
        reverse("admin:catalog_procedureversion_next", args=[version.pk]),
        reverse("admin:catalog_procedure_change", args=[version.procedure.pk]),
        reverse("admin:catalog_calendar_change", args=[office.agency.calendar_id or 1]),
        reverse("admin:catalog_agency_add"),
        reverse("admin:catalog_agency_import"),
        reverse("admin:catalog_catalogimport_add"),
        _address(elsewhere.agency),
    ):
        sent = _facts(
            **{"components-0-id": paper.pk, "components-0-name": "Khác", "limit_value": 99}
        )
        assert keeper.post(address, sent).status_code == 403, address
    paper.refresh_from_db()
    assert paper.name == "Giấy tờ chứng minh"
    assert draft.cases.get().limit_value == 5
