"""What a one-stop desk is equipped with (Decree 61/2018, Article 13): devices, and the norm per level."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.agency import Agency
from catalog.models.post import Post


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of every office for who keeps the catalogue of offices, else of the own ones."""
        if user.has_perm("catalog.change_agency"):
            return self
        return self.filter(agency__in=Post.objects.held_by(user).values("department__agency"))


class Device(models.Model):
    """One device at the desk of an office (thiết bị của Bộ phận Một cửa)."""

    class Kind(models.TextChoices):
        SCANNER = "scanner", _("Máy quét")
        CAMERA = "camera", _("Máy ảnh, camera chụp giấy tờ")
        READER = "reader", _("Máy đọc mã vạch, mã QR")
        QUEUE = "queue", _("Máy lấy số thứ tự")
        DISPLAY = "display", _("Màn hình hiển thị số")
        KIOSK = "kiosk", _("Ki-ốt tra cứu")
        PRINTER = "printer", _("Máy in")

    class State(models.TextChoices):
        IN_USE = "in_use", _("Đang dùng")
        REPAIR = "repair", _("Đang sửa chữa")
        RETIRED = "retired", _("Thôi dùng")

    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="devices",
        verbose_name=_("cơ quan"),
    )
    kind = models.CharField(_("loại thiết bị"), max_length=10, choices=Kind)
    serial = models.CharField(_("số máy, số sê-ri"), max_length=80)
    name = models.CharField(_("tên, kiểu máy"), max_length=120)
    place = models.CharField(_("nơi đặt"), max_length=80, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.IN_USE)
    since = models.DateField(_("từ ngày"), default=timezone.localdate)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("thiết bị")
        verbose_name_plural = _("thiết bị")
        ordering = ["agency", "kind", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "serial"],
                name="device_once",
                violation_error_message=_("Cơ quan đã có thiết bị mang số này."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.serial}"


class DeviceNorm(models.Model):
    """How many devices of a kind an office of a level needs at least (định mức trang thiết bị)."""

    level = models.CharField(_("cấp"), max_length=10, choices=Agency.Level)
    kind = models.CharField(_("loại thiết bị"), max_length=10, choices=Device.Kind)
    minimum = models.PositiveSmallIntegerField(_("số lượng ít nhất"))
    document = models.CharField(_("văn bản"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("định mức thiết bị")
        verbose_name_plural = _("định mức thiết bị")
        ordering = ["level", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "kind"],
                name="device_norm_once",
                violation_error_message=_("Cấp này đã có định mức cho loại thiết bị này."),
            ),
            models.CheckConstraint(condition=Q(minimum__gt=0), name="device_norm_asks_for_some"),
        ]

    def __str__(self):
        return f"{self.get_level_display()} · {self.get_kind_display()}: {self.minimum}"
