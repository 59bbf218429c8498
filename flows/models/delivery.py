"""How the result reached the applicant, with evidence (trả kết quả)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from flows.models.agency_rule import AgencyRule


class Delivery(models.Model):
    """One hand-over of results. Decided is not delivered."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ nhận")
        SENT = "sent", _("Đã gửi bưu chính")
        DELIVERED = "delivered", _("Đã trả")
        FAILED = "failed", _("Bưu chính hoàn lại")

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name=_("hồ sơ"),
    )
    channel = models.CharField(_("cách trả"), max_length=10)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.WAITING)
    recipient_name = models.CharField(_("người nhận"), max_length=255, blank=True)
    recipient_identifier = models.CharField(_("giấy tờ của người nhận"), max_length=60, blank=True)
    is_proxy = models.BooleanField(_("nhận thay"), default=False)
    proxy_paper = models.CharField(
        _("giấy ủy quyền của người nhận thay"), max_length=255, blank=True
    )
    proxy_file = models.ForeignKey(
        "flows.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bản chụp giấy ủy quyền"),
    )
    results = models.JSONField(
        _("kết quả đã trả"), default=list, help_text=_("Tên từng kết quả giao trong lần này.")
    )
    carrier = models.CharField(_("doanh nghiệp bưu chính"), max_length=120, blank=True)
    tracking_number = models.CharField(_("số bưu gửi"), max_length=60, blank=True)
    batch = models.ForeignKey(
        "flows.PostBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("bảng kê gửi bưu chính"),
    )
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    evidence = models.JSONField(_("bằng chứng"), default=dict)
    handed_by = person(_("người trả"), later=True)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    came_back_at = models.DateTimeField(_("hoàn lại lúc"), null=True, blank=True)
    reminders = models.JSONField(
        _("các lần đã nhắc"), default=list, help_text=_("Số ngày sau khi có kết quả.")
    )
    delivered_at = models.DateTimeField(_("trả lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần trả kết quả")
        verbose_name_plural = _("lần trả kết quả")
        ordering = ["dossier", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_proxy=False) | ~Q(proxy_paper=""),
                name="delivery_proxy_has_paper",
                violation_error_message=_("Người nhận thay phải có giấy ủy quyền."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.get_state_display()}"


class CollectionRule(AgencyRule):
    """When people are reminded to collect, and from when a result is unclaimed: dates as data."""

    reminder_days = models.JSONField(
        _("nhắc sau (ngày)"),
        default=list,
        help_text=_("Các số ngày sau khi có kết quả, ví dụ [7, 15, 25]."),
    )
    unclaimed_days = models.PositiveSmallIntegerField(_("coi là chưa nhận sau (ngày)"), default=30)

    class Meta:
        verbose_name = _("quy định nhắc nhận kết quả")
        verbose_name_plural = _("quy định nhắc nhận kết quả")
        constraints = [
            models.UniqueConstraint(
                Coalesce("agency", 0),
                name="collection_rule_one_general",
                violation_error_message=_("Đã có quy định cho cơ quan này."),
            ),
        ]

    @classmethod
    def usual(cls):
        return cls(reminder_days=[7, 15, 25])

    def clean(self):
        days = self.reminder_days
        if not isinstance(days, list) or not all(
            isinstance(day, int) and 0 < day < 366 for day in days
        ):
            raise ValidationError(
                {"reminder_days": _("Hãy ghi các số ngày trong ngoặc vuông, ví dụ [7, 15, 25].")}
            )
