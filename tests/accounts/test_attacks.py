"""What attackers try at the two doors: replay, races, fixation, forged addresses, listing accounts."""

import re
import threading
import time
from contextlib import nullcontext
from email import message_from_string, policy

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import spraying
from accounts.models import User
from config.settings import base
from flows.errors import DossierError
from flows.models import Promise
from flows.services import confirming
from tests import situations
from tests.accounts.people import PASSWORD, give_password, give_token, sign_in, staff, token_of
from tests.home.steps import code_sent

ATTEMPTS = 20
CITIZEN_DOOR = "/tai-khoan/dang-nhap/"


def at_once(attempts, *, behind=None) -> list:
    """The answers of all attempts, begun at the same moment.

    The row `behind` is locked until every attempt waits for it or is through: an attempt that does not
    take the lock has read and judged by then what the others judge too. SQLite has one writer anyhow.
    """
    start, answers = threading.Barrier(len(attempts)), []

    def run(attempt):
        start.wait()
        try:
            answers.append(attempt())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[attempt]) for attempt in attempts]
    holds = behind is not None and connection.features.has_select_for_update
    with transaction.atomic() if holds else nullcontext():
        if holds:
            type(behind).objects.select_for_update().get(pk=behind.pk)
        for thread in threads:
            thread.start()
        while holds and waiting_for_a_lock() < sum(thread.is_alive() for thread in threads):
            time.sleep(0.02)
    for thread in threads:
        thread.join()
    return answers


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def doors_half_open(user) -> list[Client]:
    """Browsers that gave the password and are asked for the second factor."""
    first = Client()
    give_password(first, user.username)
    made = [first]
    for _more in range(ATTEMPTS - 1):
        session = SessionStore()
        session.update(dict(first.session.items()))
        session.save()
        made.append(Client())
        made[-1].cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return made


@pytest.mark.django_db(transaction=True)
def test_s4_one_totp_code_sent_twenty_times_at_once_opens_one_session():
    boss = staff("truong-phong")
    token, clients = token_of(boss), doors_half_open(boss)
    attempts = [lambda client=client: give_token(client, token) for client in clients]
    at_once(attempts, behind=boss.totpdevice_set.get())
    assert sum(SESSION_KEY in client.session for client in clients) == 1


@pytest.mark.django_db(transaction=True)
def test_s4_one_backup_code_sent_twenty_times_at_once_opens_one_session():
    boss = staff("truong-phong")
    device = boss.staticdevice_set.create(name="backup")
    device.token_set.create(token="du-phong-1")
    clients = doors_half_open(boss)
    sent = {"staff_login_view-current_step": "backup", "backup-otp_token": "du-phong-1"}
    door = reverse("two_factor:login")
    at_once([lambda client=client: client.post(door, sent) for client in clients], behind=device)
    assert sum(SESSION_KEY in client.session for client in clients) == 1


@pytest.mark.django_db(transaction=True)
def test_s4_one_confirming_code_sent_twenty_times_at_once_confirms_once():
    person = situations.citizen()
    what = {"purpose": "file", "subject": "draft:1", "digest": "a" * 64}
    confirming.send_code(person, summary="nộp hồ sơ", **what)
    code = code_sent()

    def attempt():
        try:
            return bool(confirming.verify(person, code=code, **what))
        except DossierError:
            return False

    assert sum(at_once([attempt] * ATTEMPTS)) == 1


@pytest.mark.django_db
def test_s13_the_cookie_from_before_signing_in_opens_nothing(client):
    boss = staff("truong-phong")
    give_password(client, boss.username)
    before = client.session.session_key
    give_token(client, token_of(boss))
    assert client.session.session_key != before
    victim, attacker = Client(), Client()
    victim.get(CITIZEN_DOOR)
    planted = victim.session
    planted["planted"] = True
    planted.save()
    victim.cookies[settings.SESSION_COOKIE_NAME] = attacker.cookies[
        settings.SESSION_COOKIE_NAME
    ] = planted.session_key
    made = enter_citizen(victim)
    assert victim.session[SESSION_KEY] == str(made.pk)
    assert victim.session.session_key != planted.session_key
    assert SESSION_KEY not in attacker.session


