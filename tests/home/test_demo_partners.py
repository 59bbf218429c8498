"""The demo's systems: their tokens open what the guide says."""

import pytest

from flows.models import ClientSystem
from home.demo import partners as demo
from tests import situations as given
from tests.flows.api import partners

pytestmark = pytest.mark.django_db


def test_the_tokens_of_the_demo_open_what_the_guide_says():
    given.role("intake_clerk"), given.role("case_officer")
    version, office = given.procedure(), given.office()
    demo.build()
    demo.build()
    assert ClientSystem.objects.count() == 3
    sent = partners.post(partners.caller(demo.FILES), "/dossiers", partners.sent(version, office))
    assert sent.status_code == 201
    where = f"/dossiers/{sent.json()['code']}/status"
    refused = partners.post(partners.caller(demo.FILES), where, {"status": "received"})
    assert refused.json()["code"] == "right_missing"
    taken = partners.post(partners.caller(demo.REPORTS), where, {"status": "received"})
    assert taken.json()["status"] == "received"
