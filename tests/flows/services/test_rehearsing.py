"""Scenarios as rows: answers in, steps and due date out, and before publication they must come true."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from catalog import publishing
from catalog.models import ProcedureVersion, Scenario
from catalog.publishing.rehearsal import rehearse
from catalog.versions import next_version
from flows.picture import flow_map
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
STEPS = "Kiểm tra, tiếp nhận hồ sơ\nThẩm định, trình kết quả\nPhê duyệt, ký kết quả\nTrả kết quả"
ANSWERS = {"ho_ten": "Nguyễn Văn An", "ngay_sinh": "1990-05-20"}


def scenario(version, **facts) -> Scenario:
    """Received on a Friday morning, with everything the form asks for."""
    return Scenario.objects.create(
        version=version,
        **{
            "name": "Nộp sáng thứ Sáu",
            "received_on": datetime.date(2026, 11, 20),
            "answers": ANSWERS,
            **facts,
        },
    )


def outcome(version):
    return rehearse(ProcedureVersion.objects.get(pk=version.pk))[0]


def test_a_scenario_tells_steps_and_due_date_as_real_dossiers_have_them(office):
    version = given.procedure(limit=5)
    scenario(version, expected_steps=STEPS, expected_due=datetime.date(2026, 11, 27))
    found = outcome(version)
    assert found.passed, found.faults
    assert found.steps == STEPS.splitlines()
    dossier = given.received(version, office)
    assert [stop.title for stop in flow_map(dossier)] == found.steps
    assert timezone.localdate(dossier.due_at) > timezone.localdate()


def test_what_is_not_as_expected_is_said_with_both_values(office):
    version = given.procedure(limit=5)
    scenario(version, expected_steps="Tiếp nhận\nTrả", expected_due=datetime.date(2026, 11, 30))
    told = " ".join(outcome(version).faults)
    assert "mong đợi: Tiếp nhận → Trả; thực tế: Kiểm tra" in told
    assert "30/11/2026, tính ra 27/11/2026" in told


def test_answers_that_the_form_refuses_fail_the_scenario(office):
    version = given.procedure()
    scenario(version, answers={"ho_ten": "An"})
    assert any("Ngày sinh" in fault for fault in outcome(version).faults)


def test_turns_of_departments_are_steps_of_their_own(office):
    version = given.procedure(routing="departments_in_turn")
    scenario(version)
    assert len(outcome(version).steps) == 5


def test_a_failing_scenario_keeps_the_version_out_of_force(office):
    draft = next_version(given.procedure(limit=5), by=office.clerk)
    draft.effective_from = datetime.date(2999, 1, 1)
    draft.save()
    row = scenario(draft, expected_due=datetime.date(2026, 11, 30))
    with pytest.raises(ValidationError, match="Nộp sáng thứ Sáu"):
        publishing.approve(draft, by=office.leader)
    Scenario.objects.filter(pk=row.pk).update(expected_due=datetime.date(2026, 11, 27))
    publishing.approve(draft, by=office.leader)


def test_the_next_version_is_tried_with_the_same_scenarios(office):
    version = given.procedure()
    row = scenario(version, case=version.cases.get())
    copy = next_version(version).scenarios.get()
    assert copy.name == row.name
    assert copy.case.version_id == copy.version_id


def test_the_button_shows_every_outcome(office):
    version = given.procedure()
    scenario(version, expected_due=datetime.date(2026, 11, 30))
    User.objects.filter(pk=office.leader.pk).update(is_superuser=True)
    superior = User.objects.get(pk=office.leader.pk)
    page = at_desk(superior).get(
        reverse("admin:catalog_procedureversion_rehearse", args=[version.pk])
    )
    text = page.content.decode()
    assert "1 trong 1 tình huống không như mong đợi" in text
    assert "27/11/2026" in text
