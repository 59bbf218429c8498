"""Originals asked for while a dossier is processed (Article 11.2): which papers, where, until when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class OriginalsRequest(models.Model):
    """The applicant is asked to show originals (xuất trình bản chính) for comparison."""

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="originals_requests",
        verbose_name=_("hồ sơ"),
    )
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("nơi xuất trình"),
    )
    present_by = models.DateField(_("xuất trình đến hết ngày"))
    reason = models.TextField(_("lý do"))
    asked_by = person(_("người yêu cầu"))
    asked_at = models.DateTimeField(_("yêu cầu lúc"), default=timezone.now)
    closed_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    withdrawn_by = person(_("người thôi yêu cầu"), later=True)

    class Meta:
        verbose_name = _("yêu cầu xuất trình bản chính")
        verbose_name_plural = _("yêu cầu xuất trình bản chính")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(closed_at__isnull=True),
                name="originals_one_open",
                violation_error_message=_("Hồ sơ đang chờ xuất trình bản chính theo yêu cầu khác."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.present_by:%d/%m/%Y}"


class OriginalsItem(models.Model):
    """One paper of the dossier whose original is to be shown, and what the comparison found."""

    class Found(models.TextChoices):
        ALIKE = "alike", _("Khớp với bản chính")
        DIFFERS = "differs", _("Không khớp bản chính")

    request = models.ForeignKey(
        OriginalsRequest, on_delete=models.CASCADE, related_name="items", verbose_name=_("yêu cầu")
    )
    document = models.ForeignKey(
        "flows.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("giấy tờ")
    )
    found = models.CharField(_("kết quả đối chiếu"), max_length=8, choices=Found, blank=True)
    note = models.CharField(_("nhận xét"), max_length=500, blank=True)
    compared_by = person(_("người đối chiếu"), later=True)
    compared_at = models.DateTimeField(_("đối chiếu lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("bản chính cần xuất trình")
        verbose_name_plural = _("bản chính cần xuất trình")
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "document"], name="originals_item_once"),
            models.CheckConstraint(
                condition=Q(found="") | Q(compared_by__isnull=False, compared_at__isnull=False),
                name="originals_compared_by_somebody",
            ),
        ]

    def __str__(self):
        return str(self.document)
