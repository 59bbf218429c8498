"""A run on two databases leaves nothing out and does twice what may differ."""

from tests.two_databases import shared


class Item:
    """A test as pytest collects it."""

    def __init__(self, *marks: str, asks: str = ""):
        self.marks, self.fixturenames = marks, [asks]

    def get_closest_marker(self, name: str):
        return name if name in self.marks else None


def test_every_test_is_done_by_one_side_or_by_both():
    free = [Item(), Item("one_database")]
    both = [Item("django_db"), Item(asks="db"), Item(asks="live_server")]
    once = [Item("django_db", "one_database") for _number in range(5)]
    done_first, _left = shared(free + both + once, "first")
    done_second, _left = shared(free + both + once, "second")
    assert done_first == free + both + once[::2]
    assert done_second == both + once[1::2]
