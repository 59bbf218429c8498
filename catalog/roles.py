"""The rights that come with the software for the standard roles (vai trò), given once each.

What each role may do stands in the workbook of the organisation that is shipped. A right that a
later version brings is added to the role once; one that the manager took away stays away.
"""

from pathlib import Path

from django.contrib.auth.models import Permission
from django.db import transaction

from catalog import demo
from catalog.exchange.reading import plain, read
from catalog.models import Role

_WORKBOOK = Path(demo.__file__).parent / "to-chuc.xlsx"


def shipped() -> dict[str, set[str]]:
    """Role code → rights as app.codename."""
    sheets = {sheet.name: sheet for sheet in read(_WORKBOOK.read_bytes(), _WORKBOOK.name)}
    sheet = sheets.get("roles") or sheets["Vai trò"]
    code, rights = sheet.headings[0], sheet.headings[-1]
    return {
        plain(row.values[code]): {
            name for part in plain(row.values.get(rights)).split(";") if (name := part.strip())
        }
        for row in sheet.rows
    }


@transaction.atomic
def give_new_rights() -> dict[str, list[str]]:
    """Give every standing role what it was never given before; tells what, by role. Safe to run again."""
    known = {
        f"{right.content_type.app_label}.{right.codename}": right
        for right in Permission.objects.select_related("content_type")
    }
    wanted = shipped()
    given = {}
    for role in Role.objects.select_for_update().filter(code__in=wanted):
        new = sorted(wanted[role.code] & known.keys() - set(role.offered))
        if not new:
            continue
        had = {f"{app}.{name}" for app, name in role.permissions.values_list(
            "content_type__app_label", "codename"
        )}  # fmt: skip
        role.permissions.add(*(known[name] for name in new))
        role.offered = sorted({*role.offered, *new})
        role.save(update_fields=["offered"])
        if fresh := [name for name in new if name not in had]:
            given[role.code] = fresh
    return given