def enter_citizen(client, password=PASSWORD) -> User:
    made = User.objects.create_user(
        "cd1", password=password, email="nan.nhan@example.vn", full_name="Nạn Nhân"
    )
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    client.post(CITIZEN_DOOR, {"login": made.email, "password": password})
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["sign out", "new password", "deactivated"])
def test_s15_a_copied_cookie_ends_with_its_session(client, end):
    boss = staff("truong-phong")
    sign_in(client, boss)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert thief.get("/tai-khoan/phien-dang-nhap/").status_code == 200
    if end == "sign out":
        client.post(reverse("two_factor:logout"))
    elif end == "new password":
        boss.set_password("mot mat khau khac han 2026")
        boss.save()
    else:
        boss.is_active = False
        boss.save()
    for address in ("/quan-tri/", "/bien-tap/", "/tai-khoan/phien-dang-nhap/"):
        assert thief.get(address).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["sign out", "new password", "deactivated"])
def test_s15_a_citizens_copied_cookie_ends_everywhere(client, end):
    made = enter_citizen(client)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert thief.get("/ho-so/").status_code == 200
    if end == "sign out":
        client.post("/tai-khoan/dang-xuat/")
    elif end == "new password":
        given = {"oldpassword": PASSWORD, "password1": "mot mat khau khac han 2026"}
        client.post("/tai-khoan/doi-mat-khau/", given)
        assert client.get("/ho-so/").status_code == 200  # who changed it stays
    else:
        User.objects.filter(pk=made.pk).update(is_active=False)
    for address in ("/ho-so/", "/tai-khoan/ho-so-ca-nhan/", "/tai-khoan/lich-su/"):
        assert thief.get(address).status_code == 302
    assert thief.get("/tai-khoan/phien-dang-nhap/giu/").status_code == 401


@pytest.mark.django_db
def test_s15_who_is_staff_no_more_is_inside_no_more(client):
    boss = staff("truong-phong", is_superuser=True)
    sign_in(client, boss)
    assert client.get("/quan-tri/").status_code == 200
    User.objects.filter(pk=boss.pk).update(is_staff=False, is_superuser=False)
    for address in ("/quan-tri/", "/bien-tap/"):
        assert client.get(address).status_code in {302, 403}


@pytest.mark.django_db
def test_s6_codes_of_an_authenticator_are_not_guessed(client):
    """Wrong ones make even the right one wait, in whatever session it is typed."""
    boss = staff("truong-phong")
    right = token_of(boss)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _try in range(5):
        guesser = Client()
        give_password(guesser, boss.username)
        give_token(guesser, wrong)
    give_password(client, boss.username)
    give_token(client, right)
    assert SESSION_KEY not in client.session


@pytest.mark.django_db
def test_s6_backup_codes_are_not_guessed(client):
    boss = staff("truong-phong")
    boss.staticdevice_set.create(name="backup").token_set.create(token="du-phong-1")
    said = {"staff_login_view-current_step": "backup"}
    for typed in ["sai"] * 5 + ["du-phong-1"]:
        guesser = Client()
        give_password(guesser, boss.username)
        guesser.post(reverse("two_factor:login"), said | {"backup-otp_token": typed})
    assert SESSION_KEY not in guesser.session


@pytest.mark.django_db
def test_s5_a_code_of_somebody_elses_authenticator_opens_nothing(client):
    boss, other = staff("truong-phong"), staff("khac")
    give_password(client, boss.username)
    give_token(client, token_of(other))
    assert SESSION_KEY not in client.session


@pytest.mark.django_db
def test_s1_the_second_factor_alone_opens_nothing(client):
    boss = staff("truong-phong")
    give_token(client, token_of(boss))
    client.post(
        reverse("two_factor:login"),
        {"staff_login_view-current_step": "token", "auth-username": boss.username,
         "token-otp_token": token_of(boss)},
    )  # fmt: skip
    assert SESSION_KEY not in client.session


