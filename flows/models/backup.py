"""That a backup was made: when, how large, where, and whether it was read again (lần sao lưu)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BackupQuerySet(models.QuerySet):
    def good(self):
        return self.filter(problem="")


class Backup(models.Model):
    """One run, of our own command or of what the data centre backs up with; the backup itself lies elsewhere.

    The row is written after the copy: a restored database is told of the backup it came from.
    """

    made_at = models.DateTimeField(_("lúc"), default=timezone.now, db_index=True)
    place = models.CharField(_("nơi lưu"), max_length=300)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"), null=True, blank=True)
    rows = models.PositiveBigIntegerField(_("số dòng dữ liệu"), null=True, blank=True)
    files = models.PositiveIntegerField(_("số tệp"), null=True, blank=True)
    verified_at = models.DateTimeField(_("đọc lại, khớp lúc"), null=True, blank=True)
    problem = models.CharField(_("hỏng vì"), max_length=500, blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần sao lưu")
        verbose_name_plural = _("lần sao lưu")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{timezone.localtime(self.made_at):%H:%M %d/%m/%Y} · {self.place}"
