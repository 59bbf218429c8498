"""Numbers beside the choices of a list's filters («Hiện số lượng»): the admin's facets, at a cost
that does not grow with the list."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.functional import cached_property

MOST = 2000  # rows that are counted for one filter; of more each choice says "-"


class CountingChangeList(ChangeList):
    """The stock list, which reads its filters once: each facet asks for all of them again."""

    _filters = None

    def get_filters(self, request):
        if self._filters is None:
            self._filters = super().get_filters(request)
        return self._filters

    @cached_property
    def counts(self) -> dict[str, int | str]:
        """Rows of every choice of every filter that is not set: all in one question, since all of
        them stand for the same rows."""
        keys = _keys(self.queryset)
        free = [
            one for one in self.filter_specs if isinstance(one, _Counted) and not one.is_set(self)
        ]
        return _counted(self.model, keys, {one.mark: one.get_facet_counts for one in free})


def _keys(queryset) -> list:
    return list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])


def _counted(model, keys: list, filters: dict) -> dict[str, int | str]:
    """`filters`: by its mark, what tells the counts of each; "-" when there are too many rows."""
    rows = model._default_manager.filter(pk__in=keys)
    asked = {
        f"{mark}{choice}": count
        for mark, counts in filters.items()
        for choice, count in counts(model._meta.pk.attname, rows).items()
    }
    return rows.aggregate(**asked) if len(keys) <= MOST else dict.fromkeys(asked, "-")


class _Counted:
    @property
    def mark(self) -> str:
        """Tells its counts from those of the other filters."""
        return f"{'_'.join(self.expected_parameters())}__"

    def is_set(self, changelist) -> bool:
        return bool(set(self.expected_parameters()) & changelist.params.keys())

    def get_facet_queryset(self, changelist):
        """The choices of a filter that is set are counted among the rows beside all others."""
        counts = changelist.counts
        if self.is_set(changelist):
            own = self.expected_parameters()
            keys = _keys(changelist.get_queryset(self.request, exclude_parameters=own))
            counts = _counted(changelist.model, keys, {self.mark: self.get_facet_counts})
        return {
            name.removeprefix(self.mark): count
            for name, count in counts.items()
            if name.startswith(self.mark)
        }


class CountedFilter(_Counted, admin.SimpleListFilter):
    pass


class CountedChoices(_Counted, admin.ChoicesFieldListFilter):
    pass
