"""The postal carrier: what is handed to it (bảng kê), and what it tells of a consignment (hành trình)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from catalog.permissions import posts_of


class PostEvent(models.Model):
    """One event of a consignment; the carrier may tell it twice, late and out of order."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Bưu chính đã nhận gửi")
        IN_TRANSIT = "in_transit", _("Đang chuyển")
        DELIVERED = "delivered", _("Đã phát")
        CAME_BACK = "came_back", _("Chuyển hoàn")

    delivery = models.ForeignKey(
        "flows.Delivery",
        on_delete=models.PROTECT,
        related_name="post_events",
        verbose_name=_("lần trả kết quả"),
    )
    event_id = models.CharField(_("mã của bưu chính"), max_length=80)
    kind = models.CharField(_("tình trạng"), max_length=12, choices=Kind)
    at = models.DateTimeField(_("lúc"))
    place = models.CharField(_("nơi"), max_length=160, blank=True)
    taken_at = models.DateTimeField(_("nhận tin lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("hành trình bưu gửi")
        verbose_name_plural = _("hành trình bưu gửi")
        ordering = ["delivery", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "event_id"], name="post_event_once"),
        ]

    def __str__(self):
        return f"{self.delivery} · {self.get_kind_display()}"


class PostBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the agencies in which the person has a post."""
        return self.filter(agency__in={post.department.agency_id for post in posts_of(user)})

    def serves(self, user, agency) -> bool:
        """Whether the person gives back results at this office."""
        here = any(post.department.agency_id == agency.pk for post in posts_of(user))
        return here and user.has_perm("flows.return_result")


class PostBatch(models.Model):
    """Consignments handed over together: a parcel is in one list, and the list never changes."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan gửi")
    )
    day = models.DateField(_("ngày gửi"))
    number = models.PositiveSmallIntegerField(_("chuyến"))
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    made_by = person(_("người lập"))
    issued = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="post_batch",
        verbose_name=_("phiếu đã lập"),
    )
    told_at = models.DateTimeField(_("bưu chính nhận bảng kê lúc"), null=True)

    objects = PostBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("bảng kê gửi bưu chính")
        verbose_name_plural = _("bảng kê gửi bưu chính")
        ordering = ["-day", "agency", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "day", "number"], name="post_batch_once"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        """What the carrier knows the list by."""
        return f"{self.agency.office_code}-{self.day:%y%m%d}-{self.number}"


class CarrierColumn(models.Model):
    """A column of the list as the carrier wants it; without any the standard ones are written."""

    class Content(models.TextChoices):
        ORDER = "order", _("Số thứ tự")
        REFERENCE = "reference", _("Mã tham chiếu")
        NUMBER = "number", _("Số bưu gửi")
        DOSSIER = "dossier", _("Mã hồ sơ")
        RECIPIENT = "recipient", _("Người nhận")
        ADDRESS = "address", _("Địa chỉ nhận")
        PHONE = "phone", _("Điện thoại người nhận")
        SENDER = "sender", _("Cơ quan gửi")
        SENDER_ADDRESS = "sender_address", _("Địa chỉ gửi")
        SENDER_PHONE = "sender_phone", _("Điện thoại gửi")
        CONTENTS = "contents", _("Nội dung bưu gửi")
        DAY = "day", _("Ngày gửi")
        TEXT = "text", _("Chữ cố định")

    order = models.PositiveSmallIntegerField(_("thứ tự"), unique=True)
    heading = models.CharField(_("tiêu đề cột"), max_length=80)
    content = models.CharField(_("lấy từ"), max_length=16, choices=Content)
    text = models.CharField(
        _("chữ cố định"), max_length=120, blank=True, help_text=_("Chỉ khi lấy từ «Chữ cố định».")
    )

    class Meta:
        verbose_name = _("cột của bảng kê bưu chính")
        verbose_name_plural = _("cột của bảng kê bưu chính")
        ordering = ["order"]

    def __str__(self):
        return self.heading
