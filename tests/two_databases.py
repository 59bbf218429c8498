"""What each side does of a run on SQLite and on PostgreSQL, side by side.

What asks no database is done by the first. What is marked `one_database` (a database only carries
what it begins from; the same queries are tested on both elsewhere) is done by either in turn.
All else is done by both.
"""

SIDE = "SIDE_OF_TWO_DATABASES"  # "first" or "second"; unsaid, the run is on one database

# What a test asks for that stands on a database.
ON_A_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def asks_one(item) -> bool:
    return bool(item.get_closest_marker("django_db") or ON_A_DATABASE & {*item.fixturenames})


def is_for_one(item) -> bool:
    return item.get_closest_marker("one_database") is not None


def shared(items, side: str) -> tuple[list, list]:
    """The tests of this side and the rest."""
    is_first = side == "first"
    in_turn = [item for item in items if asks_one(item) and is_for_one(item)]
    others = {*in_turn[is_first::2]}
    if not is_first:
        others |= {item for item in items if not asks_one(item)}
    return [i for i in items if i not in others], [i for i in items if i in others]
