"""The examples of docs/api.md, and the commands on the API's page, sent as they stand there to the demo."""

import html
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from home.demo import partners

GUIDE = Path(__file__).resolve().parents[2] / "docs/api.md"
EXAMPLE = re.compile(
    r"```http\n(\w+) (\S+)\n((?:[\w-]+: [^\n]*\n)*)\n?(.*?)→ (\d+)\n```", re.DOTALL
)
COMMAND = re.compile(r'<pre [^>]*data-answers="(\d+)">(.*?)</pre>', re.DOTALL)
KNOWN = {"REPORT_TOKEN": partners.REPORTS, "TOKEN": partners.FILES, "SMS_SECRET": "bi-mat"}


pytestmark = pytest.mark.one_database


@pytest.fixture
def told(demo, settings):
    """What stands behind the names in the examples; `CODE` follows from the first filing."""
    settings.SMS_INBOUND_SECRET = KNOWN["SMS_SECRET"]
    partners.build()
    return dict(KNOWN)


def _send(told, method, path, headers, body, status):
    for name, value in told.items():
        path, body = path.replace(f"${name}", value), body.replace(f"${name}", value)
        headers = {key: text.replace(f"${name}", value) for key, text in headers.items()}
    answer = Client().generic(method, path, body, "application/json", headers=headers)
    assert answer.status_code == int(status), (method, path, answer.text)
    if status == "201":
        told["CODE"] = answer.json()["code"]
    return answer


def test_the_examples_of_the_guide_run_as_written(told):
    examples = EXAMPLE.findall(GUIDE.read_text(encoding="utf-8"))
    assert len(examples) == 13
    for method, path, head, body, status in examples:
        headers = dict(line.split(": ", 1) for line in head.splitlines())
        answer = _send(told, method, path, headers, body, status)
        if path.endswith("/sms/inbound"):
            assert told["CODE"] in answer.json()["reply"]


def test_the_commands_on_the_page_run_as_written(told):
    commands = COMMAND.findall(Client().get("/api/v1/docs").text)
    assert len(commands) == 6
    for status, text in commands:
        words = shlex.split(html.unescape(text))
        given = {option: words[at + 1] for at, option in enumerate(words) if option in ("-X", "-d")}
        said = [words[at + 1] for at, option in enumerate(words) if option == "-H"]
        headers = dict(line.split(": ", 1) for line in said)
        parts = urlsplit(next(word for word in words if word.startswith("http")))
        path = f"{parts.path}?{parts.query}"
        _send(told, given.get("-X", "GET"), path, headers, given.get("-d", ""), status)
