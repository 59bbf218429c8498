"""Reminders to a unit's head about a late dossier (đôn đốc), answered or overtaken by the next act."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class UrgingQuerySet(models.QuerySet):
    def waiting(self):
        """Neither answered nor overtaken: the step that was urged is still to be done."""
        return self.filter(answered_at__isnull=True, item__finished__isnull=True)


class Urging(models.Model):
    """The intake unit asks the head of the unit where a late dossier lies; one at a time per step."""

    item = models.ForeignKey(
        "flows.WorkItem", on_delete=models.PROTECT, related_name="urgings", verbose_name=_("việc")
    )
    note = models.CharField(_("nội dung đôn đốc"), max_length=500)
    asked_by = person(_("người đôn đốc"))
    asked_at = models.DateTimeField(_("đôn đốc lúc"), default=timezone.now)
    answer = models.CharField(_("trả lời"), max_length=500, blank=True)
    answered_by = person(_("người trả lời"), later=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần đôn đốc")
        verbose_name_plural = _("đôn đốc")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(answered_at__isnull=True),
                name="urging_one_open",
                violation_error_message=_("Bước này đang có một lần đôn đốc chưa được trả lời."),
            ),
        ]

    def __str__(self):
        return f"{self.item} · {self.asked_at:%d/%m/%Y}"

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.item.finished is None

    @property
    def is_overtaken(self) -> bool:
        """The step was done before anybody answered."""
        return self.answered_at is None and self.item.finished is not None
