"""Whom the portal believes when an organisation signs (tổ chức chứng thực chữ ký số), as rows."""

import datetime
import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models.certificate import PastedCertificate
from flows.signatures.trust import certificate


class TrustedCertificateQuerySet(models.QuerySet):
    def believed(self, now: datetime.datetime, *, with_demo: bool = False):
        """In use and in its time; those of the demo only in a demo, or where they are asked for."""
        found = self.filter(is_active=True, valid_from__lte=now, valid_to__gte=now)
        return found if settings.DEMO or with_demo else found.filter(is_demo=False)


class TrustedCertificate(PastedCertificate):
    """A root or intermediate certificate of an authority, and how strict we are about revocation."""

    class Kind(models.TextChoices):
        ROOT = "root", _("Gốc")
        INTERMEDIATE = "between", _("Trung gian")

    class Revocation(models.TextChoices):
        STRICT = "strict", _("Phải biết chắc chưa bị thu hồi")
        LENIENT = "lenient", _("Chấp nhận khi không hỏi được nơi cấp")

    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=8, choices=Kind, default=Kind.ROOT)
    revocation = models.CharField(
        _("kiểm tra thu hồi"), max_length=8, choices=Revocation, default=Revocation.STRICT
    )
    is_demo = models.BooleanField(
        _("chỉ của bản dùng thử"), default=False, editable=False
    )  # believed only with DEMO=1

    objects = TrustedCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("chứng thư tin cậy")
        verbose_name_plural = _("chứng thư tin cậy")
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name

    def unfit(self, found) -> str:
        """An end user's certificate vouches for nobody."""
        if found.ca:
            return ""
        return _("Đây là chứng thư của người dùng, không phải của tổ chức chứng thực.")

    @property
    def der(self) -> bytes:
        return certificate(self.pem.encode()).dump()


class RevocationRecord(models.Model):
    """What an authority last said of revoked certificates (CRL, OCSP), fetched by the worker."""

    class Kind(models.TextChoices):
        CRL = "crl", "CRL"
        OCSP = "ocsp", "OCSP"

    kind = models.CharField(_("loại"), max_length=4, choices=Kind)
    source = models.CharField(_("nguồn"), max_length=500)
    about = models.CharField(
        _("chứng thư được hỏi"), max_length=64, blank=True, help_text=_("Vân tay; trống với CRL.")
    )
    content = models.BinaryField(_("nội dung"))
    sha256 = models.CharField(max_length=64, editable=False)
    fetched_at = models.DateTimeField(_("lấy lúc"), default=timezone.now)
    good_until = models.DateTimeField(_("dùng đến"))

    class Meta:
        verbose_name = _("thông tin thu hồi chứng thư")
        verbose_name_plural = _("thông tin thu hồi chứng thư")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "about"], name="revocation_record_unique"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.source}"

    def save(self, *args, **kwargs):
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        super().save(*args, **kwargs)
