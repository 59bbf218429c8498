"""Prints of papers that belong to no dossier (nhật ký in); those of a dossier stand in its journal."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class OfficePrint(models.Model):
    """One print of a list, a blank slip, a guidance slip or a register: of what, by whom, when."""

    issued = models.ForeignKey(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="office_prints",
        verbose_name=_("giấy đã lập"),
    )
    export = models.ForeignKey(
        "flows.Export",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="office_prints",
        verbose_name=_("sổ đã lập"),
    )
    by = person(_("người in"))  # PROTECT: who printed blank slips stays known
    at = models.DateTimeField(_("in lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần in giấy của cơ quan")
        verbose_name_plural = _("nhật ký in giấy của cơ quan")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued__isnull=False, export=None)
                | Q(issued=None, export__isnull=False),
                name="print_of_one_paper",
                violation_error_message=_("Mỗi lần in là của đúng một giấy hoặc một sổ."),
            )
        ]

    def __str__(self):
        return f"{self.issued or self.export} ({self.at:%d/%m/%Y %H:%M})"

    @property
    def actor_name(self) -> str:
        """As a print in the journal names its person."""
        return str(self.by)
