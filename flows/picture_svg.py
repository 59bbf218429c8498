"""Draws the way of a dossier as an SVG picture: readable, printable, no script, colour never alone."""

import textwrap

from django.utils import timezone
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from flows.picture import COMING, CURRENT, DONE, SKIPPED, WAITING, Stop

# As wide as a telephone, so that it is read without enlarging.
WIDTH, LEFT, TEXT, RADIUS, LINE, GAP = 400, 24, 60, 17, 23, 24
# Ground, border and ink of the mark of each state.
MARKS = {
    DONE: ("#0a6b43", "#0a6b43", "#ffffff"),
    CURRENT: ("#0b4ea2", "#0b4ea2", "#ffffff"),
    WAITING: ("#fff2d1", "#7a4a00", "#7a4a00"),
    COMING: ("#ffffff", "#0b4ea2", "#0b4ea2"),
    SKIPPED: ("#ffffff", "#6b7b90", "#46566c"),
}
SIGNS = {DONE: "✓", SKIPPED: "–"}
INK, QUIET = "#13233a", "#46566c"


def draw(stops: list[Stop], *, title: str) -> str:
    """The stations from top to bottom: mark, name, place, state and time in words."""
    parts, y = [], RADIUS + 4
    for number, stop in enumerate(stops, start=1):
        lines = _lines(stop)
        following = y + len(lines) * LINE + GAP
        if number < len(stops):
            parts.append(
                f'<line x1="{LEFT}" y1="{y + RADIUS}" x2="{LEFT}" y2="{following - RADIUS}" '
                f'stroke="{"#0a6b43" if stop.state == DONE else "#b9d0ea"}" stroke-width="3"/>'
            )
        parts += [_mark(stop, number, y), *_texts(lines, y)]
        y = following
    height = y - GAP + RADIUS
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" font-family="Be Vietnam Pro, system-ui, sans-serif" lang="{get_language()}">'
        f"<title>{escape(title)}</title><desc>{escape(_description(stops))}</desc>"
        f"{''.join(parts)}</svg>"
    )


def _mark(stop: Stop, number: int, y: int) -> str:
    ground, border, ink = MARKS[stop.state]
    return (
        f'<circle cx="{LEFT}" cy="{y}" r="{RADIUS}" fill="{ground}" stroke="{border}" stroke-width="2.5"/>'
        f'<text x="{LEFT}" y="{y + 6}" text-anchor="middle" font-size="16" font-weight="700" fill="{ink}">'
        f"{SIGNS.get(stop.state, number)}</text>"
    )


def _lines(stop: Stop) -> list[tuple[str, str]]:
    """Each line with its attributes; long names are broken between words."""
    name = f'font-size="17" font-weight="700" fill="{INK}"'
    place = f'font-size="15" fill="{QUIET}"'
    lines = [(line, name) for line in textwrap.wrap(stop.title, 36)]
    for text in (stop.department, stop.agency, capfirst(stop.note), _when(stop)):
        lines += [(line, place) for line in textwrap.wrap(text, 42)]
    return lines


def _texts(lines: list[tuple[str, str]], y: int) -> list[str]:
    return [
        f'<text x="{TEXT}" y="{y + 6 + LINE * index}" {attributes}>{escape(text)}</text>'
        for index, (text, attributes) in enumerate(lines)
    ]


def _when(stop: Stop) -> str:
    if stop.at is None:
        return stop.state_label if stop.state != COMING else ""
    return f"{stop.state_label}: {timezone.localtime(stop.at):%H:%M %d/%m/%Y}"


def _description(stops: list[Stop]) -> str:
    return "; ".join(
        _("%(step)s tại %(place)s: %(state)s")
        % {
            "step": stop.title,
            "place": " – ".join(part for part in (stop.department, stop.agency) if part),
            "state": stop.state_label,
        }
        for stop in stops
    )
