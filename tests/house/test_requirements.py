"""docs/requirements.md leads from each row of the regulation to tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_row_of_the_regulation_leads_to_tests_that_exist():
    written = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    existing = set(re.findall(r"^ *def (test_\w+)", written, re.M))
    rows = re.findall(
        r"^\| ([0-9X][0-9a-z.]*) \|[^|]+\|([^|]+)\|$",
        (ROOT / "docs/requirements.md").read_text(),
        re.M,
    )
    assert len({number for number, _tests in rows}) == len(rows) > 100
    named = {name for _number, tests in rows for name in re.findall(r"`(test_\w+)`", tests)}
    assert named <= existing, sorted(named - existing)
