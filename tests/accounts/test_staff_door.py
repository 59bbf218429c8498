"""The staff door: two factors for console and editor, one code once, no other way in."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.people import (
    PASSWORD,
    citizen,
    give_password,
    give_token,
    sign_in,
    staff,
    token_of,
)

pytestmark = pytest.mark.django_db
INSIDE = ["/quan-tri/", "/bien-tap/", "/bien-tap/reports/locked/"]


@pytest.fixture
def boss():
    return staff("truong", is_superuser=True)


@pytest.mark.parametrize("address", INSIDE)
def test_password_alone_opens_neither_console_nor_editor(client, boss, address):
    give_password(client, boss.username)
    assert SESSION_KEY not in client.session
    client.force_login(boss)
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("two_factor:login"))


@pytest.mark.parametrize("address", INSIDE)
def test_both_factors_open_console_and_editor(client, boss, address):
    answer = sign_in(client, boss, next=address)
    assert answer.url == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/quan-tri/login/", "/bien-tap/login/"])
def test_password_only_doors_lead_to_the_staff_door(client, boss, address):
    answer = client.post(address, {"username": boss.username, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("two_factor:login"))
    assert SESSION_KEY not in client.session


def test_the_address_asked_for_is_kept_through_the_door(client, boss):
    answer = client.get("/quan-tri/accounts/?q=1")
    assert answer.url == "/can-bo/dang-nhap/?next=/quan-tri/accounts/%3Fq%3D1"


def test_one_code_signs_in_once(client, boss):
    token = token_of(boss)
    give_password(client, boss.username)
    assert give_token(client, token).status_code == 302
    client.logout()
    give_password(client, boss.username)
    assert give_token(client, token).status_code == 200
    assert SESSION_KEY not in client.session


def test_a_backup_code_signs_in_once(client, boss):
    code = boss.staticdevice_set.create(name="backup").token_set.create(token="du-phong-1")
    for status in (302, 200):
        client.logout()
        give_password(client, boss.username)
        answer = client.post(
            reverse("two_factor:login"),
            {"staff_login_view-current_step": "backup", "backup-otp_token": code.token},
        )
        assert answer.status_code == status
    assert "Mã dự phòng chưa đúng hoặc đã dùng rồi." in answer.text
    assert "Bước 2 trong 2" in answer.text


def test_a_citizen_cannot_sign_in_at_the_staff_door(client):
    citizen("minh")
    refused = give_password(client, "minh")
    unknown = give_password(client, "khong-co-ai")
    assert refused.status_code == unknown.status_code == 200
    assert refused.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert SESSION_KEY not in client.session


def test_a_person_who_left_cannot_sign_in_and_open_sessions_end(client, boss):
    sign_in(client, boss)
    boss.is_active = False
    boss.save()
    assert client.get("/quan-tri/").status_code == 302
    assert give_password(client, boss.username).status_code == 200


def test_a_citizen_inside_is_not_let_into_the_console(client):
    client.force_login(citizen())
    assert client.get("/quan-tri/").url.startswith(reverse("two_factor:login"))


def test_the_fifth_wrong_password_locks_this_person_at_this_address_only(client, boss):
    staff("mai")
    for _ in range(4):
        assert give_password(client, boss.username, "sai").status_code == 200
    assert give_password(client, boss.username, "sai").status_code == 429
    assert give_password(client, boss.username).status_code == 429
    assert give_password(client, "mai").context["wizard"]["steps"].current == "token"
    cache.clear()


def test_signing_out_ends_the_session(client, boss):
    sign_in(client, boss)
    client.post(reverse("two_factor:logout"))
    assert client.get("/quan-tri/").status_code == 302
