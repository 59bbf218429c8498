"""Charts drawn on the server: stacked columns as shapes of an SVG, with the same figures to read."""

import math
from dataclasses import dataclass

WIDTH, HEIGHT = 760, 260
LEFT, BOTTOM, TOP = 56, 34, 12


@dataclass(frozen=True)
class Segment:
    """A part of a column: where it lies, and the tone of its series."""

    y: float
    height: float
    tone: str


@dataclass(frozen=True)
class Column:
    label: str
    x: float
    middle: float
    width: float
    segments: list[Segment]
    values: list[int]


@dataclass(frozen=True)
class Chart:
    """What components/bar_chart.html draws; `lines` are the marks of the scale (y, number)."""

    key: str
    title: str
    series: list[tuple[str, str]]
    columns: list[Column]
    lines: list[tuple[float, int]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM

    @property
    def is_empty(self) -> bool:
        return not any(any(column.values) for column in self.columns)


def columns(
    key: str, title: str, series: list[tuple[str, str]], rows: list[tuple[str, list[int]]]
) -> Chart:
    """Rows (label, one number per series) as stacked columns on a round scale.

    A series is (name, tone): `good`, `bad` or `other`.
    """
    top = _round_up(max((sum(values) for _label, values in rows), default=0))
    space, base = (WIDTH - LEFT) / max(1, len(rows)), HEIGHT - BOTTOM
    unit = (base - TOP) / top
    drawn = []
    for number, (label, values) in enumerate(rows):
        x, y, segments = LEFT + number * space + space * 0.18, float(base), []
        for (_name, tone), value in zip(series, values, strict=True):
            y -= value * unit
            segments.append(Segment(round(y, 1), round(value * unit, 1), tone))
        width = space * 0.64
        drawn.append(
            Column(label, round(x, 1), round(x + width / 2, 1), round(width, 1), segments, values)
        )
    step = top // 4 if top >= 4 else 1
    lines = [(round(base - mark * unit, 1), mark) for mark in range(0, top + 1, step)]
    return Chart(key, title, series, drawn, lines)


def _round_up(number: int) -> int:
    """The next 4, 8, 20, 40, 80, 200 …: a scale whose quarter is a round number."""
    if number <= 4:
        return 4
    power = 10 ** math.floor(math.log10(number))
    return next(
        int(step * power)
        for step in (1.2, 2, 4, 8, 12)
        if step * power >= number and step * power >= 4
    )
