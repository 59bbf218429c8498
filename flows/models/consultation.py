"""Opinions asked of other units (xin ý kiến phối hợp): one for each unit, with its own deadline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import StepRule
from catalog.models.person import person


class Consultation(models.Model):
    """What a unit was asked and has answered; the work item says which unit and until when."""

    class Opinion(models.TextChoices):
        AGREE = "agree", _("Đồng ý")
        DISAGREE = "disagree", _("Không đồng ý")
        REMARKS = "remarks", _("Có ý kiến khác")

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="consultations",
        verbose_name=_("hồ sơ"),
    )
    item = models.OneToOneField(
        "flows.WorkItem",
        on_delete=models.PROTECT,
        related_name="consultation",
        verbose_name=_("việc cần làm"),
    )
    silence = models.CharField(
        _("không trả lời trong hạn"), max_length=10, choices=StepRule.Silence
    )
    opinion = models.CharField(_("ý kiến"), max_length=10, choices=Opinion, blank=True)
    content = models.TextField(_("nội dung"), blank=True)
    answered_by = person(_("người cho ý kiến"), later=True)
    on_behalf_of = models.CharField(_("làm thay"), max_length=160, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    is_lapsed = models.BooleanField(_("coi là đồng ý vì quá hạn"), default=False)

    class Meta:
        verbose_name = _("ý kiến phối hợp")
        verbose_name_plural = _("ý kiến phối hợp")
        ordering = ["dossier", "pk"]

    def __str__(self):
        return f"{self.item} · {self.get_opinion_display()}"
