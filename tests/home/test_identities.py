"""Signing in with an outside identity: the protocol's ways to cheat, and whose account it opens."""

import re
import time

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY, get_user_model
from django.test import Client

from flows.models import Promise
from tests import situations
from tests.home import openid_server
from tests.home.openid_server import CLIENT, KEY, SECRET, STRANGER

pytestmark = pytest.mark.django_db
User = get_user_model()
START, BACK = "/tai-khoan/dinh-danh/vneid/", "/tai-khoan/dinh-danh/vneid/ve/"
FIRST, LINKS = "/tai-khoan/dinh-danh/lan-dau/", "/tai-khoan/dinh-danh/"
NUMBER, PASSWORD = "079190001236", "trời-xanh-mây-trắng-26"


@pytest.fixture(scope="module")
def server():
    with openid_server.running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    server.__init__(server.url)
    app = {
        "provider_id": "vneid", "name": "VNeID", "client_id": CLIENT, "secret": SECRET,
        "settings": {"server_url": server.url, "scope": ["openid"], "levels": ["2", "3"],
                     "identity_claim": "identity_number"},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    return server


def come_back(client, provider, **changed):
    answer = provider.authorize(client.post(START).headers["Location"])
    return client.get(BACK, answer | changed)


def signed_in(client):
    return client.session.get(SESSION_KEY)


@pytest.fixture
def holder():
    """Has an account with a password, and typed the own identity number there."""
    made = situations.citizen(email="an@example.vn", identity_number=NUMBER)
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def sign_in(client, holder, **more):
    return client.post(
        "/tai-khoan/dang-nhap/", {"login": holder.email, "password": PASSWORD, **more}
    )


def test_the_first_time_opens_an_account_and_the_next_time_signs_in(client, provider):
    provider.userinfo = {"phone_number": "+84912000111", "phone_number_verified": True}
    assert come_back(client, provider).headers["Location"] == FIRST
    assert not User.objects.exists()
    assert NUMBER in client.get(FIRST).content.decode()
    assert client.post(FIRST).headers["Location"] == "/ho-so/"
    person = User.objects.get()
    assert (person.identity_number, person.identity_level) == (NUMBER, "2")
    assert person.identity_verified_at
    assert person.phone_verified
    assert not person.is_staff
    client.logout()
    provider.claims = {"acr": "3"}
    assert come_back(client, provider).headers["Location"] == "/ho-so/"
    assert signed_in(client) == str(person.pk)
    person.refresh_from_db()
    assert person.identity_level == "3"  # the level of the last sign-in is kept


def test_the_request_carries_pkce_a_nonce_and_the_registered_address(client, provider, settings):
    provider.authorize(client.post(f"/en{START}").headers["Location"])
    (asked,) = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) > 20
    assert asked["redirect_uri"] == settings.BASE_URL + BACK
    assert client.get(START).status_code == 405  # a link of another page begins nothing


def unsigned(claims):
    return jwt.encode(claims, None, "none", headers={"kid": "one"})


def with_the_secret(claims):
    return jwt.encode(claims, SECRET, "HS256", headers={"kid": "one"})


def by_a_stranger(claims):
    return jwt.encode(claims, STRANGER, "RS256", headers={"kid": "one"})


def with_an_unknown_key(claims):
    return jwt.encode(claims, KEY, "RS256", headers={"kid": "two"})


def without(name):
    def sign(claims):
        kept = {key: value for key, value in claims.items() if key != name}
        return jwt.encode(kept, KEY, "RS256", headers={"kid": "one"})

    return sign


@pytest.mark.parametrize(
    ("claims", "sign"),
    [
        *(({}, without(name)) for name in ("iss", "sub", "aud", "exp", "iat")),
        ({"iat": int(time.time()) + 3600}, None),
        ({"nbf": int(time.time()) + 3600}, None),
        ({"aud": "another-portal"}, None),
        ({"aud": [CLIENT, "another-portal"], "azp": "another-portal"}, None),
        ({"iss": "https://other.example.vn"}, None),
        ({"exp": int(time.time()) - 120}, None),
        ({"nonce": "of-another-sign-in"}, None),
        ({}, unsigned),
        ({}, with_the_secret),
        ({}, by_a_stranger),
        ({}, with_an_unknown_key),
        ({}, lambda claims: jwt.encode(
            {key: claims[key] for key in claims if key != "nonce"}, KEY, headers={"kid": "one"}
        )),
        ({}, lambda claims: "not.a.token"),
    ],
)  # fmt: skip
def test_an_id_token_that_does_not_hold_in_every_part_opens_nothing(client, provider, claims, sign):
    provider.claims, provider.sign = claims, sign or provider.sign
    assert come_back(client, provider).status_code == 401
    assert not signed_in(client)
    assert client.get(FIRST).status_code == 302


