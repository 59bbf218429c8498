"""The examples of docs/api.md, sent as they stand there, one after the other."""

import re
from pathlib import Path

import pytest
from django.test import Client

from catalog.models import Agency
from tests import situations as given
from tests.flows.api import partners

GUIDE = Path(__file__).resolve().parents[3] / "docs/api.md"
EXAMPLE = re.compile(
    r"```http\n(\w+) (\S+)\n((?:[\w-]+: [^\n]*\n)*)\n?(.*?)→ (\d+)\n```", re.DOTALL
)


@pytest.mark.django_db
def test_the_examples_of_the_guide_run_as_written(settings):
    settings.SMS_INBOUND_SECRET = "bi-mat"
    given.loaded_slips()
    office = given.office()
    Agency.objects.filter(pk=office.agency.pk).update(office_code="07906")
    version = given.procedure("1.002179")
    version.components.update(needs_scan=True)
    token = partners.token(partners.system("intake_clerk", "case_officer", "return_clerk"))[1]
    known = {"TOKEN": token, "SMS_SECRET": "bi-mat", "CODE": ""}
    examples = EXAMPLE.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(examples) == 13
    for method, path, head, body, status in examples:
        for name, value in known.items():
            path, head, body = (text.replace(f"${name}", value) for text in (path, head, body))
        headers = dict(line.split(": ", 1) for line in head.splitlines())
        response = Client().generic(method, path, body, "application/json", headers=headers)
        assert response.status_code == int(status), (method, path, response.text)
        known["CODE"] = known["CODE"] or response.json().get("code", "") * (status == "201")
        if path.endswith("/sms/inbound"):
            assert known["CODE"] in response.json()["reply"]
