"""The operators' commands of the contract, and what the worker does round by round."""

import datetime
import json

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from flows.models import State
from flows.services import supplements, watching, work
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_x3_compute_deadlines_fills_in_the_due_column(tmp_path, capsys):
    given.calendar()
    path = tmp_path / "terms.csv"
    path.write_text(
        "start,value,unit\n2026-11-20,3,wd\n2026-11-20 16:00,8,hour_working\n", encoding="utf-8"
    )
    call_command("compute_deadlines", str(path))
    assert capsys.readouterr().out.splitlines() == [
        "start,value,unit,due",
        "2026-11-20,3,wd,2026-11-25",
        "2026-11-20 16:00,8,hour_working,2026-11-23 16:00",
    ]


def test_a_wrong_row_of_terms_is_named(tmp_path):
    given.calendar()
    path = tmp_path / "terms.csv"
    path.write_text("start,value,unit\n2026-11-20,3,fortnight\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="Dòng 2"):
        call_command("compute_deadlines", str(path))


def test_verify_audit_tells_an_unbroken_chain(capsys):
    given.received(given.procedure(), given.office())
    call_command("verify_audit", "--json")
    assert json.loads(capsys.readouterr().out)["valid"] is True


def test_20_1c_a_step_soon_due_is_warned_and_a_late_one_told_to_the_leader_once_each():
    office = given.office()
    for person in (office.officer, office.leader):
        person.email = f"{person.username}@bhxh.example"
        person.save()
    dossier = given.received(given.procedure(), office)
    item = work.claim(given.item(dossier), by=office.officer)
    with time_machine.travel(item.due_at - datetime.timedelta(hours=3)):
        assert watching.sweep().warned == 1
        assert watching.sweep().warned == 0
    with time_machine.travel(item.due_at + datetime.timedelta(hours=1)):
        assert watching.sweep().escalated == 1
        assert watching.sweep().escalated == 0
    assert dossier.journal.filter(act="late_step").count() == 1


def test_t11_a_supplement_that_nobody_answers_stops_the_dossier_by_itself():
    office = given.office()
    dossier = given.received(given.procedure(), office)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Thiếu",
        items=[{"component": dossier.case.components().first()}],
    )  # fmt: skip
    with time_machine.travel(request.answer_by + datetime.timedelta(minutes=1)):
        assert watching.sweep(timezone.now()).stopped == 1
        assert watching.sweep(timezone.now()).stopped == 0
    dossier.refresh_from_db()
    assert dossier.state == State.STOPPED
