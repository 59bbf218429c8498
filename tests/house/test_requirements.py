"""docs/requirements.md, docs/security.md and docs/partners.md lead to tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def existing_tests() -> set[str]:
    written = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return set(re.findall(r"^ *def (test_\w+)", written, re.M))


def test_every_row_of_the_regulation_leads_to_tests_that_exist():
    existing = existing_tests()
    text = (ROOT / "docs/requirements.md").read_text()
    rows = re.findall(r"^\| ([0-9X][0-9a-z.]*) \|[^|]+\|[^|]*`test_\w+`[^|]*\|$", text, re.M)
    assert len(set(rows)) == len(rows) > 100
    named = set(re.findall(r"`(test_\w+)`", text))
    assert named <= existing, sorted(named - existing)


def test_every_attack_leads_to_tests_that_exist():
    text = (ROOT / "docs/security.md").read_text()
    rows = re.findall(r"^\| (S\d+) \|", text, re.M)
    assert rows == [f"S{number}" for number in range(1, 55)]
    named = set(re.findall(r"`(test_\w+)`", text))
    assert named <= existing_tests(), sorted(named - existing_tests())


def test_every_bad_input_from_partners_leads_to_tests_that_exist():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/partners.md").read_text()))
    assert named
    assert named <= existing_tests(), sorted(named - existing_tests())
