"""Draws the way of a dossier as an SVG picture: readable, printable, no script, colour never alone."""

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from flows.picture import COMING, CURRENT, DONE, SKIPPED, WAITING, Stop

WIDTH, ROW, LEFT, TOP = 640, 84, 36, 24
FILL = {
    DONE: "#00703c",
    CURRENT: "#0b4ea2",
    WAITING: "#8a5a00",
    COMING: "#ffffff",
    SKIPPED: "#ffffff",
}
MARK = {DONE: "✓", CURRENT: "●", WAITING: "…", COMING: "", SKIPPED: "–"}


def draw(stops: list[Stop], *, title: str) -> str:
    """The stations from top to bottom: mark, name, place, state and time in words."""
    height = TOP + ROW * len(stops)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="Be Vietnam Pro, system-ui, sans-serif" lang="vi">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(_description(stops))}</desc>",
    ]
    for index, stop in enumerate(stops):
        parts.append(_stop(stop, index, is_last=index == len(stops) - 1))
    return "".join([*parts, "</svg>"])


def _stop(stop: Stop, index: int, *, is_last: bool) -> str:
    y = TOP + index * ROW
    line = "" if is_last else (
        f'<line x1="{LEFT}" y1="{y + 16}" x2="{LEFT}" y2="{y + ROW - 16}" '
        f'stroke="#b1b4b6" stroke-width="4"/>'
    )  # fmt: skip
    border = FILL[stop.state] if stop.state in (DONE, CURRENT, WAITING) else "#505a5f"
    return (
        f"{line}"
        f'<circle cx="{LEFT}" cy="{y}" r="15" fill="{FILL[stop.state]}" stroke="{border}" stroke-width="3"/>'
        f'<text x="{LEFT}" y="{y + 6}" text-anchor="middle" font-size="16" fill="#ffffff">{MARK[stop.state]}</text>'
        f'<text x="{LEFT + 32}" y="{y + 1}" font-size="18" font-weight="700" fill="#0b0c0c">{escape(stop.title)}</text>'
        f'<text x="{LEFT + 32}" y="{y + 24}" font-size="15" fill="#383f43">{escape(_place(stop))}</text>'
        f'<text x="{LEFT + 32}" y="{y + 45}" font-size="14" fill="#484949">{escape(_when(stop))}</text>'
    )


def _place(stop: Stop) -> str:
    return " – ".join(part for part in (stop.department, stop.agency) if part)


def _when(stop: Stop) -> str:
    if stop.at is None:
        return stop.state_label if stop.state != COMING else ""
    return f"{stop.state_label}: {timezone.localtime(stop.at):%H:%M %d/%m/%Y}"


def _description(stops: list[Stop]) -> str:
    return "; ".join(
        _("%(step)s tại %(place)s: %(state)s")
        % {"step": stop.title, "place": _place(stop), "state": stop.state_label}
        for stop in stops
    )
