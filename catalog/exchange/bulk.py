"""Writing the rows of a sheet, and remembering what they were."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from import_export.resources import ModelResource

from catalog.exchange import tables


class NotWritten(ValueError):
    """The rows of a sheet as a whole cannot be written; the text says why."""


class BulkWriting(ModelResource):
    """A fixed number of statements per sheet; nothing is written once any row is wrong."""

    def write(self, outcomes: list) -> None:
        """Insert, update, delete and link; a row that the database refuses becomes a problem."""
        self._note_failures(outcomes)
        if self.context.failed:
            self._ask_constraints(outcomes)
            return
        try:
            with transaction.atomic():
                self._insert()
                self._update()
                self._delete_gone()
        except IntegrityError as error:
            self._ask_constraints(outcomes)
            self._note_failures(outcomes)
            if not self.context.failed:
                raise NotWritten(str(error)) from error
            return
        self._write_links()
        self.finish()

    def _note_failures(self, outcomes: list) -> None:
        self.context.failed = self.context.failed or any(each.problem for each in outcomes)

    def _ask_constraints(self, outcomes: list) -> None:
        """Which rows the database refuses, one by one: only once something is wrong anyway."""
        checks = [
            each for each in self._meta.model._meta.constraints
            if isinstance(each, models.CheckConstraint)
        ]  # fmt: skip
        if not checks:
            return
        waiting = set(map(id, [*self.fresh, *self.altered]))
        known = self.context.rows(self._meta.model)
        for key, outcome in zip(self.keys, outcomes, strict=True):
            row = known.get(key)
            if outcome.problem is None and id(row) in waiting:
                try:
                    for each in checks:
                        each.validate(type(row), row)
                except ValidationError as error:
                    outcome.problem = error

    def _insert(self) -> None:
        """In waves: rows first whose superiors stand already."""
        waiting = self.fresh
        above = [
            field.name
            for field in self._meta.model._meta.fields
            if isinstance(field, models.ForeignKey) and field.related_model is self._meta.model
        ]
        while waiting:
            ready = [row for row in waiting if _stands(row, above)] if above else waiting
            if not ready:
                raise NotWritten(_("Các dòng trỏ vòng lẫn nhau, không có dòng đầu tiên."))
            tables.insert(self._meta.model, ready)
            self.context.created.append(ready)
            done = set(map(id, ready))
            waiting = [row for row in waiting if id(row) not in done] if above else []

    def _update(self) -> None:
        changes = [change for change in map(self._change, self.altered) if change["after"]]
        if not changes:
            return
        model = self._meta.model
        touched = set().union(*(change["after"] for change in changes))
        fields = [field for field in model._meta.concrete_fields if field.attname in touched]
        tables.update(model, [change["row"] for change in changes], fields)
        self.context.changed += changes

    def _change(self, row: models.Model) -> dict:
        before = self.raw[id(row)]
        now = {name: getattr(row, name) for name in before}
        return {
            "row": row,
            "before": {n: v for n, v in before.items() if v != now[n]},
            "after": {n: v for n, v in now.items() if v != before[n]},
        }

    def _delete_gone(self) -> None:
        for start in range(0, len(self.gone), 500):
            keys = [row.pk for row in self.gone[start : start + 500]]
            try:
                self._meta.model.objects.filter(pk__in=keys).delete()
            except ProtectedError as error:
                used = next(iter(error.protected_objects))
                raise NotWritten(
                    _("Không xóa được: dữ liệu đang được dùng ở «%s».") % used
                ) from error

    def _write_links(self) -> None:
        wanted = defaultdict(list)
        for instance, links in self.links.values():
            for name, targets in links.items():
                wanted[name].append((instance, {target.pk for target in targets}))
        for name, rows in wanted.items():
            field = self._meta.model._meta.get_field(name)
            through = field.remote_field.through
            source, target = field.m2m_column_name(), field.m2m_reverse_name()
            standing = self.context.links(self._meta.model, name)
            fresh = []
            for instance, keys in rows:
                had = standing[instance.pk]
                if had == keys:
                    continue
                self.context.changed.append(
                    {"row": instance, "links": {name: sorted(had)}, "linked": {name: sorted(keys)}}
                )
                if had - keys:
                    through.objects.filter(
                        **{source: instance.pk, f"{target}__in": had - keys}
                    ).delete()
                fresh += [
                    through(**{source: instance.pk, target: key}) for key in sorted(keys - had)
                ]
                standing[instance.pk] = keys
            through.objects.bulk_create(fresh, batch_size=400)

    def finish(self) -> None:
        """What must follow once the rows stand. Nothing by default."""


def _stands(row: models.Model, above: Iterable[str]) -> bool:
    return all((superior := getattr(row, name)) is None or superior.pk for name in above)
