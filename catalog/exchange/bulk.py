"""Writing the rows of a sheet in bulk, and remembering what they were."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from import_export.resources import ModelResource


class BulkWriting(ModelResource):
    """A fixed number of statements per sheet; nothing is written once any row is wrong."""

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """Insert in waves: rows first whose superiors stand already."""
        waiting, self.create_instances = self.create_instances, []
        if self._gives_up(result):
            return
        own = [
            field.name
            for field in self._meta.model._meta.fields
            if isinstance(field, models.ForeignKey) and field.related_model is self._meta.model
        ]
        while waiting:
            ready = [
                row
                for row in waiting
                if all((above := getattr(row, name)) is None or above.pk for name in own)
            ]
            if not ready:
                raise ValidationError(_("Các dòng trỏ vòng lẫn nhau, không có dòng đầu tiên."))
            try:
                with transaction.atomic():
                    self._meta.model.objects.bulk_create(ready, batch_size=500)
            except IntegrityError as error:
                self.handle_import_error(result, error, raise_errors)
                return
            self.context.created.append(ready)
            done = set(map(id, ready))
            waiting = [row for row in waiting if id(row) not in done]

    def bulk_update(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """Upsert by primary key: one statement per wave, where UPDATE … CASE grows with every row."""
        rows, self.update_instances = self.update_instances, []
        if self._gives_up(result):
            return
        changes = [change for change in map(self._change, rows) if change["after"]]
        if not changes:
            return
        model = self._meta.model
        touched = set().union(*(change["after"] for change in changes))
        names = [field.name for field in model._meta.concrete_fields if field.attname in touched]
        try:
            with transaction.atomic():
                model.objects.bulk_create(
                    [change["row"] for change in changes],
                    batch_size=500,
                    update_conflicts=True,
                    unique_fields=[model._meta.pk.name],
                    update_fields=names,
                )
        except IntegrityError as error:
            self.handle_import_error(result, error, raise_errors)
            return
        self.context.changed += changes

    def _change(self, row: models.Model) -> dict:
        before = self.raw[id(row)]
        now = {name: getattr(row, name) for name in before}
        return {
            "row": row,
            "before": {n: v for n, v in before.items() if v != now[n]},
            "after": {n: v for n, v in now.items() if v != before[n]},
        }

    def bulk_delete(self, using_transactions, dry_run, raise_errors, result=None):
        if self._gives_up(result):
            self.delete_instances.clear()
        else:
            super().bulk_delete(using_transactions, dry_run, raise_errors, result=result)

    def _gives_up(self, result) -> bool:
        failed = result is not None and (result.has_validation_errors() or result.has_errors())
        self.context.failed = self.context.failed or failed
        return self.context.failed

    def after_import(self, dataset, result, **kwargs):
        if not self._gives_up(result):
            self._write_links()
            self.finish(result)
            super().after_import(dataset, result, **kwargs)

    def _write_links(self):
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
                through.objects.filter(
                    **{source: instance.pk, f"{target}__in": had - keys}
                ).delete()
                fresh += [
                    through(**{source: instance.pk, target: key}) for key in sorted(keys - had)
                ]
                standing[instance.pk] = keys
            through.objects.bulk_create(fresh, batch_size=400)

    def finish(self, result) -> None:
        """What must follow once the rows stand. Nothing by default."""
