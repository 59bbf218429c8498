"""The service level of technical support that offices ask for (Article 21.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportLevel(models.Model):
    """Within how many working hours a support request of a priority is answered (mức cam kết)."""

    class Priority(models.TextChoices):
        URGENT = "urgent", _("Khẩn: không làm việc được")
        HIGH = "high", _("Cao: chậm việc của người dân")
        NORMAL = "normal", _("Thường")

    DEFAULT_HOURS = {"urgent": 2, "high": 8, "normal": 24}

    priority = models.CharField(_("mức ưu tiên"), max_length=10, choices=Priority, unique=True)
    hours = models.PositiveSmallIntegerField(
        _("trả lời trong (giờ làm việc)"),
        help_text=_("Theo lịch làm việc của đơn vị hỗ trợ. Không có dòng này: 2, 8 và 24 giờ."),
    )

    class Meta:
        verbose_name = _("mức cam kết hỗ trợ")
        verbose_name_plural = _("mức cam kết hỗ trợ")
        ordering = ["hours"]

    def __str__(self):
        return self.get_priority_display()

    @classmethod
    def hours_of(cls, priority: str) -> int:
        row = cls.objects.filter(priority=priority).first()
        return row.hours if row else cls.DEFAULT_HOURS[priority]
