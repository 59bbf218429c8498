"""What is too large, too deep or too strange is named and refused; a busy database asks for patience."""

import pytest
from django.db import OperationalError

from flows.api.bodies import DEEPEST
from flows.models import Dossier
from flows.partners import filing
from tests import situations as given
from tests.flows.api import partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(db):
    return partners.caller(partners.token()[1])


def said(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def send(caller, body: str):
    return caller.post("/api/v1/inbox/reports", body, content_type="application/json")


def nested(depth: int) -> str:
    """A message whose JSON has so many levels."""
    inner = depth - 2
    return '{"message_id": "m", "body": {"x": ' + "[" * inner + "]" * inner + "}}"


def test_a_body_over_the_limit_is_refused_before_it_is_read(caller, settings):
    settings.API_MAX_MB = 1
    body = '{"message_id": "m", "body": {"x": "%s"}}'
    assert said(send(caller, body % ("a" * 1024 * 1024))) == (413, "too_large")
    assert send(caller, body % ("a" * 1000)).status_code == 202


def test_json_is_read_to_a_depth_and_no_deeper(caller):
    assert send(caller, nested(DEEPEST)).status_code == 202
    assert said(send(caller, nested(DEEPEST + 1))) == (400, "too_deep")
    assert said(send(caller, nested(200_000))) == (400, "too_deep")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NaN", "bad_number"), ("1e999", "bad_number"), ("9" * 40, "bad_number"),
        ('"\\u0000"', "bad_text"), ('"\\ud800"', "bad_text"), ("tru", "bad_json"), ("", "bad_json"),
    ],
)  # fmt: skip
def test_what_no_database_keeps_is_refused(caller, value, code):
    assert said(send(caller, f'{{"message_id": "m", "body": {{"x": {value}}}}}')) == (400, code)


def test_a_busy_database_asks_to_come_again_and_has_kept_nothing(caller, monkeypatch):
    given.loaded_slips()
    version, office = given.procedure(), given.office()
    file = filing.filing.file_from_system

    def busy(*args, **kwargs):
        file(*args, **kwargs)
        raise OperationalError("database is locked")

    monkeypatch.setattr(filing.filing, "file_from_system", busy)
    body = partners.sent(version, office)
    answer = partners.post(caller, "/dossiers", body, key="mot-lan")
    assert said(answer) == (503, "busy")
    assert int(answer["Retry-After"]) > 0
    assert not Dossier.objects.exists()
    monkeypatch.undo()
    assert partners.post(caller, "/dossiers", body, key="mot-lan").status_code == 201
