"""After how many days without an act a person is named to the head (số ngày không thao tác)."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class IdleRule(models.Model):
    """The days of one agency, or of all without a row of their own."""

    agency = models.OneToOneField(
        "catalog.Agency",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan"),
        help_text=_("Để trống: áp dụng cho mọi cơ quan không có quy định riêng."),
    )
    days = models.PositiveSmallIntegerField(_("nêu tên sau (ngày)"), default=14)

    DEFAULT_DAYS = 14

    class Meta:
        verbose_name = _("quy định theo dõi cán bộ ít thao tác")
        verbose_name_plural = _("quy định theo dõi cán bộ ít thao tác")
        constraints = [
            models.UniqueConstraint(
                Coalesce("agency", 0),
                name="idle_rule_one_for_all",
                violation_error_message=_("Đã có quy định chung; hãy sửa dòng đó."),
            ),
        ]

    def __str__(self):
        return str(self.agency or _("Mọi cơ quan"))

    @classmethod
    def by_agency(cls) -> dict[int | None, int]:
        """{agency, None for all others: days}."""
        return {None: cls.DEFAULT_DAYS} | dict(cls.objects.values_list("agency", "days"))
