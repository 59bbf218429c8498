"""The second factor is set up by who holds the hand-over code, and by nobody else."""

import datetime
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp import user_has_device
from django_otp.oath import totp

from accounts.models import user
from tests.accounts.people import citizen, give_password, sign_in, staff
from tests.accounts.test_attacks import at_once

pytestmark = pytest.mark.django_db
SETUP = "staff_setup_view"


def answer_code(client, code):
    return client.post(
        reverse("two_factor:setup"), {f"{SETUP}-current_step": "welcome", "welcome-code": code}
    )


def answer_token(client):
    key = client.session[f"wizard_{SETUP}"]["extra_data"]["keys"]["generator"]
    return client.post(
        reverse("two_factor:setup"),
        {
            f"{SETUP}-current_step": "generator",
            "generator-token": f"{totp(bytes.fromhex(key)):06d}",
        },
    )


@pytest.fixture
def newcomer(client):
    made = staff("moi", with_device=False, is_superuser=True)
    give_password(client, made.username)
    return made


def test_a_newcomer_is_led_to_setting_up_and_stays_outside(client, newcomer):
    assert client.get("/quan-tri/").url.startswith(reverse("two_factor:setup"))
    assert client.get("/bien-tap/").url.startswith(reverse("two_factor:setup"))


def test_with_the_code_a_newcomer_sets_up_and_is_inside(client, newcomer, mailoutbox):
    boss = staff("truong", email="truong@bhxh.example")
    code = newcomer.issue_enrolment_code(by=boss)
    assert answer_code(client, f"{code[:5]}-{code[5:]} ".lower()).status_code == 200
    assert answer_token(client).url == reverse("two_factor:setup_complete")
    assert client.get("/quan-tri/").status_code == 200
    assert newcomer.enrolment_codes.get().used_at
    assert [mail.to for mail in mailoutbox] == [["truong@bhxh.example"]]


@pytest.mark.parametrize("code", ["", "AAAAABBBBB"])
def test_without_the_right_code_nothing_is_set_up(client, newcomer, code):
    newcomer.issue_enrolment_code(by=None)
    answer = answer_code(client, code)
    assert answer.context["wizard"]["steps"].current == "welcome"
    assert answer.context["form"].errors["code"]
    assert not user_has_device(newcomer)


def test_the_step_of_the_code_cannot_be_jumped_over(client, newcomer):
    client.get(reverse("two_factor:setup"))
    client.post(
        reverse("two_factor:setup"),
        {f"{SETUP}-current_step": "generator", "generator-token": "123456"},
    )
    answer_token(client)
    assert not user_has_device(newcomer)
    assert client.get("/quan-tri/").status_code == 302


def test_another_persons_code_an_old_one_and_a_used_one_are_refused(newcomer):
    other = staff("khac", with_device=False)
    assert newcomer.find_enrolment_code(other.issue_enrolment_code(by=None)) is None
    code = newcomer.issue_enrolment_code(by=None)
    row = newcomer.find_enrolment_code(code)
    assert row.use_up()
    assert not row.use_up()
    assert newcomer.find_enrolment_code(code) is None
    code = newcomer.issue_enrolment_code(by=None)
    newcomer.enrolment_codes.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert newcomer.find_enrolment_code(code) is None


def test_s3_the_fifth_wrong_code_ends_it_and_administrators_hear_of_it(
    client, newcomer, mailoutbox
):
    boss = staff("truong", email="truong@bhxh.example", is_superuser=True)
    code = newcomer.issue_enrolment_code(by=boss)
    for number in range(6):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        give_password(guesser, newcomer.username)
        answer_code(guesser, "AAAAABBBBB")
    assert "sai 5 lần thì mã bị hủy" in answer_code(client, code).text
    assert not user_has_device(newcomer)
    assert [mail.to for mail in mailoutbox] == [[boss.email]]
    assert newcomer.account_events.get().act == "code_guessed"
    answer_code(client, newcomer.issue_enrolment_code(by=boss))
    assert answer_token(client).url == reverse("two_factor:setup_complete")


def test_s3_four_wrong_codes_leave_the_right_one(client, newcomer, mailoutbox):
    code = newcomer.issue_enrolment_code(by=None)
    for _try in range(4):
        answer_code(client, "AAAAABBBBB")
    answer_code(client, code)
    assert answer_token(client).url == reverse("two_factor:setup_complete")
    assert not mailoutbox


@pytest.mark.django_db(transaction=True)
def test_s3_many_wrong_codes_at_once_are_looked_at_five_times(newcomer, monkeypatch):
    newcomer.issue_enrolment_code(by=None)
    looked = []
    monkeypatch.setattr(user, "check_password", lambda *given: looked.append(given))
    at_once([lambda: newcomer.find_enrolment_code("AAAAABBBBB")] * 20)
    assert len(looked) == 5
    assert newcomer.account_events.count() == 1


def test_a_new_code_withdraws_the_old_factor_at_once(client):
    boss = staff("mat-may", is_superuser=True)
    sign_in(client, boss)
    assert client.get("/quan-tri/").status_code == 200
    boss.issue_enrolment_code(by=None)
    assert client.get("/quan-tri/").url.startswith(reverse("two_factor:setup"))


def test_who_has_a_factor_cannot_set_up_a_second_one_with_the_password(client):
    boss = staff("co-roi")
    client.force_login(boss)
    answer_code(client, "AAAAABBBBB")
    assert boss.totpdevice_set.count() == 1


def test_the_command_gives_a_code_to_staff_only(capsys):
    citizen("minh")
    staff("lan", with_device=False)
    call_command("staff_code", "lan", reason="Tài khoản đầu tiên")
    assert re.fullmatch(r"[A-Z2-9]{10}", capsys.readouterr().out.strip())
    with pytest.raises(CommandError):
        call_command("staff_code", "minh", reason="Nhầm")


def test_a_code_from_the_command_line_is_recorded_and_told_and_never_replaces_two_people(
    mailoutbox,
):
    boss, deputy = (
        staff(name, email=f"{name}@bhxh.example", is_superuser=True) for name in ("truong", "pho")
    )
    newcomer = staff("moi", with_device=False, email="moi@bhxh.example")
    call_command("staff_code", "moi", reason="Không vào được bàn làm việc")
    assert {to for mail in mailoutbox for to in mail.to} == {
        one.email for one in (boss, deputy, newcomer)
    }
    event = newcomer.account_events.get()
    assert (event.act, event.data["reason"]) == ("code_issued", "Không vào được bàn làm việc")
    enrolled = staff("da-co")
    with pytest.raises(CommandError, match="hai quản trị viên"):
        call_command("staff_code", "da-co", reason="Mất điện thoại")
    assert enrolled.totpdevice_set.exists()
    deputy.is_active = False
    deputy.save()  # one administrator is left: the server's keeper may help, and it is told
    call_command("staff_code", "da-co", reason="Mất điện thoại")
    assert not enrolled.totpdevice_set.exists()