def test_state_belongs_to_one_browser_and_is_used_once(client, provider):
    answer = provider.authorize(client.post(START).headers["Location"])
    assert Client().get(BACK, answer).status_code == 401  # swapped into another browser
    assert client.get(BACK, answer | {"state": "guessed"}).status_code == 401
    assert client.get(BACK, answer).headers["Location"] == FIRST
    assert client.get(BACK, answer).status_code == 401  # replayed


def test_a_code_is_exchanged_once_even_with_a_fresh_state(client, provider):
    first = provider.authorize(client.post(START).headers["Location"])
    client.get(BACK, first)
    assert come_back(Client(), provider, code=first["code"]).status_code == 401


def test_s13_the_session_from_before_is_not_the_one_that_is_signed_in(client, provider):
    come_back(client, provider)
    client.post(FIRST)
    client.logout()
    client.get("/tai-khoan/dang-nhap/")
    answer = provider.authorize(client.post(START).headers["Location"])
    planted = client.session.session_key
    client.get(BACK, answer)
    assert signed_in(client)
    assert client.session.session_key != planted


def test_an_email_that_the_provider_did_not_verify_is_left_out(client, provider):
    provider.userinfo = {"email": "nan.nhan@example.vn", "email_verified": False,
                         "phone_number": "+84912000111", "phone_number_verified": False}  # fmt: skip
    come_back(client, provider)
    client.post(FIRST)
    made = User.objects.get()
    assert (made.email, made.phone) == ("", None)
    assert not EmailAddress.objects.exists()


def test_a_code_of_another_sign_in_is_refused_by_pkce(client, provider):
    stolen = provider.authorize(Client().post(START).headers["Location"])["code"]
    assert come_back(client, provider, code=stolen).status_code == 401


def test_user_information_of_another_person_is_refused(client, provider):
    provider.userinfo = {"sub": "p-2"}
    assert come_back(client, provider).status_code == 401


@pytest.mark.parametrize(
    "fault",
    [
        {"is_down": True},
        {"issuer": "https://other.example.vn"},
        {"moves_to": "http://127.0.0.1:1/"},
    ],
)
def test_a_provider_that_is_down_or_strange_is_told_in_plain_words(client, provider, fault):
    before = provider.authorize(client.post(START).headers["Location"])
    for name, value in fault.items():
        setattr(provider, name, value)
    for page in (client.post(START), client.get(BACK, before)):
        assert page.status_code in {503, 401}
        assert "Hãy" in page.content.decode()
    assert not signed_in(client)


