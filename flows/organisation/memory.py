"""Writing that remembers what was there before, and puts it back."""

from django.apps import apps
from django.db import models

AT_ONCE = 500


class Memory:
    """Rows as they were before a change, and rows that the change made; plain data, kept as JSON."""

    def __init__(self, rows: list | None = None):
        self.rows: list = [] if rows is None else rows

    def set(self, row: models.Model, **values) -> None:
        """Write these values on one row, with everything that follows from saving it."""
        self._keep([row], values)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))

    def set_all(self, rows, **values) -> int:
        """Write the same values on all rows of the query, in few statements; how many."""
        found = list(rows)
        self._keep(found, values)
        for start in range(0, len(found), AT_ONCE):
            part = [row.pk for row in found[start : start + AT_ONCE]]
            type(found[0])._base_manager.filter(pk__in=part).update(**values)
        return len(found)

    def made(self, row: models.Model):
        self.rows.append([row._meta.label, row.pk, None])
        return row

    def put_back(self) -> None:
        """Everything as it was, the last first. ProtectedError when something hangs on what was made."""
        for label, pk, old in reversed(self.rows):
            row = apps.get_model(label)._base_manager.get(pk=pk)
            if old is None:
                row.delete()
                continue
            for name, value in old.items():
                setattr(row, name, row._meta.get_field(name).to_python(value))
            row.save(update_fields=[row._meta.get_field(name).name for name in old])

    def _keep(self, rows: list, values: dict) -> None:
        for row in rows:
            names = [row._meta.get_field(name).attname for name in values]
            self.rows.append(
                [row._meta.label, row.pk, {name: getattr(row, name) for name in names}]
            )
