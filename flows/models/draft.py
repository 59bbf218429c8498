"""What is being filled in, at the portal or at the counter (bản nháp)."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models.mandate import Mandate

DRAFT_DAYS = 30
ONLINE, BATCH = "online", "batch"  # filled in by the person; what all rows of a workbook share
BY_PERSON = (ONLINE, BATCH)


def draft_expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=DRAFT_DAYS)


class DraftQuerySet(models.QuerySet):
    def open(self):
        return self.filter(
            dossier__isnull=True, batched_at__isnull=True, expires_at__gt=timezone.now()
        )

    def visible_to(self, user):
        """A draft is its writer's alone: the citizen's, or the clerk's at the counter.

        One written for somebody else is seen while the mandate for it is in force.
        """
        if not user.is_authenticated:
            return self.none()
        in_force = Mandate.objects.active().filter(holder=user)
        return self.filter(Q(mandate=None) | Q(mandate__in=in_force), owner=user)


class Draft(models.Model):
    """A dossier before it is filed. Filing it twice gives the same dossier."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="drafts",
        verbose_name=_("người soạn"),
    )
    procedure = models.ForeignKey(
        "catalog.Procedure", on_delete=models.PROTECT, related_name="+", verbose_name=_("thủ tục")
    )
    version = models.ForeignKey(
        "catalog.ProcedureVersion",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("phiên bản"),
    )
    case = models.ForeignKey(
        "catalog.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("trường hợp"),
    )
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nơi nộp"),
    )
    mandate = models.ForeignKey(
        "flows.Mandate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("căn cứ làm thay"),
    )
    channel = models.CharField(_("cách nộp"), max_length=10, default="online")
    applicant = models.JSONField(
        _("chủ hồ sơ"),
        default=dict,
        help_text=_("kind, name, identifier, insurance_number, phone, email, address"),
    )
    answers = models.JSONField(_("nội dung kê khai"), default=dict)
    left_rows = models.JSONField(
        _("dòng bảng tính chưa đúng"),
        default=dict,
        blank=True,
        help_text=_("Theo khóa của bảng: letters, rows (number, cells, problems)"),
    )
    done_sections = models.JSONField(_("phần đã xong"), default=list)
    result_channel = models.CharField(_("cách nhận kết quả"), max_length=10, blank=True)
    result_address = models.CharField(_("địa chỉ nhận kết quả"), max_length=255, blank=True)
    lock = models.PositiveIntegerField(_("lượt sửa"), default=0)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)
    expires_at = models.DateTimeField(_("hết hạn lúc"), default=draft_expiry)
    warned_at = models.DateTimeField(_("đã báo sắp hết hạn lúc"), null=True, blank=True)
    cleared_at = models.DateTimeField(
        _("đã xóa nội dung lúc"),
        null=True,
        blank=True,
        help_text=_("Quá hạn không nộp: nội dung kê khai và tệp đã xóa, chỉ còn dòng này."),
    )
    batched_at = models.DateTimeField(
        _("ký nộp theo lô lúc"),
        null=True,
        blank=True,
        help_text=_("Chỉ bản nháp chung của một lô."),
    )
    dossier = models.OneToOneField(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("hồ sơ đã nộp"),
    )

    amends = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("sửa hồ sơ đã nộp"),
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản nháp")
        verbose_name_plural = _("bản nháp")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["amends", "owner"],
                condition=models.Q(amends__isnull=False),
                name="draft_one_amendment",
                violation_error_message=_("Hồ sơ này đang được sửa ở một bản nháp khác."),
            ),
        ]

    def __str__(self):
        return f"{self.procedure.code} · {self.owner}"

    @property
    def is_filed(self) -> bool:
        return self.dossier_id is not None or self.batched_at is not None

    @property
    def is_batch(self) -> bool:
        return self.channel == BATCH


class DraftFileManager(models.Manager):
    """With the stored file: a row without it is of no use."""

    def get_queryset(self):
        return super().get_queryset().select_related("file")


class DraftFile(models.Model):
    """A paper attached to a draft (giấy tờ đính kèm), in the order shown."""

    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="files", verbose_name=_("bản nháp")
    )
    component = models.ForeignKey(
        "catalog.Component",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("giấy tờ"),
    )
    question_key = models.CharField(_("câu hỏi"), max_length=60, blank=True)
    file = models.ForeignKey(
        "flows.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name=_("tệp")
    )
    name = models.CharField(_("tên tệp"), max_length=200)
    source = models.CharField(_("nguồn"), max_length=10, default="upload")
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = DraftFileManager()

    class Meta:
        verbose_name = _("tệp của bản nháp")
        verbose_name_plural = _("tệp của bản nháp")
        ordering = ["draft", "order", "pk"]

    def __str__(self):
        return self.name
