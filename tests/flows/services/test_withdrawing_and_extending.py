"""Leaving the way: the applicant withdraws; or the date is appointed anew with an apology."""

import datetime

import pytest
from django.utils import timezone

from flows.errors import DossierError, NotPermitted
from flows.models import State
from flows.services import extending, withdrawing
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_applicant_withdraws_and_an_officer_confirms(office):
    person = given.citizen()
    dossier = given.received(given.procedure(), office, person)
    withdrawing.ask(dossier, by=person, reason="Nộp nhầm")
    withdrawing.ask(dossier, by=person, reason="Nộp nhầm")
    withdrawing.confirm(dossier, by=office.clerk)
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN
    assert not dossier.work_items.open().exists()
    assert dossier.processes.get().finished
    assert not dossier.clock.filter(closed_at=None).exists()


def test_declined_withdrawal_puts_the_dossier_back_where_it_was(office):
    person = given.citizen()
    dossier = given.received(given.procedure(), office, person)
    withdrawing.ask(dossier, by=person, reason="Nộp nhầm")
    withdrawing.decline(dossier, by=office.clerk, reason="Đã trình ký")
    dossier.refresh_from_db()
    assert dossier.state == State.RECEIVED


def test_a_stranger_cannot_withdraw_and_a_result_cannot_be_withdrawn(office):
    person = given.citizen()
    dossier = given.decided(given.procedure(), office, person)
    with pytest.raises(NotPermitted):
        withdrawing.ask(dossier, by=given.citizen(), reason="x")
    with pytest.raises(DossierError, match="đã có kết quả"):
        withdrawing.ask(dossier, by=person, reason="x")


def test_7_1c_one_apology_with_a_reason_and_a_later_date(office):
    dossier = given.received(given.procedure(), office)
    later = timezone.localdate(dossier.due_at) + datetime.timedelta(days=7)
    with pytest.raises(DossierError, match="lý do"):
        extending.extend(dossier, by=office.leader, new_due=later, reason="")
    with pytest.raises(DossierError, match="sau ngày hẹn cũ"):
        extending.extend(dossier, by=office.leader, new_due=timezone.localdate(), reason="Chậm")
    first = dossier.due_at
    dossier = extending.extend(dossier, by=office.leader, new_due=later, reason="Chờ xác minh")
    assert dossier.due_at.date() >= later
    assert dossier.first_due_at == first
    assert dossier.issued.filter(kind="04").exists()
    # Whose act it was, although the dossier lies in another department.
    entry = dossier.journal.get(act="extend")
    assert entry.department_name == office.departments["leadership"].name
    assert entry.department_name != dossier.current_department.name
    with pytest.raises(DossierError, match="một lần"):
        extending.extend(
            dossier, by=office.leader, new_due=later + datetime.timedelta(days=9), reason="Nữa"
        )
