"""Rules that hold for one agency, or for all that have none of their own."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyRule(models.Model):
    """One row for each agency that goes its own way, at most one for all others (agency empty)."""

    agency = models.OneToOneField(
        "catalog.Agency",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan"),
        help_text=_("Để trống: áp dụng cho mọi cơ quan không có quy định riêng."),
    )

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.agency or _("Mọi cơ quan"))

    @classmethod
    def usual(cls) -> Self:
        """What holds as long as nobody has written a rule for all."""
        return cls()

    @classmethod
    def by_agency(cls) -> dict[int | None, Self]:
        """{agency, None for all others: its rule}."""
        return {None: cls.usual()} | {rule.agency_id: rule for rule in cls._default_manager.all()}
