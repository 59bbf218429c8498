"""Tokens: shown once and kept hashed; each narrows what it opens; every call stands in the log."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from flows.models import ApiCall, ClientSystem, Promise, Token
from flows.partners import systems
from tests import situations as given
from tests.flows.api import partners
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def asked(text: str, path: str = "/changes", **options):
    return Client(**options).get(f"/api/v1{path}", headers={"authorization": f"Bearer {text}"})


def refused(response) -> tuple[int, str]:
    assert response["Content-Type"].startswith("application/problem+json")
    return response.status_code, response.json()["code"]


def test_only_the_hash_of_a_token_is_kept():
    token, text = partners.token()
    assert asked(text).status_code == 200
    assert text not in {str(value) for value in Token.objects.values().get(pk=token.pk).values()}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer la", "Basic YTpi", "Bearer " + "x" * 5000]
)
def test_without_a_known_token_nothing_opens(client, header):
    response = client.get("/api/v1/changes", headers={"authorization": header} if header else {})
    assert refused(response) == (401, "not_authenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_revoked_expired_and_disconnected_tokens_open_nothing():
    token, text = partners.token()
    systems.revoke(token)
    assert refused(asked(text)) == (401, "token_revoked")
    past = timezone.now() - datetime.timedelta(seconds=1)
    assert refused(asked(partners.token(expires_at=past)[1])) == (401, "token_expired")
    token, text = partners.token()
    ClientSystem.objects.filter(pk=token.system_id).update(is_active=False)
    assert refused(asked(text)) == (401, "token_revoked")


def test_a_right_that_is_missing_is_named():
    _token, text = partners.token(rights=["dossier:create"])
    response = asked(text)
    assert refused(response) == (403, "right_missing")
    assert "Đọc hồ sơ" in response.json()["detail"]


def test_a_call_from_another_network_is_refused():
    _token, text = partners.token(networks=["10.1.0.0/16", "2001:db8::/32"])
    assert asked(text, REMOTE_ADDR="10.1.2.3").status_code == 200
    assert asked(text, REMOTE_ADDR="2001:db8::7").status_code == 200
    assert refused(asked(text, REMOTE_ADDR="10.2.0.1")) == (403, "network_not_allowed")


def test_a_token_has_its_own_limit():
    _token, text = partners.token(per_minute=2)
    assert [asked(text).status_code for _ in range(3)] == [200, 200, 429]
    assert asked(partners.token()[1]).status_code == 200


def test_guessing_tokens_is_slowed_down():
    codes = [asked(f"bhxh_{n}", REMOTE_ADDR="9.9.9.9").status_code for n in range(32)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_every_call_stands_in_the_log():
    token, text = partners.token()
    asked(text)
    asked(text, "/dossiers/khong-co")
    assert list(ApiCall.objects.order_by("pk").values_list("path", "status")) == [
        ("/api/v1/changes", 200), ("/api/v1/dossiers/khong-co", 404),
    ]  # fmt: skip
    assert Token.objects.get(pk=token.pk).last_used_at


def test_the_contact_is_warned_once_before_a_token_ends():
    soon = timezone.now() + datetime.timedelta(days=10)
    partners.token(expires_at=soon)
    partners.token()
    assert [systems.warn_of_expiry(), systems.warn_of_expiry()] == [1, 0]
    assert Promise.objects.filter(key__contains="token-expiry").count() == 1


@pytest.fixture
def administrator(db):
    user = given.staff("Hồ Ngọc Tín", "inspector", given.office().departments["it"])
    user.is_superuser = True
    user.save()
    return at_desk(user)


def test_an_administrator_joins_a_system_and_sees_its_token_once(administrator):
    administrator.post(
        "/quan-tri/flows/clientsystem/add/",
        {
            "code": "tst",
            "name": "Phần mềm TST",
            "contact_email": "tst@example.vn",
            "is_active": "on",
        },
    )
    system = ClientSystem.objects.get(code="tst")
    assert not system.account.has_usable_password()
    assert system.account_id != system.signer_id
    body = {
        "system": system.pk, "rights": ["dossier:read"], "every_agency": "on",
        "every_procedure": "on", "networks": "127.0.0.1\n10.0.0.0/8", "per_minute": 60,
        "expires_at_0": "31/12/2030", "expires_at_1": "00:00",
    }  # fmt: skip
    page = administrator.post("/quan-tri/flows/token/add/", body, follow=True)
    token = Token.objects.get()
    text = page.text.split("<code>")[1].split("</code>")[0]
    assert text.startswith(f"bhxh_{token.prefix}_")
    assert token.networks == ["127.0.0.1/32", "10.0.0.0/8"]
    assert asked(text).status_code == 200
    assert text not in administrator.get("/quan-tri/flows/token/").text
    administrator.post(
        "/quan-tri/flows/token/", {"action": "revoke", "_selected_action": [token.pk]}
    )
    assert refused(asked(text)) == (401, "token_revoked")


def test_a_token_must_say_where_it_works(administrator):
    system = partners.system()
    body = {
        "system": system.pk,
        "rights": ["dossier:read"],
        "networks": "nhà tôi",
        "per_minute": 60,
    }
    page = administrator.post("/quan-tri/flows/token/add/", body).text
    assert "Chọn cơ quan, hoặc đánh dấu" in page
    assert "không phải địa chỉ hay dải mạng" in page
    assert not Token.objects.exists()


def test_others_do_not_see_tokens(db):
    clerk = at_desk(given.office().clerk)
    for page in ("token", "clientsystem", "apicall"):
        assert clerk.get(f"/quan-tri/flows/{page}/").status_code == 403


def test_an_operator_gets_a_token_from_the_command_line(capsys):
    office, version = given.office(), given.procedure()
    call_command(
        "api_token", "tst", email="tst@example.vn", right=["dossier:read"], role=[given.role("case_officer").code],
        agency=[office.agency.office_code], procedure=[version.procedure.code], network=["10.0.0.0/8"],
    )  # fmt: skip
    text = capsys.readouterr().out.strip()
    token = Token.objects.get()
    assert asked(text, REMOTE_ADDR="10.0.0.1").status_code == 200
    assert token.serves_agency(office.agency)
    assert not token.serves_agency(given.office().agency)
    assert token.only_own
    with pytest.raises(CommandError):
        call_command("api_token", "tst", right=["dossier:read"], agency=["khong-co"])
    assert Token.objects.count() == 1
