"""Schemathesis reads the API's document and sends what it can think of, to what is there and what is not:
nothing ends in a 500, and every answer is as the document says."""

import json
import os
import time
from urllib.parse import quote, urlencode

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.transport import Response

from config.api import api
from flows.gateways import post
from flows.models import Token
from tests import situations
from tests.flows.api import partners

load_all_checks()
EVERY_ROLE = ("intake_clerk", "case_officer", "leader", "return_clerk")
EXAMPLES = int(
    os.environ.get("API_EXAMPLES", "20")
)  # of each operation; more when asked for by hand
written = schemathesis.openapi.from_dict(
    json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
)
OPERATIONS = [found.ok() for found in written.get_all_operations()]
CONFORM = CHECKS.get_by_names(
    ["status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)


@pytest.fixture
def there(db, settings):
    """What there is to call about: a dossier, and by path and field the values that name it."""
    settings.SMS_INBOUND_SECRET, settings.POST_SECRET = "bi-mat", "khoa-buu-chinh"
    version, office = situations.procedure(), situations.office()
    dossier = situations.received(version, office)
    body = partners.sent(version, office)
    return {
        "path": {
            "/procedures/{code}": {"code": version.procedure.code},
            "/inbox/{message_id}": {"message_id": "tin-1"},
            "/status/{code}": {"code": dossier.code},
        },
        "query": {"check": dossier.check_code, "agency": office.agency.office_code},
        "body": {
            "/dossiers": body,
            "/sms/inbound": {"from": dossier.applicant_phone, "text": f"BH HS {dossier.code}"},
        },
        "code": dossier.code,
    }


@pytest.fixture
def system(there):
    return partners.system(*EVERY_ROLE)


def client(system, *rights) -> Client:
    text = partners.token(system, rights=list(rights), per_minute=100_000)[1]
    return Client(
        headers={"authorization": f"Bearer {text}", "X-SMS-Secret": "bi-mat"},
        raise_request_exception=False,
    )


def aim(case, there, path: bool, fields: set) -> None:
    """Turn a case to what is there: by its path, and in these fields of query and body."""
    place = case.operation.path.removeprefix("/api/v1")
    if path:
        known = there["path"].get(place, {"code": there["code"]})
        case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}  # fmt: skip
        for name in set(there["query"]) & set(case.query or {}):
            case.query[name] = there["query"][name]
    known = there["body"].get(place, {})
    if isinstance(case.body, dict) and fields:
        case.body = {**case.body, **{name: known[name] for name in fields & set(known)}}


def send(client, case):
    """The case as the API would get it over the wire."""
    content = b"" if isinstance(case.body, schemathesis.core.NotSet) else json.dumps(case.body)
    path = f"{case.formatted_path}?{urlencode(case.query or {}, doseq=True)}"
    headers = {
        name: value
        for name, value in dict(case.headers or {}).items()
        if name.lower() == "idempotency-key"
    }
    if case.operation.path.endswith("/post/events"):
        stamp = str(int(time.time()))
        headers["X-Timestamp"] = stamp
        headers["X-Signature"] = post.signature(content.encode() if content else b"", stamp)
    return client.generic(case.method, path, content, "application/json", headers=headers)


def told(case, answer) -> Response:
    """The answer as Schemathesis reads it."""
    request = requests.Request(case.method, f"http://testserver{quote(case.formatted_path)}")
    headers = {name: [value] for name, value in answer.headers.items()}
    return Response(answer.status_code, headers, answer.content, request.prepare(), 0.1, True)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_nothing_that_is_sent_ends_in_a_server_error_or_in_an_answer_that_is_not_written(
    operation, there, system
):
    caller = client(system, *Token.Right.values)
    names = sorted({name for body in there["body"].values() for name in body})

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(operation.as_strategy(), st.booleans(), st.sets(st.sampled_from(names)))
    def anything(case, path, fields):
        aim(case, there, path, fields)
        answer = send(caller, case)
        assert answer.status_code < 500, (answer.status_code, case)
        case.validate_response(told(case, answer), checks=CONFORM)
        if answer.status_code >= 400:
            assert answer.json()["code"], case

    anything()


def test_a_call_opens_to_its_own_right_and_to_no_other(there, system):
    callers = {right: client(system, right) for right in Token.Right.values}
    for operation in OPERATIONS:
        body = {} if operation.body else schemathesis.core.NOT_SET
        known = {"code": there["code"], "message_id": "tin-1"}
        case = operation.Case(path_parameters=known, body=body, media_type="application/json")
        refused = [
            right
            for right, caller in callers.items()
            if send(caller, case).json().get("code") == "right_missing"
        ]
        doors = [name for way in operation.definition.raw.get("security", []) for name in way]
        assert len(refused) == (2 if "TokenDoor" in doors else 0), operation.path
