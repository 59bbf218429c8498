"""Somebody acted while a step's page was open: who did what since then, and what becomes of the typing."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from flows import acts
from flows.console import words
from flows.models import JournalEntry

SHOWN = 8
READINGS = ("read", "read_document", "download", "print_slip")
NOTE_LENGTH = 2000


@dataclass
class Meanwhile:
    """What the page of a refused step tells beside the refusal."""

    entries: list[JournalEntry]
    is_over: bool  # the step cannot be done any more, by this person at least
    may_refresh: bool  # the form can be had anew with what was typed
    to_keep: str  # what was typed, for an internal note; empty when none may be written


def opened_at(request) -> str:
    """When the page that was sent had been opened; for a new one, now."""
    return request.POST.get("opened", "") or timezone.now().isoformat()


def since(request, form, refusal: str) -> Meanwhile | None:
    """None where nobody has done anything since the page was opened and the step can still be done."""
    dossier = form.dossier
    try:
        opened = parse_datetime(request.POST.get("opened", ""))
    except ValueError:
        opened = None
    entries = []
    if opened and timezone.is_aware(opened):
        others = dossier.journal.filter(at__gt=opened).exclude(act__in=READINGS)
        entries = list(others.order_by("seq")[:SHOWN])
    for entry in entries:
        entry.told = words.act_label(entry.act)
    if not entries and not refusal:
        return None
    return Meanwhile(
        entries,
        is_over=bool(refusal),
        may_refresh=not refusal and not getattr(form, "question_forms", None),
        to_keep=_typed(form) if refusal else "",
    )


def _typed(form) -> str:
    """The texts somebody wrote into the form, unless no note may be written here."""
    note = acts.ACTS["note"]
    if not note.is_open_to(form.user, form.dossier) or note.refusal(form.dossier):
        return ""
    written = []
    for field in form:
        text = field.value() if field.widget_type == "textarea" else None
        if isinstance(text, str) and text.strip() and text != field.initial:
            written.append(f"{field.label}: {text.strip()}")
    return "\n".join(written)[:NOTE_LENGTH]
