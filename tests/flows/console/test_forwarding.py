"""Forwarding: where to is said by name, and what the units that were asked answer is read."""

import pytest
from django.urls import reverse

from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def test_a_unit_gives_its_opinion_and_the_asking_department_reads_it(office, officer):
    version = given.procedure("1.001193", routing="consultation")
    dossier = given.received(version, office)
    forward = reverse("admin:work_step", args=[given.item(dossier).pk, "forward"])
    page = officer.get(forward).content.decode()
    assert all(f"{office.departments[one]}, " in page for one in ("books", "collection"))
    for silence in ("coi là đồng ý", "báo cấp trên, vẫn chờ"):
        assert f"lấy ý kiến cùng lúc; không trả lời trong hạn: {silence}" in page
    assert officer.post(forward).status_code == 302
    item = dossier.work_items.open().get(department=office.departments["books"])
    books = at_desk(office.books)
    url = reverse("admin:work_step", args=[item.pk, "give_opinion"])
    assert books.post(url, {"opinion": "disagree"}).status_code == 422
    assert books.post(url, {"opinion": "disagree", "content": "Trùng sổ"}).status_code == 302
    page = officer.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()
    assert "Trùng sổ" in page
    assert "Đang chờ" in page
