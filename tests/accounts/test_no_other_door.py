"""Two doors create sessions; every other address of the house is tried and gives none."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests.accounts.people import PASSWORD, citizen, staff

DOORS = {"two_factor:login", "account_login"}


def addresses(resolver=None, before="/"):
    """Every address, with 1 for each variable part."""
    for pattern in (resolver or get_resolver()).url_patterns:
        text = str(pattern.pattern)
        if text.startswith("^") or "(?P" in text:
            text = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "1", text)
            text = re.sub(r"[\^$?*+\\]|\(.*?\)", "", text)
        text = before + re.sub(r"<[^>]+>", "1", text)
        if isinstance(pattern, URLPattern):
            yield text
        else:
            yield from addresses(pattern, text)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [staff, citizen])
def test_no_other_address_turns_a_password_into_a_session(client, make):
    user = make("an", email="an@example.vn")
    client.raise_request_exception = False
    said = {
        name: value
        for prefix in ("", "auth-")
        for name, value in {
            f"{prefix}username": user.username,
            f"{prefix}login": user.username,
            f"{prefix}email": user.email,
            f"{prefix}password": PASSWORD,
        }.items()
    }
    doors = {reverse(name) for name in DOORS}
    opened = []
    for address in sorted(set(addresses())):
        if address in doors:
            continue
        client.post(address, said)
        if SESSION_KEY in client.session:
            opened.append(address)
            client.logout()
    assert not opened


@pytest.mark.django_db
def test_staff_cannot_sign_in_at_the_citizens_door(client):
    staff("lan")
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert SESSION_KEY not in client.session
