"""Break-glass: one dossier, for a reason, for minutes; the inspector and the applicant learn of it."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from flows.audit.verify import chain_of
from flows.errors import DossierError, NotPermitted
from flows.models import Dossier, Promise, Sight
from flows.services import sighting
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
REASON = "Tệp kết quả không mở được, cần xem giấy tờ đã lưu"
SCREEN = "admin:sights"


@pytest.fixture
def technician(office):
    return given.staff("Hồ Ngọc Tín", "it_admin", office.departments["it"])


@pytest.fixture
def inspector(office):
    person = given.staff("Tôn Nữ Diệu Linh", "inspector", office.departments["it"])
    person.email = "kiemtra@bhxh.example"
    person.save()
    return person


def page_of(dossier) -> str:
    return reverse("admin:flows_dossier_change", args=[dossier.pk])


def opened(client, dossier, **more):
    return client.post(
        reverse(SCREEN), {"code": dossier.code, "reason": REASON, "minutes": "15", **more}
    )


def test_a_dossier_is_open_for_its_minutes_and_closes_by_itself(
    office, version, technician, inspector
):
    dossier, other = given.filed(version, office), given.filed(version, office)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        desk = at_desk(technician)
        assert desk.get(page_of(dossier)).status_code == 404
        assert opened(desk, dossier).url == page_of(dossier)
        page = desk.get(page_of(dossier)).content.decode()
        assert "Đang mở khẩn cấp" in page
        assert "Đang mở khẩn cấp" in desk.get("/quan-tri/").content.decode()
        assert desk.get(page_of(other)).status_code == 404
        assert not Dossier.objects.visible_to(
            given.staff("B", "it_admin", office.departments["it"])
        )
        clock.shift(datetime.timedelta(minutes=14))
        assert desk.get(page_of(dossier)).status_code == 200
        clock.shift(datetime.timedelta(minutes=1))
        assert desk.get(page_of(dossier)).status_code == 404
        assert "Đang mở khẩn cấp" not in desk.get("/quan-tri/").content.decode()
    told = Promise.objects.get(kind="mail", key__startswith="sight:")
    assert told.payload["recipients"] == [inspector.email]


def test_the_applicant_reads_the_reason_and_the_inspector_the_list(
    office, version, technician, inspector, client
):
    dossier = given.filed(version, office)
    opened(at_desk(technician), dossier)
    client.force_login(dossier.applicant, backend="accounts.backends.CitizenDoorBackend")
    assert REASON in client.get(f"/ho-so/{dossier.code}/").content.decode()
    followed = at_desk(inspector).get(reverse(SCREEN)).content.decode()
    assert dossier.code in followed
    assert "Hồ Ngọc Tín" in followed
    assert opened(at_desk(inspector), dossier, minutes="60").status_code == 200
    assert Sight.objects.count() == 1


def test_it_ends_early_and_only_by_who_opened_it(office, version, technician):
    dossier = given.filed(version, office)
    sight = sighting.open_dossier(dossier.code, by=technician, reason=REASON, minutes=60)
    end = reverse("admin:end_sight", args=[sight.pk])
    colleague = given.staff("B", "it_admin", office.departments["it"])
    assert at_desk(colleague).post(end).status_code == 404
    desk = at_desk(technician)
    assert desk.get(page_of(dossier)).status_code == 200
    desk.post(end)
    assert desk.get(page_of(dossier)).status_code == 404
    acts = dossier.journal.order_by("-seq").values_list("act", flat=True)[:3]
    assert list(acts) == ["end_break_glass", "read", "break_glass"]
    assert chain_of(dossier) is None


def test_without_a_reason_or_the_role_nothing_opens(office, version, technician):
    dossier = given.filed(version, office)
    for reason, minutes, code in (
        ("sự cố", 15, dossier.code), (REASON, 600, dossier.code), (REASON, 15, "khong-co"),
    ):  # fmt: skip
        with pytest.raises(DossierError):
            sighting.open_dossier(code, by=technician, reason=reason, minutes=minutes)
    with pytest.raises(NotPermitted):
        sighting.open_dossier(dossier.code, by=office.officer, reason=REASON, minutes=15)
    assert at_desk(office.officer).get(reverse(SCREEN)).status_code == 403
    assert not Sight.objects.exists()
