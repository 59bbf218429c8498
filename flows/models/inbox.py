"""What other systems bring (thông điệp đến): stored first, worked off afterwards, kept when it is wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InboundMessage(models.Model):
    """One message of a connected system; the same `message_id` again is the same message."""

    class Kind(models.TextChoices):
        DOSSIER = "dossier", _("Hồ sơ từ Cổng quốc gia")
        REPORT = "report", _("Báo tiến độ")

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ xử lý")
        DONE = "done", _("Đã xử lý")
        QUARANTINE = "quarantine", _("Sai, chờ sửa")
        DROPPED = "dropped", _("Thôi xử lý")

    system = models.ForeignKey(
        "flows.ClientSystem",
        on_delete=models.PROTECT,
        related_name="inbound",
        verbose_name=_("hệ thống"),
    )
    token = models.ForeignKey(
        "flows.Token", on_delete=models.PROTECT, related_name="+", verbose_name=_("mã truy cập")
    )  # PROTECT: its reach says what the message may do
    message_id = models.CharField(_("mã thông điệp"), max_length=120)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    digest = models.CharField(max_length=64)
    body = models.JSONField(_("nội dung gửi đến"))
    corrected = models.JSONField(_("nội dung đã sửa"), null=True)
    address = models.CharField(_("từ địa chỉ"), max_length=45, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.WAITING)
    received_at = models.DateTimeField(_("đến lúc"), default=timezone.now)
    settled_at = models.DateTimeField(_("xử lý lúc"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người xử lý"),
    )
    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("hồ sơ"),
    )
    outcome = models.CharField(_("kết quả, lý do"), max_length=500, blank=True)
    errors = models.JSONField(_("chỗ sai"), default=list)
    readings = models.JSONField(
        _("những lần xem nội dung"),
        default=list,
        help_text=_("Khi chưa thành hồ sơ: người xem và lúc xem; sau đó ghi vào nhật ký hồ sơ."),
    )

    class Meta:
        verbose_name = _("thông điệp đến")
        verbose_name_plural = _("thông điệp đến")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["system", "message_id"], name="inbound_message_once"),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(outcome=""),
                name="inbound_dropped_has_reason",
                violation_error_message=_("Hãy ghi lý do thôi xử lý."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "received_at"],
                name="inbound_open",
                condition=Q(state__in=["waiting", "quarantine"]),
            ),
        ]

    def __str__(self):
        return f"{self.system} · {self.message_id}"

    @property
    def content(self) -> dict:
        """What counts: as corrected here, otherwise as it came."""
        return self.body if self.corrected is None else self.corrected
