"""Who answers for an office (Article 23), from when to when."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ResponsibilityQuerySet(models.QuerySet):
    def on(self, day: datetime.date | None = None):
        """In charge on the day (today when none is given)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Responsibility(models.Model):
    """The head of an office who answers for the regulation there (người chịu trách nhiệm thi hành)."""

    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="responsibilities",
        verbose_name=_("cơ quan"),
    )
    name = models.CharField(_("họ và tên"), max_length=120)
    title = models.CharField(_("chức vụ"), max_length=120)
    powers = models.TextField(
        _("phạm vi được giao"),
        blank=True,
        help_text=_("Việc được phân công, ủy quyền; để trống: toàn bộ Quy chế tại cơ quan."),
    )
    document = models.CharField(_("văn bản phân công"), max_length=160)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("người chịu trách nhiệm")
        verbose_name_plural = _("người chịu trách nhiệm")
        ordering = ["agency__office_code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "valid_from"], name="responsibility_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="responsibility_forward",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.title}"

    def clean(self):
        """One person at a time answers for an office."""
        if not (self.agency_id and self.valid_from):
            return
        others = self.agency.responsibilities.exclude(pk=self.pk).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=self.valid_from)
        )
        if self.valid_to:
            others = others.filter(valid_from__lte=self.valid_to)
        if other := others.first():
            raise ValidationError(
                {
                    "valid_from": _(
                        "Trong thời gian này %s đang chịu trách nhiệm; hãy ghi ngày kết thúc của người đó trước."
                    )
                    % other
                }
            )
