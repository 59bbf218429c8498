"""The leader's own signature on a result: whose certificates count, and the sheet that is signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from catalog.text import fold
from flows.models.certificate import PastedCertificate
from flows.models.document import IssuedDocument, StoredFile, new_token


class SigningCertificateQuerySet(models.QuerySet):
    def in_use(self, person, now=None):
        """What this person may sign results with now."""
        now = now or timezone.now()
        return self.filter(person=person, is_active=True, valid_from__lte=now, valid_to__gte=now)


class SigningCertificate(PastedCertificate):
    """A certificate by which a leader signs results (chứng thư ký của lãnh đạo): one holder's alone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="signing_certificates",
        limit_choices_to={"is_staff": True},
        verbose_name=_("người ký"),
    )  # PROTECT: who signed what stays provable
    address = models.CharField(
        _("khóa tại máy chủ hoặc dịch vụ ký"),
        max_length=300,
        blank=True,
        help_text=_(
            "csc:TÊN-KHÓA của dịch vụ ký số từ xa, hoặc pkcs11:… của thiết bị ở máy chủ. "
            "Để trống: chỉ ký ở máy của người ký."
        ),
    )

    objects = SigningCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("chứng thư ký của lãnh đạo")
        verbose_name_plural = _("chứng thư ký của lãnh đạo")
        ordering = ["person", "-valid_to"]

    def __str__(self):
        return f"{self.person} · {self.subject}"

    @property
    def is_remote(self) -> bool:
        """The key lies at a signing service, which may ask for a one-time code beside the PIN."""
        return self.address.startswith("csc:")

    def unfit(self, found) -> str:
        """An authority's certificate, or one in another person's name, signs nothing here."""
        if found.ca:
            return _("Đây là chứng thư của tổ chức chứng thực, không phải của người ký.")
        if self.person_id and fold(self.person.get_full_name()) not in fold(self.subject):
            return _("Chứng thư này mang tên «%s», không phải tên người ký.") % self.subject
        return ""


class ResultSheet(models.Model):
    """The result as the leader signs it (bản trình ký): exactly the paper that approval will issue.

    Its number is the one that comes next; approval takes it only while it still is.
    """

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="sheets", verbose_name=_("hồ sơ")
    )
    signer = person(_("người ký"))
    token = models.CharField(max_length=40, unique=True, default=new_token)
    template = models.ForeignKey(
        "catalog.SlipTemplate", on_delete=models.PROTECT, related_name="+", verbose_name=_("mẫu")
    )
    data = models.JSONField(_("dữ liệu"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("bản trình ký")
    )
    prepared_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    signed_file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bản đã ký"),
    )
    signature = models.JSONField(_("chữ ký"), default=dict, blank=True)
    signed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    document = models.OneToOneField(
        IssuedDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sheet",
        verbose_name=_("văn bản kết quả"),
    )

    class Meta:
        verbose_name = _("bản trình ký")
        verbose_name_plural = _("bản trình ký")
        ordering = ["dossier", "prepared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "signer"],
                condition=Q(document__isnull=True),
                name="sheet_one_waiting",
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.data.get('number', '')}"

    @property
    def is_unanswered(self) -> bool:
        """Signed, but whether the certificate was revoked is not known yet."""
        return self.signed_file_id is not None and not self.signature
