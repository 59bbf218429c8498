"""What an organisation confirms by its digital signature (tờ khai ký số, Article 17)."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models.challenge import Challenge
from flows.models.document import new_token
from flows.models.dossier import Dossier
from flows.models.draft import Draft

XML = "application/xml"


class DeclarationQuerySet(models.QuerySet):
    def live(self):
        """Not yet used for the act it stands for."""
        return self.filter(used_at__isnull=True)

    def visible_to(self, user):
        """The person who made it, while they see the draft or the dossier that it is of."""
        if not user.is_authenticated:
            return self.none()
        keys = Draft.objects.visible_to(user).values_list("key", flat=True)
        codes = Dossier.objects.of_person(user).order_by()
        of_dossier = Concat(Value("dossier:"), "code", output_field=models.CharField())
        return self.filter(
            Q(subject__in=[f"draft:{key}" for key in keys])
            | Q(subject__in=codes.values_list(of_dossier, flat=True)),
            made_by=user,
        )


class Declaration(models.Model):
    """A file that we made of exactly what is to be confirmed, and the same file signed.

    A PDF, or XML where the procedure asks for it, then with a PDF of the same content to read. Bound like a one-time code to purpose, subject and digest; usable once.
    """

    token = models.CharField(max_length=40, unique=True, default=new_token)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="declarations",
        verbose_name=_("người lập"),
    )
    purpose = models.CharField(_("mục đích"), max_length=12, choices=Challenge.Purpose)
    subject = models.CharField(_("đối tượng"), max_length=80)
    digest = models.CharField(_("mã băm nội dung đã xem"), max_length=64)
    tax_code = models.CharField(_("mã số thuế của đơn vị"), max_length=14)
    title = models.CharField(_("tên"), max_length=255)
    file = models.ForeignKey(
        "flows.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name=_("tờ khai")
    )
    reading = models.ForeignKey(
        "flows.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bản PDF để đọc của tờ khai XML"),
    )
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    signed_file = models.ForeignKey(
        "flows.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tờ khai đã ký"),
    )
    signed_at = models.DateTimeField(_("nhận tệp đã ký lúc"), null=True, blank=True)
    remote = models.JSONField(
        _("ký số từ xa"), default=dict, blank=True
    )  # {provider, name, account} when a service signed; empty for a file that was sent
    asked_at = models.DateTimeField(_("hỏi thu hồi lúc"), null=True, blank=True)
    answer = models.CharField(_("trả lời của nơi cấp"), max_length=300, blank=True)
    signature = models.JSONField(_("chữ ký"), default=dict)
    used_at = models.DateTimeField(_("dùng lúc"), null=True, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("tờ khai ký số")
        verbose_name_plural = _("tờ khai ký số")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["made_by", "subject", "purpose", "digest"],
                condition=Q(used_at__isnull=True),
                name="declaration_one_live",
            ),
        ]

    def __str__(self):
        return f"{self.title} · {self.subject}"

    @property
    def is_xml(self) -> bool:
        return self.file.content_type == XML

    @property
    def suffix(self) -> str:
        return ".xml" if self.is_xml else ".pdf"

    @property
    def is_waiting(self) -> bool:
        """Signed and sound, but the authority has not said yet whether the certificate is revoked."""
        return self.asked_at is not None and self.used_at is None


class PhoneSigningQuerySet(models.QuerySet):
    def open(self, now=None):
        """Still waiting for the signer's word."""
        return self.filter(ends_at__gt=now or timezone.now())


class PhoneSigning(models.Model):
    """A signature that the signer is to allow on the own phone (xác nhận ký số trên điện thoại): one
    declaration made ready, one hash. It goes as soon as it is signed, refused, given up or too late."""

    declaration = models.OneToOneField(
        Declaration, on_delete=models.CASCADE, related_name="phone", verbose_name=_("tờ khai")
    )
    provider = models.CharField(_("nhà cung cấp"), max_length=40)
    account = models.CharField(_("tài khoản"), max_length=120)
    credential = models.CharField(_("chứng thư tại nhà cung cấp"), max_length=500)
    handle = models.TextField(_("mã lượt hỏi của nhà cung cấp"))
    content = models.BinaryField(_("tờ khai chờ chữ ký"))
    digest = models.CharField(_("mã băm được ký"), max_length=64)
    begun_at = models.DateTimeField(_("bắt đầu lúc"), default=timezone.now)
    ends_at = models.DateTimeField(_("hết hạn lúc"))
    asked_at = models.DateTimeField(_("hỏi nhà cung cấp lúc"), null=True, blank=True)

    objects = PhoneSigningQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt ký trên điện thoại")
        verbose_name_plural = _("lượt ký trên điện thoại")

    def __str__(self):
        return str(self.declaration)

    @property
    def mark(self) -> str:
        """The beginning of the hash as people compare it with what the phone shows."""
        return " ".join(self.digest[at : at + 4] for at in range(0, 16, 4)).upper()
