"""Provinces and communes for address questions: few queries, one per list, for one form."""

import re
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from catalog.models import AdministrativeUnit
from catalog.text import fold

_KIND = re.compile(r"^(thanh pho|tp|tinh|phuong|p|xa|x|dac khu)\b[. ]*")


def units_today():
    """Administrative units (đơn vị hành chính) that exist today."""
    day = timezone.localdate()
    return AdministrativeUnit.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
    )


class Places:
    """Names by code, remembered for as long as one form is worked on."""

    def __init__(self):
        self._communes: dict[str, dict[str, str]] = {}

    @cached_property
    def provinces(self) -> dict[str, str]:
        units = units_today().filter(kind=AdministrativeUnit.Kind.PROVINCE)
        return dict(units.values_list("code", "name"))

    def communes(self, province: str) -> dict[str, str]:
        """Communes of a province by code; none for an unknown province."""
        if province not in self.provinces:
            return {}
        if province not in self._communes:
            units = units_today().filter(
                kind=AdministrativeUnit.Kind.COMMUNE, parent__code=province
            )
            self._communes[province] = dict(units.values_list("code", "name"))
        return self._communes[province]

    def parts(self, text: str) -> dict[str, str]:
        """An address in one line, taken apart as far as its end names a province and a commune."""
        *rest, last = [part.strip() for part in text.split(",")]
        province = _only(self.provinces, last)
        if not province or not rest:
            return {"street": text}
        *street, last = rest
        commune = _only(self.communes(province), last)
        found = {"province": province, "street": ", ".join(street if commune else rest)}
        return {**found, "commune": commune} if commune else found

    def full_text(self, province: str, commune: str, street: str) -> str:
        """Street, commune, province in one line, as on an envelope."""
        names = [street, self.communes(province).get(commune), self.provinces.get(province)]
        return ", ".join(name for name in names if name)


def _only(names: dict[str, str], typed: str) -> str:
    """The code of the one unit that is called so, with or without the word for its kind."""
    whole = fold(typed)
    bare = _KIND.sub("", whole)
    same = [code for code, name in names.items() if fold(name) == whole]
    like = same or [code for code, name in names.items() if _KIND.sub("", fold(name)) == bare]
    return like[0] if len(like) == 1 else ""