def test_a_person_who_does_not_agree_is_back_at_the_door(client, provider):
    answer = provider.authorize(client.post(START).headers["Location"])
    page = client.get(BACK, {"state": answer["state"], "error": "access_denied"}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize(("claims", "said"), [({"acr": "1"}, "chưa đủ"), ({}, "không cho biết")])
def test_a_low_level_or_a_missing_number_is_refused(client, provider, claims, said):
    provider.claims = claims
    if not claims:
        provider.userinfo = {"identity_number": ""}
    page = come_back(client, provider)
    assert said in client.get(page.headers["Location"]).content.decode()
    assert not User.objects.exists()


def test_an_equal_email_and_a_typed_number_never_open_a_strangers_account(client, provider, holder):
    provider.userinfo = {"email": holder.email, "email_verified": True, "phone_number": holder.phone,
                         "phone_number_verified": True}  # fmt: skip
    come_back(client, provider)
    assert not signed_in(client)
    client.post(FIRST)
    fresh = User.objects.exclude(pk=holder.pk).get()
    assert (fresh.email, fresh.phone) == ("", None)  # both belong to somebody else already
    assert not SocialAccount.objects.filter(user=holder).exists()


def test_what_is_no_telephone_number_is_left_out(client, provider):
    provider.userinfo = {"phone_number": "+8491234567890", "phone_number_verified": True}
    come_back(client, provider)
    client.post(FIRST)
    assert User.objects.get().phone is None


def test_own_sign_in_links_and_tells_the_holder(client, provider, holder):
    come_back(client, provider)
    assert sign_in(client, holder, next=FIRST).headers["Location"] == FIRST
    page = client.post(FIRST, follow=True)
    if page.redirect_chain[-1][0].startswith("/tai-khoan/xac-thuc-lai/"):
        page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == LINKS
    holder.refresh_from_db()
    assert SocialAccount.objects.get().user == holder
    assert holder.identity_verified_at
    told = Promise.objects.filter(kind__in=["mail", "sms"])
    assert len(told) >= 2  # both contacts
    client.logout()
    come_back(client, provider)
    assert signed_in(client) == str(holder.pk)


def test_the_identity_of_another_person_is_not_linked(client, provider, holder):
    User.objects.filter(pk=holder.pk).update(identity_number="079085004321")
    client.force_login(holder, "accounts.backends.CitizenDoorBackend")
    come_back(client, provider)
    page = client.post(FIRST, follow=True)
    if page.redirect_chain[-1][0].startswith("/tai-khoan/xac-thuc-lai/"):
        page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert "khác với số" in page.content.decode()
    assert not SocialAccount.objects.exists()


def test_one_verified_number_has_one_account(client, provider, holder):
    come_back(client, provider)
    client.post(FIRST)
    client.logout()
    provider.claims, provider.userinfo = {"sub": "p-9"}, {"sub": "p-9"}
    come_back(client, provider)
    page = client.post(FIRST, follow=True)
    assert "đã gắn với một tài khoản" in page.content.decode()
    assert not signed_in(client)
    assert SocialAccount.objects.count() == 1


def test_an_identity_of_one_account_is_not_taken_by_another(client, provider, holder):
    come_back(client, provider)
    client.post(FIRST)
    client.logout()
    client.force_login(holder, "accounts.backends.CitizenDoorBackend")
    come_back(client, provider)
    assert signed_in(client) == str(holder.pk)
    assert SocialAccount.objects.get().user != holder


def test_unlinking_needs_the_password_again_and_another_way_in(client, provider, holder):
    come_back(client, provider)
    client.post(FIRST)
    only = SocialAccount.objects.get()
    page = client.post(LINKS, {"dinh-danh": only.pk}, follow=True)
    assert "đặt mật khẩu" in page.content.decode()
    assert SocialAccount.objects.exists()
    own = SocialAccount.objects.create(user=holder, provider="vneid", uid="p-5")
    client.force_login(holder, "accounts.backends.CitizenDoorBackend")
    client.post(LINKS, {"dinh-danh": only.pk})
    page = client.post(LINKS, {"dinh-danh": own.pk})
    assert page.headers["Location"].startswith("/tai-khoan/xac-thuc-lai/")
    assert SocialAccount.objects.count() == 2
    client.post(page.headers["Location"], {"password": PASSWORD}, follow=True)
    assert not SocialAccount.objects.filter(user=holder).exists()
    assert SocialAccount.objects.filter(pk=only.pk).exists()  # a stranger's stays


def test_a_blocked_account_and_staff_stay_outside(client, provider):
    clerk = situations.citizen(is_staff=True)
    blocked = situations.citizen(is_active=False)
    for number, user in enumerate([clerk, blocked]):
        SocialAccount.objects.create(user=user, provider="vneid", uid=f"s-{number}")
        provider.claims = provider.userinfo = {"sub": f"s-{number}"}
        come_back(client, provider)
        assert not signed_in(client)


def test_the_stand_in_exists_only_in_the_demo(client, settings):
    settings.DEMO = False
    assert client.get("/dinh-danh-thu/.well-known/openid-configuration").status_code == 404


def test_the_stand_in_is_clicked_through(client, live_server, settings):
    settings.DEMO, settings.BASE_URL = True, live_server.url
    issuer = f"{live_server.url}/dinh-danh-thu"
    app = {"provider_id": "vneid", "name": "VNeID", "client_id": "x", "secret": "y",
           "settings": {"server_url": issuer, "identity_claim": "identity_number"}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    page = client.post(START)
    place = page.headers["Location"].removeprefix(live_server.url)
    assert re.search("Bình An", client.get(place).content.decode())
    back = client.post(place, {"nguoi": "moi"}).headers["Location"].removeprefix(live_server.url)
    assert client.get(back).headers["Location"] == FIRST
    assert "079195007788" in client.get(FIRST).content.decode()
