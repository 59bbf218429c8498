"""What every answer carries, and whose address counts."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import ClientAddressMiddleware
from tests.accounts.people import citizen, sign_in, staff

pytestmark = pytest.mark.django_db


def test_public_answers_carry_a_strict_policy_and_no_cookie(client):
    answer = client.get("/robots.txt")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert not answer.cookies
    assert "no-store" not in answer.get("Cache-Control", "")


def test_signed_in_pages_are_stored_nowhere(client):
    client.force_login(citizen())
    assert "no-store" in client.get("/robots.txt")["Cache-Control"]


def test_only_the_editor_has_the_relaxed_policy(client):
    sign_in(client, staff(is_superuser=True))
    assert "unsafe-inline" not in client.get("/quan-tri/")["Content-Security-Policy"]
    editor = client.get("/bien-tap/")["Content-Security-Policy"]
    assert "'unsafe-inline'" in editor
    assert "default-src 'self'" in editor


@pytest.mark.parametrize(
    ("hops", "forwarded", "counts"),
    [
        (0, "6.6.6.6", "10.0.0.9"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "6.6.6.6", "10.0.0.9"),
        (1, "", "10.0.0.9"),
    ],
)
def test_what_visitors_claim_about_their_address_is_ignored(settings, hops, forwarded, counts):
    settings.TRUSTED_PROXY_HOPS = hops
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    ClientAddressMiddleware(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == counts
