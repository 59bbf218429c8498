"""Schemathesis reads the API's document and sends what it can think of: nothing ends in a 500."""

import json
from urllib.parse import urlencode

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings

from config.api import api
from tests import situations
from tests.flows.api import partners

EVERY_ROLE = ("intake_clerk", "case_officer", "leader", "return_clerk")
written = schemathesis.openapi.from_dict(
    json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
)
OPERATIONS = [found.ok() for found in written.get_all_operations()]


@pytest.fixture
def client(db, settings):
    situations.received(situations.procedure(), situations.office())
    settings.SMS_INBOUND_SECRET = "bi-mat"
    text = partners.token(partners.system(*EVERY_ROLE), per_minute=100_000)[1]
    return Client(
        headers={"authorization": f"Bearer {text}", "X-SMS-Secret": "bi-mat"},
        raise_request_exception=False,
    )


def send(client, case):
    """The case as the API would get it over the wire."""
    content = b"" if isinstance(case.body, schemathesis.core.NotSet) else json.dumps(case.body)
    path = f"{case.formatted_path}?{urlencode(case.query or {}, doseq=True)}"
    headers = {
        name: value
        for name, value in dict(case.headers or {}).items()
        if name.lower() == "idempotency-key"
    }
    return client.generic(case.method, path, content, "application/json", headers=headers)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_nothing_that_is_sent_ends_in_a_server_error(client, operation):
    @settings(
        max_examples=20, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(operation.as_strategy())
    def anything(case):
        response = send(client, case)
        assert response.status_code < 500, (response.status_code, case)
        if response.status_code >= 400:
            assert response.json()["code"], case

    anything()
