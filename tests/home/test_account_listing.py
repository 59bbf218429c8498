"""Nobody learns at a form of the account who has one: known and unknown read, lead and cost the same."""

import re

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import int_to_base36

from flows.services import opening
from home.accounts import forms
from tests.home.test_accounts import PASSWORD, person, register

pytestmark = pytest.mark.django_db
UNKNOWN = {"email": "khong.ai@example.vn", "phone": "+84987650000"}


def _register(client, contact):
    return register(client, contact)


def _register_organisation(client, contact):
    given = {"kind": "organisation", "tax_code": "0300588569", "full_name": "Công ty Hòa Bình"}
    return register(client, contact, **given)


def _sign_in(client, contact):
    given = {"login": contact, "password": "khong phai mat khau"}
    return client.post("/tai-khoan/dang-nhap/", given, follow=True)


def _ask_code(client, contact):
    return client.post("/tai-khoan/dang-nhap/ma/", {"contact": contact}, follow=True)


def _type_code(client, contact):
    _ask_code(client, contact)
    return client.post("/tai-khoan/dang-nhap/ma/nhap/", {"code": "12345x"}, follow=True)


def _recover(client, contact):
    return client.post("/tai-khoan/quen-mat-khau/", {"email": contact}, follow=True)


def _type_recovery(client, contact):
    _recover(client, contact)
    return client.post("/tai-khoan/quen-mat-khau/ma/", {"code": "12345x"}, follow=True)


DOORS = [
    _register, _register_organisation, _sign_in, _ask_code, _type_code, _recover, _type_recovery,
]  # fmt: skip


@pytest.fixture
def hashed(monkeypatch):
    hasher, counted = type(get_hasher()), []
    real = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *a: counted.append(1) or real(self, *a))
    monkeypatch.setattr(forms, "FASTEST_SECONDS", -1)
    return counted


def read(page, contact: str) -> tuple:
    """What is seen of an answer, without what was typed and what differs every time."""
    text = re.sub(r'(value|content|nonce)="[^"]*"|<code>[^<]*</code>', "", page.text)
    shown = [contact, contact.replace("+84", "0"), f"0{contact[3:6]} {contact[6:9]} {contact[9:]}"]
    for each in shown:
        text = text.replace(each, "…")
    return page.status_code, getattr(page, "redirect_chain", []), text


@pytest.mark.parametrize("by", ["email", "phone"])
@pytest.mark.parametrize("door", DOORS)
def test_s10_known_and_unknown_read_lead_and_cost_the_same_at_every_form(hashed, door, by):
    made = person(phone="+84987651111")
    known, unknown = getattr(made, by), UNKNOWN[by]
    seen, costs = [], []
    for contact in (known, unknown):
        hashed.clear()
        page = door(Client(), contact)
        costs.append(len(hashed))
        seen.append(read(page, contact))
    assert costs[0] == costs[1]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("door", [_sign_in, _type_code, _type_recovery])
def test_s10_what_the_database_is_asked_hardly_tells_them_apart(door):
    made, counted = person(), []
    for contact in (made.email, UNKNOWN["email"]):
        with CaptureQueriesContext(connection) as asked:
            door(Client(), contact)
        counted.append(len(asked))
    assert abs(counted[0] - counted[1]) <= 6, counted  # the message is promised, or its like


def test_s10_links_of_first_access_that_open_nothing_read_the_same(client, office):
    made = opening.open_account(
        by=office.clerk, kind="citizen", name="Trần Thị Sáu", identifier="079190001236",
        contact="sau@example.vn",
    )  # fmt: skip
    number = int_to_base36(made.pk)
    codes = [f"{number}-d0abcd-{'0' * 32}", f"zzzz-d0abcd-{'0' * 32}", "khong-co"]
    seen = {read(client.get(f"/tai-khoan/lan-dau/{code}/"), code)[::2] for code in codes}
    assert {status for status, _text in seen} == {410}
    assert len(seen) == 1
    assert not made.check_password(PASSWORD)
