"""What is owed to the National Public Service Portal (Cổng Dịch vụ công quốc gia), and the line to it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NationalLine(models.Model):
    """The one line to the national portal: how far it has been told, and whether it answers."""

    session = models.CharField(max_length=500, blank=True, editable=False)
    position = models.PositiveBigIntegerField(default=0, editable=False)
    failures = models.PositiveIntegerField(_("lần hỏng liên tiếp"), default=0)
    failing_since = models.DateTimeField(_("hỏng từ"), null=True)
    paused_until = models.DateTimeField(_("tạm dừng đến"), null=True)
    answered_at = models.DateTimeField(_("trả lời lần cuối"), null=True)

    class Meta:
        verbose_name = _("đường nối Cổng Dịch vụ công quốc gia")
        verbose_name_plural = _("đường nối Cổng Dịch vụ công quốc gia")

    def __str__(self):
        return "Cổng Dịch vụ công quốc gia"

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.now()


class NationalMessage(models.Model):
    """One change of a dossier for one national service; its promise in the outbox carries it."""

    class Service(models.TextChoices):
        DOSSIER = "DongBoHoSoMC", _("Đồng bộ hồ sơ")
        PROGRESS = "CapNhatTienDoHoSoMC", _("Cập nhật tiến độ")

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ gửi")
        SENT = "sent", _("Cổng quốc gia đã nhận")
        REFUSED = "refused", _("Cổng quốc gia từ chối")
        DROPPED = "dropped", _("Không gửi nữa")

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="+", verbose_name=_("hồ sơ")
    )
    change = models.ForeignKey(
        "flows.Change", on_delete=models.PROTECT, related_name="+", verbose_name=_("thay đổi")
    )
    service = models.CharField(_("dịch vụ"), max_length=24, choices=Service)
    state = models.CharField(_("tình trạng"), max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("số lần gửi"), default=0)
    sent_at = models.DateTimeField(_("nhận lúc"), null=True)
    error = models.CharField(_("lỗi gần nhất"), max_length=300, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người cho thôi"),
    )
    reason = models.CharField(_("lý do thôi gửi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thông điệp gửi Cổng quốc gia")
        verbose_name_plural = _("thông điệp gửi Cổng quốc gia")
        ordering = ["-pk"]
        permissions = [("run_exchange", _("Theo dõi, xử lý trao đổi với hệ thống khác"))]
        constraints = [
            models.UniqueConstraint(fields=["change", "service"], name="national_message_once"),
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(reason=""),
                name="national_message_dropped_has_reason",
                violation_error_message=_("Hãy ghi lý do thôi gửi."),
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "service"], name="national_message_dossier"),
            models.Index(
                fields=["state", "created_at"],
                name="national_message_open",
                condition=models.Q(state__in=["waiting", "refused"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_service_display()} · {self.dossier}"
