"""Urging a late unit: pressed by the intake unit, seen by both, answered or overtaken by the next act."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from flows import acts
from flows.errors import DossierError, NotPermitted
from flows.models import Promise, Urging
from flows.services import handling, urging
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(days=60)


@pytest.fixture
def office():
    made = given.office()
    made.head = given.staff("Phạm Phụ Trách", "head", given_department(made))
    made.head.email, made.clerk.email = "truong@bhxh.example.vn", "mot-cua@bhxh.example.vn"
    made.head.save()
    made.clerk.save()
    return made


def given_department(office):
    """Where the office's officer works."""
    return office.officer.posts.get().department


@pytest.fixture
def dossier(office):
    return given.received(given.procedure(), office)


def test_only_what_is_late_elsewhere_is_urged_and_once(office, dossier, time_machine):
    with pytest.raises(DossierError, match="quá hạn"):
        urging.urge(dossier, by=office.clerk, note="Xin xử lý sớm")
    time_machine.move_to(timezone.now() + LATER)
    with pytest.raises(NotPermitted):
        urging.urge(dossier, by=office.officer, note="Xin xử lý sớm")
    made = urging.urge(dossier, by=office.clerk, note="Xin xử lý sớm")
    assert made.item == given.item(dossier)
    with pytest.raises(DossierError, match="chờ trả lời"):
        urging.urge(dossier, by=office.clerk, note="Lần nữa")
    assert dossier.journal.filter(act="urge").count() == 1


def test_the_head_is_told_sees_it_on_the_desk_and_answers_to_who_asked(
    office, dossier, time_machine
):
    time_machine.move_to(timezone.now() + LATER)
    clerk, head = at_desk(office.clerk), at_desk(office.head)
    step = reverse("admin:dossier_step", args=[dossier.pk, "urge"])
    clerk.post(step, {"note": "Người dân hỏi lần hai"})
    made = Urging.objects.get()
    assert Promise.objects.filter(kind="mail", key=f"urge:{made.pk}:{office.head.pk}").exists()
    counter = next(
        one for one in head.get("/quan-tri/").context["counters"] if "Đôn đốc" in one.label
    )
    assert head.get(counter.url).context["cl"].result_count == counter.count == 1
    page = reverse("admin:flows_dossier_change", args=[dossier.pk])
    for client in (clerk, head):
        assert "Người dân hỏi lần hai" in client.get(page).content.decode()
    officer = {act.name for act in acts.available(dossier, office.officer)}
    assert "answer_urging" not in officer
    head.post(
        reverse("admin:dossier_step", args=[dossier.pk, "answer_urging"]),
        {"answer": "Mai xong"},
    )
    assert Promise.objects.filter(kind="mail", key=f"urged:{made.pk}").exists()
    assert Urging.objects.get().answered_by == office.head
    assert "Mai xong" in clerk.get(page).content.decode()


def test_the_next_act_overtakes_it(office, dossier, time_machine):
    time_machine.move_to(timezone.now() + LATER)
    made = urging.urge(dossier, by=office.clerk, note="Xin xử lý sớm")
    handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Đồng ý")
    made.refresh_from_db()
    assert made.is_overtaken
    assert not Urging.objects.waiting().exists()
    with pytest.raises(DossierError):
        urging.answer(dossier, by=office.head, text="Đã xong")
