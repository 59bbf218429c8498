"""The development twin of the postal carrier: consignments and events in a file, moved on its page."""

import json

from django.conf import settings
from django.utils import timezone


def create(consignment: dict) -> str:
    """A number for the consignment; the same reference is the same consignment."""
    for known in consignments():
        if known["reference"] == consignment["reference"]:
            return known["number"]
    number = f"RB{len(consignments()) + 1:09d}VN"
    _write({"consignment": {**consignment, "number": number}})
    return number


def hand_over(manifest: dict) -> None:
    """A list is taken once."""
    if manifest["code"] not in {one["code"] for one in manifests()}:
        _write({"manifest": manifest})


def manifests() -> list[dict]:
    """The lists that were handed over, newest first."""
    return [row["manifest"] for row in _rows() if "manifest" in row][::-1]


def consignments() -> list[dict]:
    """What was announced, newest first, each with its events."""
    found, told = [], {}
    for row in _rows():
        if "consignment" in row:
            found.append(row["consignment"])
        elif "event" in row:
            told.setdefault(row["event"]["number"], []).append(row["event"])
    return [{**one, "events": told.get(one["number"], [])} for one in found][::-1]


def events(number: str) -> list[dict]:
    return [row["event"] for row in _rows() if row.get("event", {}).get("number") == number]


def move(number: str, code: str) -> dict:
    """Something happens to a consignment; the event as the carrier pushes it."""
    event = {
        "id": f"{number}-{len(events(number)) + 1}",
        "number": number,
        "code": code,
        "at": timezone.now().isoformat(),
        "place": "Bưu cục trung tâm",
    }
    _write({"event": event})
    return event


def _rows() -> list[dict]:
    path = settings.MESSAGES_DIR / "post.jsonl"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write(row: dict) -> None:
    settings.MESSAGES_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.MESSAGES_DIR / "post.jsonl").open("a", encoding="utf-8") as book:
        book.write(json.dumps(row, ensure_ascii=False) + "\n")
