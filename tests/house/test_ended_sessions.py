"""A copied cookie ends with its session, at every address that shows something of a person or an office."""

import datetime
import re

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from catalog.models import Post
from tests.house import access, access_things
from tests.house.conftest import signed_in
from tests.journeys import demo_data

# What a session opens beside single things: pages of the portal, the console and the editor.
CITIZENS_OWN = [
    "/ho-so/", "/tai-khoan/ho-so-ca-nhan/", "/tai-khoan/lich-su/", "/tai-khoan/uy-quyen/",
    "/tai-khoan/phien-dang-nhap/", "/tai-khoan/phien-dang-nhap/giu/",
]  # fmt: skip
STAFFS_OWN = [
    "/quan-tri/", "/quan-tri/flows/workitem/", "/quan-tri/flows/dossier/", "/can-bo/bao-mat/",
    "/tai-khoan/phien-dang-nhap/", "/tai-khoan/phien-dang-nhap/giu/",
]  # fmt: skip
EDITORS_OWN = [
    "/bien-tap/", "/bien-tap/pages/", "/bien-tap/images/", "/bien-tap/reports/site-history/",
]  # fmt: skip


def _sign_out(user, client):
    door = "two_factor:logout" if user.is_staff else "account_logout"
    client.post(reverse(door))


def _set_password(user, client):
    user.set_password("mot mat khau khac han 2027")
    user.save()


def _deactivate(user, client):
    User.objects.filter(pk=user.pk).update(is_active=False)


def _sign_out_everywhere(user, client):
    UserSession.objects.create(
        user=user, session_key=client.session.session_key, ip="127.0.0.1"
    )  # as the doors do
    signed_in(user).post(reverse("account_sessions"), {"phien": "khac"})


ENDS = [_sign_out, _set_password, _sign_out_everywhere, _deactivate]


@pytest.fixture
def demo(transactional_db, django_db_setup):
    """The demo's people and catalogue."""
    copy = django_db_setup
    copy.restore(copy.filled(demo_data.name(), demo_data.load))


def addresses() -> dict[str, list[str]]:
    """What each owner reads: (address, …) of pages, files, slips, results, lists."""
    read: dict[str, list[str]] = {}
    everything = [thing for thing in access_things.things() if thing.shows]
    for route in access.routes():
        for thing in everything:
            if re.fullmatch(thing.routes, route):
                read.setdefault(thing.owner, []).append(access.address(route, **thing.parts))
                break
    return read


def pages_of(user) -> list[str]:
    if not user.is_staff:
        return CITIZENS_OWN
    return STAFFS_OWN if user.posts.exists() else EDITORS_OWN


def thief_of(client) -> Client:
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    return thief


def turned_away(client, path: str, method: str = "get") -> bool:
    """Refused, or led to a door and shown nothing."""
    answer = getattr(client, method)(path)
    led_to = answer.headers.get("Location", "").split("?")[0]
    return answer.status_code in access.REFUSED or led_to in access.DOORS


def test_s15_a_copied_cookie_opens_nothing_anywhere_once_its_session_ended(demo):
    things, let_in = addresses(), []
    for name in ("bientap", *things):
        user = User.objects.get(username=name)
        read = pages_of(user) + things.get(name, [])
        opens = thief_of(signed_in(user))
        shut = [path for path in read if turned_away(opens, path)]
        assert not shut, "not even the session opens it: nothing was proven"
        for end in ENDS:
            client = signed_in(user)
            thief = thief_of(client)
            assert not turned_away(thief, read[0])
            end(user, client)
            let_in += [
                f"{end.__name__} {name} {method} {path}"
                for path in read
                for method in ("get", "post")
                if not turned_away(thief, path, method)
            ]
            User.objects.filter(pk=user.pk).update(is_active=True)
    assert not let_in


def test_s15_a_post_that_ended_closes_what_it_opened_at_once(demo):
    things, let_in = addresses(), []
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    long_ago = yesterday - datetime.timedelta(days=900)
    for name, read in things.items():
        user = User.objects.get(username=name)
        if not user.is_staff:
            continue
        client = signed_in(user)
        posts = Post.objects.filter(user=user)
        kept = list(posts.values("pk", "valid_from", "valid_to"))
        assert not [path for path in read if turned_away(client, path)]
        posts.update(valid_from=long_ago, valid_to=yesterday)
        let_in += [f"{name} {path}" for path in read if not turned_away(client, path)]
        for row in kept:
            Post.objects.filter(pk=row.pop("pk")).update(**row)
    assert not let_in
