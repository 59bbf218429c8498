"""A sheet by its columns. What is made of a cell is worked out once for every distinct one."""

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any

from catalog.exchange.cells import Cell
from catalog.exchange.reading import Row, plain


class Columns:
    """The cells of some lines by column; `numbers` are the lines' own in the file."""

    def __init__(self, cells: dict[str, list], numbers: list[int]):
        self.cells, self.numbers = cells, numbers
        self.together: dict[tuple, tuple[list, list]] = {}  # columns read together: which, where

    @classmethod
    def of(cls, rows: list[Row], headings: dict[str, str]) -> "Columns":
        """The cells of these rows; `headings` gives the heading over each column."""
        values = [row.values for row in rows]
        cells = {
            column: [each.get(heading, "") for each in values]
            for column, heading in headings.items()
        }
        return cls(cells, [row.number for row in rows])

    def __contains__(self, column: str) -> bool:
        return column in self.cells

    def __len__(self) -> int:
        return len(self.numbers)

    def only(self, lines: list[int]) -> "Columns":
        """The same columns of some of the lines."""
        if len(lines) == len(self):
            return self
        cells = {name: [column[line] for line in lines] for name, column in self.cells.items()}
        return Columns(cells, [self.numbers[line] for line in lines])

    def texts(self, column: str) -> list[str]:
        """The cells of a column as canonical text, blank where the sheet lacks the column."""
        cells = self.cells.get(column)
        return [""] * len(self) if cells is None else once(plain, cells)

    def fill(self, column: str, value: Callable[[int], Any]) -> None:
        """Give the blank cells of a column, or the whole column that is lacking, their value."""
        texts = self.texts(column)
        cells = self.cells.setdefault(column, texts)
        if not all(texts):
            self.cells[column] = [
                cell if text else value(line)
                for line, (cell, text) in enumerate(zip(cells, texts, strict=True))
            ]

    def read(self, cell: Cell, work: Callable[[dict], Any]) -> list:
        """What `work` makes of the cells of a column, given with those that their reading needs."""
        own = cell.column_name
        others = [name for name in cell.depends_on if name in self.cells]
        if cell.reads_anew:
            return [work({own: each}) for each in self.cells[own]]
        if not others:
            return once(lambda each: work({own: each}), self.cells[own])
        names = (*others, own)
        if names not in self.together:
            cells = zip(*[self.cells[name] for name in names], strict=True)
            places: dict[tuple, int] = {}
            where = [places.setdefault(each, len(places)) for each in cells]
            self.together[names] = [*places], where
        distinct, where = self.together[names]
        made = [work(dict(zip(names, each, strict=True))) for each in distinct]
        return [made[place] for place in where]


def by_line(columns: Iterable[list], count: int) -> Iterator[tuple]:
    """The cells of every line; of no column at all, nothing that often."""
    return zip(*columns, strict=True) if columns else repeat((), count)


def once(work: Callable, each: Iterable) -> list:
    """What `work` makes of each, asked once for equal ones."""
    made = {one: work(one) for one in dict.fromkeys(each)}
    return [made[one] for one in each]
