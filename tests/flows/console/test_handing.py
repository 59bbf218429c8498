"""The screen of paper between units: what is to be given, what is to be confirmed."""

import pytest
from django.urls import reverse

from flows.models import HandoverList
from flows.services import paper_trail
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_the_clerk_lists_and_the_department_confirms(clerk, officer, office, version):
    one, other = given.on_paper(version, office), given.on_paper(version, office)
    page = reverse("admin:handing")
    assert one.code in clerk.get(page).text
    keys = [dossier.paper_handovers.get().pk for dossier in (one, other)]
    clerk.post(page, {"list": "1", "chon": keys})
    sheet = HandoverList.objects.get()
    answer = clerk.get(reverse("flows:issued", args=[sheet.issued.token]))
    assert answer["Content-Type"] == "application/pdf"
    assert "đã in 1 lần" in clerk.get(page).text
    shown = officer.get(page).text
    assert sheet.code in shown
    assert other.code in shown
    told = officer.post(
        page, {"take": "1", "chon": keys[:1], f"thieu_{keys[1]}": "thiếu sổ"}, follow=True
    ).text
    assert "Đã xác nhận nhận 1 hồ sơ giấy." in told
    assert "Đã báo thiếu 1 hồ sơ." in told
    assert "thiếu sổ" in clerk.get(page).text
    assert one.code not in officer.get(page).text


def test_other_units_see_nothing_and_the_list_costs_the_same(
    office, version, clerk, django_assert_max_num_queries
):
    from tests.flows.console.conftest import at_desk

    dossiers = [given.on_paper(version, office) for _number in range(3)]
    with django_assert_max_num_queries(15):
        shown = clerk.get(reverse("admin:handing")).text
    assert all(dossier.code in shown for dossier in dossiers)
    stranger = at_desk(office.books).get(reverse("admin:handing")).text
    assert dossiers[0].code not in stranger
    sheet = paper_trail.make_list(dossiers[0].paper_handovers.all(), by=office.clerk)
    slip = reverse("flows:issued", args=[sheet.issued.token])
    assert at_desk(office.books).get(slip).status_code == 404
