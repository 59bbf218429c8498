"""What was imported into the catalogue, by whom, and how to take it back."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CatalogImport(models.Model):
    """One workbook read (lần nhập danh mục): its report, and the rows as they were before it."""

    class State(models.TextChoices):
        CHECKED = "checked", _("Đã kiểm tra")
        APPLIED = "applied", _("Đã áp dụng")
        ROLLED_BACK = "rolled_back", _("Đã hoàn tác")

    filename = models.CharField(_("tệp"), max_length=255)
    sha256 = models.CharField(_("mã băm tệp"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.CHECKED)
    report = models.JSONField(_("báo cáo"), default=dict)
    before = models.JSONField(_("dữ liệu trước khi nhập"), default=list, editable=False)

    class Meta:
        verbose_name = _("lần nhập danh mục")
        verbose_name_plural = _("lần nhập danh mục")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.filename} · {timezone.localtime(self.at):%d/%m/%Y %H:%M}"
