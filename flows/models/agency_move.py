"""When a dossier went over from one agency to another by a change of the organisation (chuyển cơ quan)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyMove(models.Model):
    """From `at` on the dossier counts for `to_agency`; what happened before stays with the other.

    Written with the change and gone when it is taken back.
    """

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="agency_moves",
        verbose_name=_("hồ sơ"),
    )
    from_agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("từ cơ quan")
    )
    to_agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("đến cơ quan")
    )
    at = models.DateTimeField(_("từ lúc"))

    class Meta:
        verbose_name = _("lần chuyển cơ quan")
        verbose_name_plural = _("lần chuyển cơ quan")
        ordering = ["dossier", "at", "pk"]

    def __str__(self):
        return f"{self.dossier} · {self.at:%d/%m/%Y}"
