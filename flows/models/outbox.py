"""Promises made in a transaction and kept by the worker (việc gửi đi), and its signs of life."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PromiseQuerySet(models.QuerySet):
    def waiting(self, now=None):
        """What should have left by now, or was tried in vain; what is meant for later waits for nobody."""
        open_ones = self.filter(done_at__isnull=True, failed_at__isnull=True)
        return open_ones.filter(Q(next_at__lte=now or timezone.now()) | Q(attempts__gt=0))

    def given_up(self):
        """What failed and needs a person; a code that was wiped can be sent by nobody."""
        return self.filter(done_at__isnull=True, failed_at__isnull=False).exclude(payload={})


class Promise(models.Model):
    """Something to do outside the transaction: a message, a PDF, a call. May be tried many times."""

    kind = models.CharField(_("loại"), max_length=40)
    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("hồ sơ"),
    )
    payload = models.JSONField(_("nội dung"), default=dict)
    key = models.CharField(_("khóa chống trùng"), max_length=200, unique=True)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    next_at = models.DateTimeField(_("thử lúc"), default=timezone.now)
    lease_until = models.DateTimeField(_("đang giữ đến"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    failed_at = models.DateTimeField(_("bỏ lúc"), null=True, blank=True)
    error = models.CharField(_("lỗi gần nhất"), max_length=500, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc gửi đi")
        verbose_name_plural = _("việc gửi đi")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                name="promise_due",
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.kind} · {self.key}"


class Beat(models.Model):
    """When the worker, or one of its periodic works, was last alive (nhịp của chương trình nền)."""

    name = models.CharField(_("việc"), max_length=80, unique=True)
    at = models.DateTimeField(_("lần cuối"))

    class Meta:
        verbose_name = _("nhịp chương trình nền")
        verbose_name_plural = _("nhịp chương trình nền")

    def __str__(self):
        return f"{self.name} · {self.at:%d/%m/%Y %H:%M:%S}"
