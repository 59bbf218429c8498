"""The national portal's catalogue beside ours (danh mục quốc gia, đối chiếu mã): whose code is whose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NationalEntry(models.Model):
    """One entry of the national catalogue as it was last brought."""

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", _("Thủ tục")
        SECTOR = "sector", _("Lĩnh vực")
        AGENCY = "agency", _("Cơ quan")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    code = models.CharField(_("mã quốc gia"), max_length=60)
    name = models.CharField(_("tên trên Cổng quốc gia"), max_length=500)
    facts = models.JSONField(
        _("nội dung"), default=dict, help_text=_("Những điều được so với danh mục của Ngành.")
    )
    brought_at = models.DateTimeField(_("lấy lúc"), default=timezone.now)
    gone_at = models.DateTimeField(_("không còn trên Cổng từ"), null=True, blank=True)

    class Meta:
        verbose_name = _("mục danh mục quốc gia")
        verbose_name_plural = _("danh mục quốc gia")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="national_entry_once"),
        ]

    def __str__(self):
        return f"{self.code} – {self.name}"


class NationalMatch(models.Model):
    """An entry of ours and the national one: suggested by likeness, in use once a person confirmed it."""

    procedure = models.OneToOneField(
        "catalog.Procedure", on_delete=models.CASCADE, null=True, related_name="+"
    )
    sector = models.OneToOneField(
        "catalog.Sector", on_delete=models.CASCADE, null=True, related_name="+"
    )
    agency = models.OneToOneField(
        "catalog.Agency", on_delete=models.CASCADE, null=True, related_name="+"
    )
    entry = models.ForeignKey(
        NationalEntry,
        on_delete=models.PROTECT,
        related_name="matches",
        verbose_name=_("mục danh mục quốc gia"),
    )  # PROTECT: messages go by its code; an entry that is gone is marked, not deleted
    likeness = models.PositiveSmallIntegerField(_("giống nhau (%)"), default=0)
    agreed = models.JSONField(
        _("nội dung hai bên khi xác nhận"), default=dict, help_text=_("{ours: {…}, theirs: {…}}")
    )
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người xác nhận"),
    )

    class Meta:
        verbose_name = _("đối chiếu mã quốc gia")
        verbose_name_plural = _("đối chiếu mã quốc gia")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(confirmed_at__isnull=False),
                name="national_entry_confirmed_once",
                violation_error_message=_("Mã quốc gia này đã được đối chiếu với mục khác."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(procedure__isnull=False, sector=None, agency=None)
                    | Q(procedure=None, sector__isnull=False, agency=None)
                    | Q(procedure=None, sector=None, agency__isnull=False)
                ),
                name="national_match_has_one_side_of_ours",
            ),
        ]

    def __str__(self):
        return f"{self.procedure or self.sector or self.agency} = {self.entry.code}"
