"""The equipment of desks (requirement 7.2): each office its own rows, held against the norm."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog import equipment
from catalog.models import Agency, Device, DeviceNorm, Role
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
LIST = reverse("admin:catalog_device_changelist")


@pytest.fixture
def keeper():
    """Keeps the facts of one office."""
    office = given.office()
    role = Role.objects.create(code="office_admin", name="Quản trị cơ quan", reach="agency")
    role.permissions.set(
        Permission.objects.filter(codename__in=["add_device", "change_device", "view_device"])
    )
    return office, at_desk(given.staff("Lê Cơ Quan", "office_admin", office.departments["intake"]))


def test_7_2_an_office_keeps_its_own_devices_and_sees_no_others(keeper):
    office, client = keeper
    other = given.office("BHXH nơi khác").agency
    Device.objects.create(agency=other, kind="scanner", serial="XA-01", name="Máy quét")
    facts = {
        "kind": "scanner", "serial": "MQ-01", "name": "Máy quét A4", "place": "Quầy 1",
        "state": "in_use", "since": "2026-11-01",
    }  # fmt: skip
    add = reverse("admin:catalog_device_add")
    assert client.post(add, facts | {"agency": other.pk}).status_code == 200  # not a choice
    assert client.post(add, facts | {"agency": office.agency.pk}).status_code == 302
    shown = client.get(LIST).text
    assert "MQ-01" in shown
    assert "XA-01" not in shown
    assert Device.objects.get(serial="MQ-01").agency == office.agency


def test_7_2_the_norm_says_what_an_office_lacks(keeper):
    office, client = keeper
    DeviceNorm.objects.create(level="base", kind="scanner", minimum=2)
    DeviceNorm.objects.create(level="province", kind="kiosk", minimum=1)
    for number, state in enumerate(["in_use", "repair"]):
        Device.objects.create(
            agency=office.agency, kind="scanner", serial=f"MQ-{number}", name="Máy", state=state
        )
    ((found, (kit,)),) = equipment.against_norm(Agency.objects.filter(pk=office.agency.pk))
    assert (found, kit.there, kit.minimum, kit.missing) == (office.agency, 1, 2, 1)
    page = client.get(reverse("admin:catalog_device_norms")).text
    assert "Máy quét: 1/2" in page
    assert "Ki-ốt" not in page
