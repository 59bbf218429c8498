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
    def keys(self) -> list:
        """The rows among which the choices of every filter that is not set are counted."""
        return _keys(self.queryset)


def _keys(queryset) -> list:
    return list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])


class _Counted:
    def get_facet_queryset(self, changelist):
        """The rows beside all other filters are found once; the choices are counted among them."""
        own = self.expected_parameters()
        if set(own) & changelist.params.keys():
            keys = _keys(changelist.get_queryset(self.request, exclude_parameters=own))
        else:
            keys = changelist.keys
        rows = changelist.model._default_manager.filter(pk__in=keys)
        counts = self.get_facet_counts(changelist.pk_attname, rows)
        return rows.aggregate(**counts) if len(keys) <= MOST else dict.fromkeys(counts, "-")


class CountedFilter(_Counted, admin.SimpleListFilter):
    pass


class CountedChoices(_Counted, admin.ChoicesFieldListFilter):
    pass
