"""Whether values are right for the fields of a model: each distinct one is asked about once."""

import sys
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from catalog.exchange.cells import Gap


class Judge:
    """Judges as `Model.clean_fields` does; rows of the catalogue that are pointed at are right."""

    def __init__(self, model: type[models.Model]):
        self.model = model
        fields = [
            each for each in model._meta.fields if not each.is_relation and not each.primary_key
        ]
        self.rooms = {each: _room(each) for each in fields}
        self.right: dict[models.Field, set] = {each: set() for each in fields}

    def value(self, field: models.Field, value: Any) -> Any:
        """The value as the field keeps it, or a gap."""
        if type(value) is str and 0 < len(value) <= self.rooms[field]:
            return value
        if field.blank and value in field.empty_values:
            return value
        try:
            return field.clean(value, None)
        except ValidationError as error:
            return Gap(error.error_list, (value,))

    def rest(self, row: models.Model, given: Collection[str]) -> dict[str, list]:
        """What is wrong, by field, with the values of a row that its line does not give."""
        errors = {}
        for field, right in self.right.items():
            value = row.__dict__[field.attname]
            if field.attname in given or (value.__hash__ is not None and value in right):
                continue
            found = self.value(field, value)
            if type(found) is Gap:
                errors[field.name] = [*found.errors]
                continue
            row.__dict__[field.attname] = found
            if found.__hash__ is not None:
                right.add(found)
        return errors

    def lacking(self, given: list[models.Field]) -> bool:
        """Whether a row is wrong by what these fields leave to the defaults."""
        said = [each.attname for each in given if not each.has_default()]
        return bool(self.rest(self.model(), said))


def _room(field: models.Field) -> int:
    """How long a text may be to be right for the field whatever it says; 0: ask the field."""
    if type(field) not in (models.CharField, models.TextField) or field.choices:
        return 0
    limits = [each.limit_value for each in field.validators if type(each) is MaxLengthValidator]
    return min(limits, default=sys.maxsize) if len(limits) == len(field.validators) else 0
