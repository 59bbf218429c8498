"""After a decision of publication (Article 18.2): where else its procedures were made public, and proof."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicityLimit(models.Model):
    """Within how many working days of a decision its procedures are to be public (Article 9.1)."""

    class Place(models.TextChoices):
        PORTAL = "portal", _("Cổng Dịch vụ công BHXH Việt Nam")
        PROVINCES = "provinces", _("Trang tin điện tử BHXH các tỉnh, thành phố")
        NATIONAL = "national", _("Cơ sở dữ liệu quốc gia về thủ tục hành chính")

    place = models.CharField(_("nơi công khai"), max_length=10, choices=Place, unique=True)
    days = models.PositiveSmallIntegerField(
        _("thời hạn (ngày làm việc)"),
        help_text=_("Tính từ ngày làm việc liền sau ngày ký quyết định công bố."),
    )

    class Meta:
        verbose_name = _("thời hạn công khai thủ tục")
        verbose_name_plural = _("thời hạn công khai thủ tục")
        ordering = ["pk"]

    def __str__(self):
        return self.get_place_display()


class Publicity(models.Model):
    """A version made public outside this portal (công khai), confirmed by a person with its proof.

    That it stands on the portal needs no row: the published page itself is the proof.
    """

    class Place(models.TextChoices):
        PROVINCES = PublicityLimit.Place.PROVINCES.value, PublicityLimit.Place.PROVINCES.label
        NATIONAL = PublicityLimit.Place.NATIONAL.value, PublicityLimit.Place.NATIONAL.label

    version = models.ForeignKey(
        "catalog.ProcedureVersion",
        on_delete=models.CASCADE,  # with an import that is taken back, what it brought was never public
        related_name="publicity",
        verbose_name=_("phiên bản"),
    )
    place = models.CharField(_("nơi công khai"), max_length=10, choices=Place)
    done_on = models.DateField(_("ngày công khai"))
    proof = models.CharField(
        _("bằng chứng"),
        max_length=500,
        validators=[MinLengthValidator(3)],
        help_text=_("Địa chỉ trang đã đăng, hoặc số, ngày văn bản thông báo."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # who vouched for it stays known
        related_name="+",
        verbose_name=_("người ghi nhận"),
    )
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("công khai thủ tục")
        verbose_name_plural = _("công khai thủ tục")
        ordering = ["version", "place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="publicity_once"),
        ]

    def __str__(self):
        return f"{self.version} · {self.get_place_display()}"
