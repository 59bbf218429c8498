"""The environment decides; what is unsafe must be said, and what is wrong is named."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings import backing

SHOW = (
    "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
    " s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT, s.CSRF_COOKIE_NAME)"
)


# The cookies that our middleware really sets: of a session, of forms, of a message, of the language.
COOKIES = """
import django
from django.conf import settings
settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
django.setup()
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory
from django.views.i18n import set_language

def view(request):
    messages.success(request, "1")
    request.session["a"] = 1
    get_token(request)
    answer = set_language(request)
    answer.status_code = 200
    return answer

made = SessionMiddleware(MessageMiddleware(CsrfViewMiddleware(view)))
asked = RequestFactory().post("/", {"language": "en"}, secure=True, HTTP_HOST=settings.ALLOWED_HOSTS[0])
asked._dont_enforce_csrf_checks = True
for cookie in made(asked).cookies.values():
    print(cookie.OutputString())
"""


def started_with(tmp_path, shown=SHOW, **variables) -> subprocess.CompletedProcess:
    """What the settings are in a fresh process under these variables alone."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", shown],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": "site:.",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "VAR_DIR": str(tmp_path),
            **variables,
        },
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_set_runs_for_this_machine_only_with_a_key_of_its_own(tmp_path):
    assert started_with(tmp_path).stdout.split() == ["phien", "False", "0", "False", "csrf"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_open_to_others_without_a_secret_it_refuses_to_start(tmp_path):
    refused = started_with(tmp_path, ALLOWED_HOSTS="dichvucong.example.vn")
    assert refused.returncode
    assert "SECRET_KEY" in refused.stderr


def test_behind_https_cookies_and_headers_are_locked(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("k" * 60)
    shown = started_with(
        tmp_path,
        SECRET_KEY_FILE=str(secret),
        ALLOWED_HOSTS="dichvucong.example.vn",
        BASE_URL="https://dichvucong.example.vn",
    )
    assert shown.stdout.split() == ["__Host-phien", "True", "31536000", "True", "__Host-csrf"]


def test_s18_every_cookie_is_bound_to_the_host_and_no_script_reads_it(tmp_path):
    shown = started_with(
        tmp_path,
        COOKIES,
        SECRET_KEY="k" * 60,
        ALLOWED_HOSTS="dichvucong.example.vn",
        BASE_URL="https://dichvucong.example.vn",
    )
    cookies = {line.split("=")[0]: line for line in shown.stdout.splitlines()}
    assert set(cookies) == {
        "__Host-phien",
        "__Host-csrf",
        "__Host-ngon-ngu",
        "__Host-messages",
    }, shown.stderr
    for line in cookies.values():
        told = {part.strip() for part in line.split(";")}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= told
        assert "Domain" not in line


def test_a_postgres_address_becomes_settings_that_survive_a_restart_of_the_server():
    found = backing.database("postgres://u%40x:p%2F@db.example:5433/portal?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["PORT"]) == ("u@x", "p/", "5433")
    assert found["CONN_MAX_AGE"] > 0
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["OPTIONS"]["sslmode"] == "require"


def test_sqlite_writers_take_their_lock_at_the_start():
    found = backing.database("sqlite:////srv/x.sqlite3")
    assert found["NAME"] == "/srv/x.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_papers_have_no_address_and_pictures_keep_ours():
    papers, pictures = backing.storages("")
    assert papers["OPTIONS"]["base_url"] is None
    assert pictures["OPTIONS"]["base_url"] == "/anh/"
    papers, pictures = backing.storages("s3://key:s%2Fecret@files?endpoint_url=https://s3.local")
    assert papers["OPTIONS"]["default_acl"] == "private"
    assert papers["OPTIONS"]["secret_key"] == "s/ecret"
    assert papers["OPTIONS"]["endpoint_url"] == "https://s3.local"
    assert pictures["OPTIONS"]["custom_domain"].endswith("/anh")


@pytest.mark.parametrize(
    ("read", "url"),
    [
        (backing.database, "mysql://x"),
        (backing.cache, "memcached://x"),
        (backing.storages, "ftp://x"),
    ],
)
def test_a_service_we_do_not_speak_is_refused_by_name(read, url):
    with pytest.raises(ImproperlyConfigured, match="_URL"):
        read(url)


def test_a_wrong_value_names_its_variable(monkeypatch):
    monkeypatch.setenv("DEMO", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEMO"):
        env.flag("DEMO")
