"""Scenarios of a version (tình huống thử): answers in, expected steps and due date out."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from .case import Case
from .version import ProcedureVersion


class Scenario(models.Model):
    """A dossier as the manager imagines it, and what should become of it."""

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="scenarios",
        verbose_name=_("phiên bản"),
    )
    name = models.CharField(_("tình huống"), max_length=200)
    case = models.ForeignKey(
        Case,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="scenarios",
        verbose_name=_("trường hợp"),
        help_text=_("Để trống khi phiên bản chỉ có một trường hợp."),
    )
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan tiếp nhận"),
        help_text=_("Để trống: cơ quan đầu tiên nhận thủ tục."),
    )
    received_on = models.DateField(_("ngày nhận đủ hồ sơ"))
    received_time = models.TimeField(_("giờ nhận"), default=datetime.time(8))
    answers = models.JSONField(_("câu trả lời"), default=dict, blank=True)
    expected_steps = models.TextField(
        _("các bước mong đợi"),
        blank=True,
        help_text=_("Mỗi dòng một bước, theo thứ tự. Để trống: không kiểm tra."),
    )
    expected_due = models.DateField(
        _("hạn trả mong đợi"),
        null=True,
        blank=True,
        help_text=_("Để trống: không kiểm tra."),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("tình huống thử")
        verbose_name_plural = _("tình huống thử")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="scenario_name_unique"),
        ]

    def __str__(self):
        return self.name
