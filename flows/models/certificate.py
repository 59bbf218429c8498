"""What every certificate that somebody pastes has in common, whatever it is believed for."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from flows.signatures.subjects import name_of
from flows.signatures.trust import certificate


class PastedCertificate(models.Model):
    """A certificate pasted as PEM; what it says of itself is read from it, never typed."""

    pem = models.TextField(
        _("chứng thư (PEM)"), help_text=_("Dán nguyên văn, từ dòng BEGIN CERTIFICATE đến dòng END.")
    )
    is_active = models.BooleanField(_("đang dùng"), default=True)
    subject = models.CharField(_("chủ thể"), max_length=255, editable=False)
    fingerprint = models.CharField(_("vân tay SHA-256"), max_length=64, unique=True, editable=False)
    valid_from = models.DateTimeField(_("hiệu lực từ"), editable=False)
    valid_to = models.DateTimeField(_("hiệu lực đến"), editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self._read(certificate(self.pem.encode()))
        super().save(*args, **kwargs)

    def clean(self):
        """Read the certificate; ValidationError when it is none, unfit for its use, or here already."""
        try:
            found = certificate(self.pem.encode())
        except ValueError:
            no_pem = _("Đây không phải chứng thư dạng PEM. Hãy dán lại nguyên văn tệp .pem, .crt.")
            raise ValidationError({"pem": no_pem}) from None
        self._read(found)
        if unfit := self.unfit(found):
            raise ValidationError({"pem": unfit})
        twins = type(self)._default_manager.filter(fingerprint=self.fingerprint)
        if twins.exclude(pk=self.pk).exists():
            raise ValidationError({"pem": _("Chứng thư này đã có trong danh sách.")})

    def unfit(self, found) -> str:
        """Why this certificate cannot serve here; empty when it can. Each kind has its own say."""
        return ""

    def _read(self, found) -> None:
        self.subject = name_of(found.subject)[:255]
        self.fingerprint = found.sha256.hex()
        self.valid_from, self.valid_to = found.not_valid_before, found.not_valid_after
