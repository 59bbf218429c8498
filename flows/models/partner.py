"""Systems that speak to ours (hệ thống kết nối): who they are, what their tokens open, what they asked."""

import datetime
import ipaddress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ClientSystem(models.Model):
    """A system of a partner or of our own sector; its acts are done by accounts of its own."""

    code = models.SlugField(
        _("mã hệ thống"), max_length=40, unique=True, help_text=_("Ví dụ: tst, tnhs, ivan-abc.")
    )
    name = models.CharField(_("tên hệ thống"), max_length=160)
    contact_email = models.EmailField(
        _("thư điện tử đầu mối"), help_text=_("Nhận báo khi mã truy cập sắp hết hạn.")
    )
    roles = models.ManyToManyField(
        "catalog.Role",
        blank=True,
        related_name="+",
        verbose_name=_("vai trò trong quy trình"),
        help_text=_(
            "Bước nào hệ thống được làm như một cán bộ. Chỉ giao vai trò lãnh đạo khi kết quả đã được người có thẩm quyền ký trong hệ thống đó."
        ),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="client_system",
        editable=False,
        verbose_name=_("tài khoản xử lý"),
    )  # PROTECT: the journal names it
    signer = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="signing_system",
        editable=False,
        verbose_name=_("tài khoản ký duyệt"),
    )  # another one: what one account proposes, another approves
    is_active = models.BooleanField(_("đang kết nối"), default=True)
    silent_after = models.PositiveIntegerField(
        _("báo động khi im lặng quá (phút)"),
        null=True,
        blank=True,
        help_text=_(
            "Hệ thống thường xuyên báo số liệu: quá chừng này mà không báo gì thì người vận hành được báo. Để trống: không báo động."
        ),
    )
    heard_at = models.DateTimeField(_("báo lần cuối lúc"), null=True, editable=False)
    alarmed_at = models.DateTimeField(_("đã báo động lúc"), null=True, editable=False)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("hệ thống kết nối")
        verbose_name_plural = _("hệ thống kết nối")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def is_silent(self, now=None) -> bool:
        """Whether it should have reported by now."""
        if not self.is_active or self.silent_after is None:
            return False
        since = self.heard_at or self.created_at
        return since + datetime.timedelta(minutes=self.silent_after) < (now or timezone.now())


class TokenQuerySet(models.QuerySet):
    def in_force(self, now=None):
        now = now or timezone.now()
        return self.filter(revoked_at=None, expires_at__gt=now, system__is_active=True)


class Token(models.Model):
    """A token (mã truy cập): shown once, kept hashed, narrow unless somebody says otherwise."""

    class Right(models.TextChoices):
        CREATE = "dossier:create", _("Nộp hồ sơ")
        READ = "dossier:read", _("Đọc hồ sơ, nhận thay đổi")
        UPDATE = "dossier:update", _("Báo tiến độ, kết quả")

    system = models.ForeignKey(
        ClientSystem, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("hệ thống")
    )
    prefix = models.CharField(_("bắt đầu bằng"), max_length=12, unique=True, editable=False)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    rights = models.JSONField(_("quyền"), default=list)
    every_agency = models.BooleanField(_("mọi cơ quan"), default=False)
    agencies = models.ManyToManyField(
        "catalog.Agency",
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan"),
        help_text=_("Kể cả cơ quan trực thuộc của cơ quan đã chọn."),
    )
    every_procedure = models.BooleanField(_("mọi thủ tục"), default=False)
    procedures = models.ManyToManyField(
        "catalog.Procedure", blank=True, related_name="+", verbose_name=_("thủ tục")
    )
    only_own = models.BooleanField(
        _("chỉ hồ sơ do hệ thống này nộp"),
        default=True,
        help_text=_("Bỏ chọn với phần mềm nghiệp vụ của Ngành, cần thấy mọi hồ sơ trong phạm vi."),
    )
    networks = models.JSONField(
        _("mạng được gọi"),
        default=list,
        blank=True,
        help_text=_("Địa chỉ hoặc dải mạng, ví dụ 203.162.10.0/24; để trống: từ mọi nơi."),
    )
    per_minute = models.PositiveIntegerField(_("số lần gọi mỗi phút"), default=600)
    created_at = models.DateTimeField(_("cấp lúc"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("người cấp"),
    )
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    warned_at = models.DateTimeField(_("đã báo sắp hết hạn lúc"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("dùng lần cuối"), null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã truy cập")
        verbose_name_plural = _("mã truy cập")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.prefix}…"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def may(self, right: str) -> bool:
        return right in self.rights

    def comes_from(self, address: str) -> bool:
        """Whether a call from this address is within the networks named."""
        if not self.networks:
            return True
        try:
            here = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(here in ipaddress.ip_network(network) for network in self.networks)

    def serves_agency(self, agency) -> bool:
        wanted = Q(pk=agency.pk) | Q(pk=agency.parent_id)
        return self.every_agency or self.agencies.filter(wanted).exists()

    def serves_procedure(self, procedure) -> bool:
        return self.every_procedure or self.procedures.filter(pk=procedure.pk).exists()


def network(text: str) -> str:
    """An address or a network as written by people, in its standard form."""
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise ValidationError(_("«%s» không phải địa chỉ hay dải mạng.") % text) from None


class ApiCall(models.Model):
    """One call of the API by a known system (lượt gọi)."""

    token = models.ForeignKey(
        Token, on_delete=models.CASCADE, related_name="calls", verbose_name=_("mã truy cập")
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    method = models.CharField(_("phương thức"), max_length=8)
    path = models.CharField(_("địa chỉ gọi"), max_length=300)
    status = models.PositiveSmallIntegerField(_("trả lời"))
    milliseconds = models.PositiveIntegerField(_("mili giây"))
    address = models.CharField(_("từ địa chỉ"), max_length=45, blank=True)
    request_id = models.CharField(_("mã yêu cầu"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("lượt gọi API")
        verbose_name_plural = _("lượt gọi API")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], name="api_call_age")]

    def __str__(self):
        return f"{self.method} {self.path}"


class KeptAnswer(models.Model):
    """The first answer to a write with an Idempotency-Key: the same key gets it again."""

    system = models.ForeignKey(
        ClientSystem, on_delete=models.CASCADE, related_name="+", verbose_name=_("hệ thống")
    )
    key = models.CharField(_("khóa"), max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(_("trả lời"), default=0)
    body = models.JSONField(_("nội dung"), default=dict)
    created_at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("câu trả lời đã lưu")
        verbose_name_plural = _("câu trả lời đã lưu")
        constraints = [
            models.UniqueConstraint(fields=["system", "key"], name="kept_answer_key_unique"),
        ]

    def __str__(self):
        return self.key
