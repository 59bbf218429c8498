"""Dossiers filed with the wrong office and passed on before acceptance (chuyển đúng thẩm quyền)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class Referral(models.Model):
    """One passing on: open until the receiving office confirms it or gives the dossier back."""

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="referrals", verbose_name=_("hồ sơ")
    )
    from_agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi chuyển")
    )
    to_agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi nhận")
    )
    reason = models.TextField(_("lý do"))
    asked_by = person(_("người chuyển"))
    asked_at = models.DateTimeField(_("chuyển lúc"), default=timezone.now)
    due_at = models.DateTimeField(_("phải trả lời trước"), null=True, blank=True)
    is_accepted = models.BooleanField(_("đã nhận"), null=True, blank=True)
    answered_by = person(_("người nhận"), later=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    answer = models.TextField(_("lý do không nhận"), blank=True)

    class Meta:
        verbose_name = _("chuyển đúng thẩm quyền")
        verbose_name_plural = _("chuyển đúng thẩm quyền")
        ordering = ["dossier", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_at__isnull=True),
                name="referral_one_open",
                violation_error_message=_("Hồ sơ đang chờ cơ quan khác nhận."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.from_agency} → {self.to_agency}"