@pytest.mark.django_db
def test_s11_staff_have_longer_passwords_and_all_are_kept_by_argon2():
    boss = staff("truong-phong")
    for weak in ("muoi-mot-ky", "1234567890123", "baohiemxahoi2026", "truong-phong"):
        with pytest.raises(ValidationError):
            validate_password(weak, boss)
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.django_db
def test_s9_a_forged_address_does_not_open_the_lock_of_the_staff_door(client):
    boss = staff("truong-phong")
    for number in range(5):
        forged = {"X-Forwarded-For": f"203.0.113.{number}"}
        answer = Client(headers=forged).post(
            reverse("two_factor:login"),
            {"staff_login_view-current_step": "auth", "auth-username": boss.username, "auth-password": "sai"},
        )  # fmt: skip
    assert answer.status_code == 429
    assert give_password(client, boss.username).status_code == 429


@pytest.mark.django_db
def test_s8_one_password_on_many_names_makes_strangers_wait_and_not_the_office():
    sign_in(Client(), staff("mai"))  # at home at this address
    staff("lan")
    for number in range(spraying.NAMES):
        assert give_password(Client(), f"ten-{number}", "Mat-khau-2026").status_code == 200
    assert give_password(Client(), "lan").status_code == 429
    assert give_password(Client(), "mai").context["wizard"]["steps"].current == "token"
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert give_password(elsewhere, "lan").context["wizard"]["steps"].current == "token"
    with time_machine.travel(timezone.now() + settings.AXES_COOLOFF_TIME, tick=False):
        assert give_password(Client(), "lan").context["wizard"]["steps"].current == "token"


@pytest.mark.django_db
def test_s10_a_known_and_an_unknown_name_cost_one_hash_each(monkeypatch):
    enter_citizen(Client()), staff("mai")
    hasher, hashed = type(get_hasher()), []
    real = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, *given: hashed.append(1) or real(self, *given)
    )

    def cost(sign_in_wrongly) -> int:
        hashed.clear()
        sign_in_wrongly()
        return len(hashed)

    for name in ("mai", "khong-ai"):
        assert cost(lambda name=name: give_password(Client(), name, "sai")) == 1
    for contact in ("nan.nhan@example.vn", "khong.ai@example.vn"):
        given = {"login": contact, "password": "khong phai mat khau"}
        assert cost(lambda given=given: Client().post(CITIZEN_DOOR, given)) == 1


@pytest.mark.django_db
def test_s10_a_known_and_an_unknown_contact_read_the_same(client):
    known = enter_citizen(Client())

    def said(contact, address, **data):
        """The page without what was typed; after a redirect where it leads."""
        field = "login" if address == CITIZEN_DOOR else "email"
        answer = Client().post(address, {field: contact, **data})
        text = answer.content.decode().replace(contact, "…")
        return answer.status_code, answer.headers.get("Location"), without_tokens(text)

    for address, data in (
        (CITIZEN_DOOR, {"password": "khong phai mat khau"}),
        ("/tai-khoan/quen-mat-khau/", {}),
    ):
        assert said(known.email, address, **data) == said("khong.ai@example.vn", address, **data)


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.django_db
def test_s12_a_recovery_code_works_once_and_the_message_names_no_address(client):
    made = enter_citizen(Client())
    hostile = {"headers": {"host": "testserver", "x-forwarded-host": "xau.example"}}
    client.post("/tai-khoan/quen-mat-khau/", {"email": made.email}, **hostile)
    raw = Promise.objects.filter(kind="mail").latest("pk").payload["raw"]
    letter = message_from_string(raw, policy=policy.default).get_content()
    assert "xau.example" not in raw
    assert "http" not in letter
    code = re.search(r"\b\d{6}\b", letter).group()
    client.post("/tai-khoan/quen-mat-khau/ma/", {"code": code})
    client.post("/tai-khoan/quen-mat-khau/mat-khau-moi/", {"password1": "mot mat khau khac 2026"})
    made.refresh_from_db()
    assert made.check_password("mot mat khau khac 2026")
    for browser in (client, Client()):
        browser.post("/tai-khoan/quen-mat-khau/ma/", {"code": code})
        browser.post("/tai-khoan/quen-mat-khau/mat-khau-moi/", {"password1": "cua ke trom 2026 x"})
    made.refresh_from_db()
    assert made.check_password("mot mat khau khac 2026")
