"""Change sets of the catalogue: what a workbook would change, who agreed, and how to take it back."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class CatalogImport(models.Model):
    """One workbook (lần nhập danh mục): its report, its approval, and the rows as they were before."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Đang kiểm tra")
        CHECKED = "checked", _("Đã kiểm tra")
        PROPOSED = "proposed", _("Chờ duyệt")
        APPROVED = "approved", _("Đã duyệt, đang áp dụng")
        APPLIED = "applied", _("Đã áp dụng")
        REFUSED = "refused", _("Bị từ chối")
        FAILED = "failed", _("Không áp dụng được")
        ROLLED_BACK = "rolled_back", _("Đã hoàn tác")

    PATIENCE = datetime.timedelta(minutes=10)  # a worker that took a change set and died

    filename = models.CharField(_("tệp"), max_length=255)
    sha256 = models.CharField(_("mã băm tệp"), max_length=64)
    path = models.CharField(max_length=255, blank=True, editable=False)
    subject = models.CharField(max_length=40, blank=True, editable=False)
    by = person(_("người nhập"), later=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.CHECKED)
    report = models.JSONField(_("báo cáo"), default=dict)
    before = models.JSONField(_("dữ liệu trước khi nhập"), default=list, editable=False)
    decided_by = person(_("người duyệt"), later=True)
    decided_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)
    note = models.CharField(_("ý kiến"), max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    applied_at = models.DateTimeField(_("áp dụng lúc"), null=True, blank=True)
    rolled_back_by = person(_("người hoàn tác"), later=True)
    rolled_back_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần nhập danh mục")
        verbose_name_plural = _("lần nhập danh mục")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=True) | Q(decided_by__isnull=True) | ~Q(by=F("decided_by")),
                name="import_approved_by_another",
                violation_error_message=_("Người duyệt phải khác người nhập."),
            ),
        ]

    def __str__(self):
        return f"{self.filename} · {timezone.localtime(self.at):%d/%m/%Y %H:%M}"

    @property
    def has_errors(self) -> bool:
        return bool(self.report.get("errors"))

    @property
    def has_changes(self) -> bool:
        return bool(self.report.get("added") or self.report.get("changed"))

    @property
    def touched(self) -> set[str]:
        """The models whose rows it wrote, by label; empty before it is applied."""
        return {
            label
            for entry in self.before
            for label in (entry.get(kind) for kind in ("created", "changed", "deleted"))
            if label
        }

    @property
    def is_open(self) -> bool:
        """Still waiting for somebody: its author, a second person, the worker."""
        return self.state in {
            self.State.UPLOADED, self.State.CHECKED, self.State.PROPOSED, self.State.APPROVED,
        }  # fmt: skip

    @property
    def is_at_work(self) -> bool:
        """The worker checks or applies it, or is about to."""
        return self.state in {self.State.UPLOADED, self.State.APPROVED}
