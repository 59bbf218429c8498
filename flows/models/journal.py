"""The journal: every act on a dossier, hashed with the one before it; insert only (nhật ký)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class JournalEntry(models.Model):
    """One act: who, on whose behalf, when, what it changed. Database triggers refuse any change."""

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="journal", verbose_name=_("hồ sơ")
    )
    seq = models.PositiveIntegerField(_("thứ tự"))
    at = models.DateTimeField(_("lúc"))
    act = models.CharField(_("việc"), max_length=40)
    actor = person(_("người làm"), later=True)
    actor_name = models.CharField(_("tên người làm"), max_length=160)
    on_behalf_of = models.CharField(_("làm thay"), max_length=160, blank=True)
    agency_name = models.CharField(_("cơ quan"), max_length=200, blank=True)
    department_name = models.CharField(_("phòng ban"), max_length=160, blank=True)
    state_before = models.CharField(_("tình trạng trước"), max_length=24, blank=True)
    state_after = models.CharField(_("tình trạng sau"), max_length=24, blank=True)
    public_text = models.CharField(_("lời cho người nộp"), max_length=500, blank=True)
    data = models.JSONField(_("chi tiết"), default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    # What changes nothing: somebody has looked.
    LOOKING = ("read", "read_document", "download", "break_glass", "end_break_glass")

    class Meta:
        verbose_name = _("mục nhật ký")
        verbose_name_plural = _("nhật ký hồ sơ")
        ordering = ["dossier", "seq"]
        indexes = [models.Index(fields=["at"], name="journal_at")]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="journal_seq_unique"),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.seq} · {self.act}"


class JournalAnchor(models.Model):
    """A day's head of the whole journal: the hash over the new entries, chained day by day."""

    day = models.DateField(_("ngày"), unique=True)
    last_entry = models.PositiveBigIntegerField(_("mục cuối"))
    count = models.PositiveIntegerField(_("số mục"))
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("mốc nhật ký theo ngày")
        verbose_name_plural = _("mốc nhật ký theo ngày")
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"
