"""A slip as PDF, and the journal verified."""

import time

from catalog.measuring import best
from flows.audit import verify
from flows.models import IssuedDocument, JournalEntry
from flows.papers import rendering


def slip() -> dict:
    """A slip as PDF with its QR by the kept compiler, beside the first one of a new process."""
    issued = IssuedDocument.objects.select_related("template").latest("pk")

    def compile_it():
        rendering.compile_pdf(
            issued.template.source, issued.data, token=issued.token, at=issued.issued_at
        )

    begun = time.process_time()
    compile_it()
    first = (time.process_time() - begun) * 1000
    ours = best(compile_it, 5)
    return {"unit": "ms CPU", "ours": ours, "peer": first, "limit": None, "lower": True, "goal": 1}


def journal() -> dict:
    """Entries verified a second; goal: 20,000."""
    rate = JournalEntry.objects.count() / (best(verify.everything) / 1000)
    return {
        "unit": "entries/s", "ours": rate, "peer": None, "limit": None, "lower": False,
        "goal": 20_000,
    }  # fmt: skip
