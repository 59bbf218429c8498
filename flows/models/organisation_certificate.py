"""The certificate that an organisation registers with its account (chứng thư số của đơn vị, Article 11.1)."""

import datetime

from asn1crypto import x509
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from flows.signatures.subjects import name_of


class OrganisationCertificateQuerySet(models.QuerySet):
    def current(self):
        """Without those that another has replaced."""
        return self.filter(replaced_at__isnull=True)

    def visible_to(self, user):
        """The account's own; administrators look at all of them."""
        if user.has_perm("accounts.change_user"):
            return self
        return self.filter(account=user) if user.is_authenticated else self.none()


class OrganisationCertificate(models.Model):
    """What the certificate says of itself, and its bytes by their hash. Replaced, never deleted.

    It says whom to expect, no more: each filing is judged by the certificate that signed it.
    """

    SOON = datetime.timedelta(days=30)  # how long before its end the account page warns

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("tổ chức"),
    )  # PROTECT: which certificate an account had when it filed stays provable
    content = models.BinaryField(_("chứng thư (DER)"))
    fingerprint = models.CharField(_("vân tay SHA-256"), max_length=64, db_index=True)
    subject = models.CharField(_("chủ thể"), max_length=255)
    issuer = models.CharField(_("nơi cấp"), max_length=255)
    serial = models.CharField(_("số sê-ri"), max_length=64)
    valid_from = models.DateTimeField(_("hiệu lực từ"))
    valid_to = models.DateTimeField(_("hiệu lực đến"))
    registered_by = person(_("người đăng ký"))
    registered_at = models.DateTimeField(_("đăng ký lúc"), default=timezone.now)
    replaced_at = models.DateTimeField(_("được thay lúc"), null=True, blank=True)

    objects = OrganisationCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("chứng thư số của đơn vị")
        verbose_name_plural = _("chứng thư số của đơn vị")
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(replaced_at__isnull=True),
                name="organisation_certificate_one_current",
                violation_error_message=_("Tài khoản này đang có chứng thư số."),
            ),
        ]

    def __str__(self):
        return f"{self.subject} · {self.issuer}"

    @classmethod
    def of(cls, certificate: x509.Certificate, **known) -> "OrganisationCertificate":
        """A row, not yet saved, with what the certificate says of itself."""
        return cls(
            content=certificate.dump(),
            fingerprint=certificate.sha256.hex(),
            subject=name_of(certificate.subject)[:255],
            issuer=name_of(certificate.issuer)[:255],
            serial=f"{certificate.serial_number:X}"[:64],
            valid_from=certificate.not_valid_before,
            valid_to=certificate.not_valid_after,
            **known,
        )

    @property
    def certificate(self) -> x509.Certificate:
        return x509.Certificate.load(bytes(self.content))

    @property
    def days_left(self) -> int:
        """Calendar days to the last day on which it holds."""
        return (timezone.localtime(self.valid_to).date() - timezone.localdate()).days

    @property
    def has_ended(self) -> bool:
        return self.valid_to < timezone.now()

    @property
    def ends_soon(self) -> bool:
        return timezone.now() <= self.valid_to <= timezone.now() + self.SOON

    def summary(self) -> dict[str, str]:
        """As JSON, for the journal of the account."""
        return {
            "issuer": self.issuer,
            "serial": self.serial,
            "until": timezone.localtime(self.valid_to).date().isoformat(),
        }
