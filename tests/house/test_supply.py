"""What is built in from outside is pinned to its bytes (security.md: S54)."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_s54_every_package_is_pinned_with_its_hash(lock):
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line[:1] not in ("", "#", " ")]
    assert len(packages) > 20
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []
    assert "--require-hashes" in (ROOT / ".ci" / "install").read_text()
