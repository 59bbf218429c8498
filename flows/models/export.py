"""Tables asked for as files (tệp xuất): made by the worker, kept for a week, read by who asked."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An export is its owner's alone: it was made within that person's reach."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Export(models.Model):
    """One register as a workbook: who asked for what, when, and how many dossiers went into it."""

    owner = person(
        _("người xuất")
    )  # PROTECT: who took personal data out of the system stays on record
    title = models.CharField(_("tên tệp"), max_length=255)
    query = models.JSONField(_("điều kiện"), default=dict)
    asked_at = models.DateTimeField(_("yêu cầu lúc"), default=timezone.now)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("số hồ sơ"), default=0)
    file = models.ForeignKey(
        "flows.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp"),
    )

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp xuất")
        verbose_name_plural = _("tệp xuất")
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return self.title
