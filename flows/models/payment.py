"""Money of a dossier (phí, lệ phí): what is owed, how it was paid, what was given back.

Its own states, apart from the dossier's: a dossier moves or waits, its money is owed or paid.
"""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Fee
from catalog.models.person import person
from flows.models.dossier import Dossier


def new_reference() -> str:
    """What the provider knows a payment by: letters and digits alone, never used again."""
    return f"BH{timezone.localtime():%y%m%d}{secrets.token_hex(6).upper()}"


class FeeOrder(models.Model):
    """One fee of one dossier (khoản phải nộp): raised once, with the amount of the day it was filed."""

    class State(models.TextChoices):
        DUE = "due", _("Chưa nộp")
        PAID = "paid", _("Đã nộp")
        REFUNDED = "refunded", _("Đã hoàn trả")

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="fee_orders",
        verbose_name=_("hồ sơ"),
    )
    fee = models.ForeignKey(
        "catalog.Fee", on_delete=models.PROTECT, related_name="+", verbose_name=_("khoản thu")
    )  # PROTECT: the account says by which line of the catalogue it was taken
    name = models.CharField(_("tên khoản"), max_length=200)
    amount = models.PositiveBigIntegerField(_("số tiền (đồng)"))
    required_before = models.CharField(
        _("phải nộp trước khi"), max_length=10, choices=Fee.Stage, blank=True
    )
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.DUE)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("khoản phải nộp")
        verbose_name_plural = _("khoản phải nộp")
        ordering = ["dossier", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "fee"],
                name="fee_order_once",
                violation_error_message=_("Khoản này đã được lập cho hồ sơ."),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="fee_order_has_amount"),
        ]

    def __str__(self):
        return f"{self.name} · {self.dossier}"

    @property
    def open_payment(self):
        """The payment that the applicant has begun and the provider has not answered for yet."""
        return self.payments.filter(state=Payment.State.OPEN).first()

    @property
    def paid_by(self):
        return self.payments.filter(state=Payment.State.PAID).first()


class PaymentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The payments of dossiers that the person may see."""
        if user.is_superuser:
            return self
        return self.filter(order__dossier__in=Dossier.objects.visible_to(user).order_by())


class Payment(models.Model):
    """One try to pay an order (lần nộp), at the desk or through the provider."""

    class Method(models.TextChoices):
        ONLINE = "online", _("Trực tuyến")
        CASH = "cash", _("Tiền mặt tại quầy")

    class State(models.TextChoices):
        OPEN = "open", _("Chờ cổng thanh toán xác nhận")
        PAID = "paid", _("Đã thu")
        FAILED = "failed", _("Không thành công")
        SURPLUS = "surplus", _("Thu thừa, phải hoàn")
        REFUNDED = "refunded", _("Đã hoàn trả")

    order = models.ForeignKey(
        FeeOrder,
        on_delete=models.PROTECT,
        related_name="payments",
        verbose_name=_("khoản phải nộp"),
    )
    method = models.CharField(_("cách nộp"), max_length=10, choices=Method)
    reference = models.CharField(
        _("mã giao dịch"), max_length=40, unique=True, default=new_reference
    )
    amount = models.PositiveBigIntegerField(_("số tiền (đồng)"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.OPEN)
    payer_name = models.CharField(_("người nộp tiền"), max_length=255, blank=True)
    taken_by = person(_("người thu"), later=True)
    started_at = models.DateTimeField(_("bắt đầu lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True, blank=True)
    settled_at = models.DateTimeField(_("ghi nhận lúc"), null=True, blank=True, db_index=True)
    provider_number = models.CharField(_("mã của cổng thanh toán"), max_length=40, blank=True)
    provider_bank = models.CharField(_("ngân hàng"), max_length=40, blank=True)
    remark = models.CharField(
        _("điều không khớp"), max_length=255, blank=True,
        help_text=_("Cổng thanh toán báo khác với sổ: số tiền, mã giao dịch."),
    )  # fmt: skip
    receipt = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payment",
        verbose_name=_("biên lai"),
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nộp tiền")
        verbose_name_plural = _("lần nộp tiền")
        ordering = ["pk"]
        constraints = [
            # Never two charges: while one is open or paid there is no other.
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["open", "paid"]),
                name="payment_one_alive",
                violation_error_message=_("Khoản này đang được thanh toán hoặc đã nộp."),
            ),
            models.UniqueConstraint(
                fields=["provider_number"],
                condition=~Q(provider_number=""),
                name="payment_provider_number",
            ),
        ]

    def __str__(self):
        return f"{self.reference} · {self.get_state_display()}"

    def is_running(self, now=None) -> bool:
        """Begun, and the provider still lets it be paid."""
        return self.state == Payment.State.OPEN and self.expires_at > (now or timezone.now())


class Refund(models.Model):
    """Money given back (hoàn trả): asked by one person, allowed by another."""

    class State(models.TextChoices):
        ASKED = "asked", _("Chờ người thứ hai đồng ý")
        ALLOWED = "allowed", _("Đang chuyển trả")
        DONE = "done", _("Đã hoàn trả")
        DECLINED = "declined", _("Không đồng ý")
        FAILED = "failed", _("Cổng thanh toán từ chối")

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("lần nộp tiền")
    )
    reason = models.TextField(_("lý do hoàn trả"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State, default=State.ASKED)
    asked_by = person(
        _("người đề nghị"), later=True, help_text=_("Trống: hệ thống đề nghị vì thu thừa.")
    )
    asked_at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now)
    decided_by = person(_("người quyết định"), later=True)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    answer = models.CharField(_("trả lời"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("hoàn trả lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("việc hoàn trả")
        verbose_name_plural = _("việc hoàn trả")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="refund_four_eyes",
                violation_error_message=_("Người đồng ý hoàn trả phải khác người đề nghị."),
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(state__in=["asked", "allowed", "done"]),
                name="refund_once",
                violation_error_message=_("Lần nộp này đã có đề nghị hoàn trả."),
            ),
        ]

    def __str__(self):
        return f"{self.payment.reference} · {self.get_state_display()}"
