"""Codes, the public projection of states, the look-up of Article 12."""

import datetime
import itertools

import pytest
import time_machine
from django.utils import timezone

from flows import codes, tracking
from flows.models import CodePattern, Dossier, State
from flows.status import LABELS, NATIONAL, key_of
from tests import situations as given

SEED = {
    "received": "Bảo hiểm xã hội đã tiếp nhận hồ sơ",
    "processing": "Bảo hiểm xã hội đang xử lý hồ sơ",
    "completed": "Bảo hiểm xã hội đã xử lý xong hồ sơ và đã có kết quả",
    "returned": "Bảo hiểm xã hội đã trả kết quả",
    "rejected": "Bảo hiểm xã hội đã từ chối hồ sơ",
}


def test_12_1e_the_five_texts_are_the_regulations_character_by_character():
    assert {key: str(LABELS[key]) for key in SEED} == SEED


def test_12_1e_every_state_has_exactly_one_public_status_and_national_code():
    for state, positive, received in itertools.product(State, (None, True, False), (True, False)):
        assert key_of(state, positive, received) in LABELS
        assert 1 <= NATIONAL[state] <= 10


@pytest.mark.django_db
def test_10a_codes_of_an_office_are_consecutive_per_day_and_begin_anew_at_vietnams_midnight():
    office = given.office()
    with time_machine.travel(datetime.datetime(2026, 11, 22, 16, 59, tzinfo=datetime.UTC)):
        assert [codes.dossier_code(office.agency)[-11:] for _ in range(2)] == [
            "261122-0001", "261122-0002",
        ]  # fmt: skip
    with time_machine.travel(datetime.datetime(2026, 11, 22, 17, 0, tzinfo=datetime.UTC)):
        assert codes.dossier_code(office.agency).endswith("261123-0001")


@pytest.mark.django_db
def test_the_pattern_of_codes_is_a_row_with_a_date():
    office = given.office()
    CodePattern.objects.create(
        kind="office",
        pattern="{seq:04d}.G/{day:%Y}/{office}",
        effective_from=datetime.date(2020, 1, 1),
    )
    assert codes.office_number(office.agency).startswith("0001.G/")


@pytest.mark.django_db
def test_10b_any_way_of_typing_the_code_or_number_or_the_slips_qr_finds_the_dossier():
    dossier = given.received(given.procedure(), given.office())
    slip = dossier.issued.get(kind="01")
    for typed in (
        dossier.code, dossier.code.lower().replace("-", "").replace(".", " "),
        dossier.office_number, dossier.office_number.replace("/", ""),
        f"https://dichvucong.example/xac-minh/{slip.token}/",
    ):  # fmt: skip
        assert tracking.find(typed).get() == dossier
    assert not tracking.find("??").exists()


@pytest.mark.django_db
def test_12_2a_the_look_up_opens_with_the_slips_code_or_four_digits_and_shows_no_person():
    dossier = given.received(given.procedure(), given.office())
    for check in (dossier.check_code, dossier.applicant_phone[-4:], "1234"):
        assert tracking.lookup(dossier.code, check)["status"] == "received"
    shown = str(tracking.lookup(dossier.code, dossier.check_code))
    assert dossier.applicant_name not in shown
    assert dossier.applicant_identifier not in shown
    for check in ("", "0000", "12"):
        assert tracking.lookup(dossier.code, check) is None
    assert tracking.lookup("000.00.00.G24-000000-0001", dossier.check_code) is None


@pytest.mark.django_db
def test_12_1c_before_acceptance_no_date_is_shown():
    dossier = given.filed(given.procedure(), given.office())
    shown = tracking.lookup(dossier.code, dossier.check_code)
    assert (shown["received_on"], shown["due_on"], shown["status"]) == (None, None, "submitted")


@pytest.mark.django_db
def test_12_1c_an_ended_dossier_promises_no_day_any_more():
    dossier = given.received(given.procedure(), given.office())
    Dossier.objects.filter(pk=dossier.pk).update(state=State.STOPPED, finished_at=timezone.now())
    shown = tracking.lookup(dossier.code, dossier.check_code)
    assert (shown["due_on"], shown["status"]) == (None, "rejected")
