"""Every test has a development mailbox of its own."""

import pytest


@pytest.fixture(autouse=True)
def _own_mailbox(settings, tmp_path):
    settings.MESSAGES_DIR = tmp_path / "messages"
