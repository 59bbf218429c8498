"""The console's screens of changes of the organisation, walked by two managers."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from catalog.models import Reorganisation
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def managers(office):
    right = Permission.objects.get(codename="change_agency", content_type__app_label="catalog")
    given.role("inspector").permissions.add(right)
    return [
        at_desk(given.staff(name, "inspector", office.departments["legal"]))
        for name in ("Chu Đề Nghị", "Lâm Duyệt")
    ]


def test_a_merger_is_proposed_seen_in_full_and_agreed_to_by_another(
    office, version, managers, clerk, django_assert_max_num_queries
):
    one, other = managers
    heir = given.office("BHXH cơ sở Gia Định")
    dossier = given.received(version, office)
    address = reverse("admin:propose_reorganisation")
    assert clerk.get(address).status_code == 403
    assert "Sáp nhập cơ quan" in one.get(address).content.decode()
    address += f"?kind=merge&agency={office.agency.pk}"
    typed = {
        "target": heir.agency.pk, "decision_number": "QĐ 391/QĐ-BTC",
        "effective_on": timezone.localdate(),
    }  # fmt: skip
    page = one.post(address, typed)
    assert page.status_code == 422
    assert "Ngày có hiệu lực phải sau hôm nay." in page.content.decode()
    assert 'value="QĐ 391/QĐ-BTC"' in page.content.decode()
    typed["effective_on"] += datetime.timedelta(days=1)
    page = one.post(address, typed, follow=True)
    text = page.content.decode()
    assert dossier.code in text
    assert "Hồ sơ đang giải quyết" in text
    assert "Người duyệt phải khác người đề nghị." in text
    change = Reorganisation.objects.get()
    place = reverse("admin:reorganisation", args=[change.pk])
    assert "khác người đề nghị" in one.post(place, {"act": "approve"}, follow=True).content.decode()
    with django_assert_max_num_queries(45):
        assert "Duyệt" in other.get(place).content.decode()
    other.post(place, {"act": "approve"})
    change.refresh_from_db()
    assert change.state == "approved"
    assert "chờ đến ngày" in one.get(reverse("admin:reorganisations")).content.decode()
    other.post(place, {"act": "refuse", "reason": "Hoãn"})
    change.refresh_from_db()
    assert (change.state, change.note) == ("refused", "Hoãn")


@pytest.mark.parametrize(
    ("kind", "asked", "spared"),
    [
        ("split", {"target", "departments"}, {"name", "to_department"}),
        ("territory", {"target", "posts"}, {"departments", "to_department"}),
        ("rename", {"name", "address"}, {"target", "departments"}),
        ("close", {"departments", "to_department"}, {"target", "name"}),
    ],
)
def test_each_kind_asks_for_what_it_needs_and_nothing_else(office, managers, kind, asked, spared):
    address = reverse("admin:propose_reorganisation")
    page = managers[0].get(f"{address}?kind={kind}&agency={office.agency.pk}").content.decode()
    assert all(f'name="{name}"' in page for name in asked)
    assert not any(f'name="{name}"' in page for name in spared)


def test_a_territory_is_chosen_from_what_the_agency_manages_and_previewed(office, managers):
    ward = given.manages(office)
    given.manages(given.office("BHXH cơ sở Gia Định"), "26944", "Phường Gia Định")
    target = given.office("BHXH cơ sở Hạnh Thông")
    address = reverse("admin:propose_reorganisation")
    address += f"?kind=territory&agency={office.agency.pk}"
    page = managers[0].get(address).content.decode()
    assert "Phường Bình Thạnh" in page
    assert "Phường Gia Định" not in page
    typed = {
        "target": target.agency.pk, "units": [ward.pk], "decision_number": "QĐ 391/QĐ-BTC",
        "posts": [office.officer.posts.get().pk],
        "effective_on": timezone.localdate() + datetime.timedelta(days=1),
    }  # fmt: skip
    text = managers[0].post(address, typed, follow=True).content.decode()
    assert "Địa bàn quản lý" in text
    assert office.officer.full_name in text
