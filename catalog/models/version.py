"""What is law for a period: a procedure version. Its cases and papers stand in case.py."""

import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import ModelLogEntry

from catalog import routings
from catalog.models.person import person


class ProcedureVersionQuerySet(models.QuerySet):
    def in_force(self, on: datetime.date | None = None):
        """Approved and begun by the day, latest first: the first one is in force."""
        day = on or timezone.localdate()
        return self.filter(approved_at__isnull=False, effective_from__lte=day).order_by(
            "-effective_from"
        )


class ProcedureVersion(ClusterableModel):
    """A procedure as a decision puts it in force (theo quyết định công bố), from 00:00 of a day.

    It ends where the next approved version begins, so periods of one procedure never overlap.
    Once approved it is never edited: a change is the next version.
    """

    class Mode(models.TextChoices):
        INFORMATION = "information", _("Cung cấp thông tin")
        PARTIAL = "partial", _("Một phần")
        FULL = "full", _("Toàn trình")

    class Channel(models.TextChoices):
        COUNTER = "counter", _("Trực tiếp")
        ONLINE = "online", _("Trực tuyến")
        POST = "post", _("Bưu chính công ích")
        IVAN = "ivan", _("Tổ chức I-VAN")

    class SupplementClock(models.TextChoices):
        RESTART = "restart", _("Tính lại từ đầu sau khi bổ sung đủ")
        PAUSE = "pause", _("Tạm dừng trong thời gian bổ sung")
        NEW_LIMIT = "new_limit", _("Thời hạn mới sau khi bổ sung đủ")

    procedure = models.ForeignKey(
        "catalog.Procedure",
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("thủ tục"),
    )
    number = models.PositiveIntegerField(_("phiên bản"), default=1)
    decision_number = models.CharField(_("số quyết định công bố"), max_length=120)
    decision_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decision_title = models.CharField(_("trích yếu"), max_length=500, blank=True)
    decision_url = models.URLField(_("toàn văn quyết định"), blank=True)
    effective_from = models.DateField(_("có hiệu lực từ"))
    prepared_by = person(_("người soạn"), later=True)
    approved_by = person(_("người duyệt"), later=True)
    approved_at = models.DateTimeField(_("duyệt lúc"), null=True, blank=True)

    service_level = models.PositiveSmallIntegerField(
        _("mức độ dịch vụ công"), choices=[(n, _("Mức độ %d") % n) for n in (1, 2, 3, 4)], default=3
    )
    channels = models.JSONField(_("cách thức nộp"), default=list)
    result_channels = models.JSONField(_("cách thức trả kết quả"), default=list)
    competent_levels = models.JSONField(
        _("cấp giải quyết"), default=list, help_text=_("central, province, base")
    )
    competence_note = models.CharField(_("cơ quan thực hiện"), max_length=255, blank=True)
    deciding_authority = models.CharField(
        _("cơ quan có thẩm quyền quyết định"),
        max_length=255,
        blank=True,
        help_text=_("Để trống: như cơ quan thực hiện."),
    )
    delegated_authority = models.CharField(
        _("cơ quan được ủy quyền, phân cấp"),
        max_length=255,
        blank=True,
        help_text=_("Để trống: không ủy quyền, phân cấp."),
    )
    coordinating_agencies = models.CharField(
        _("cơ quan phối hợp"),
        max_length=500,
        blank=True,
        help_text=_("Cách nhau bằng dấu chấm phẩy. Để trống: không có."),
    )
    steps_text = models.TextField(_("trình tự thực hiện"), blank=True)
    steps_text_en = models.TextField(_("trình tự thực hiện bằng tiếng Anh"), blank=True)
    conditions = models.TextField(_("yêu cầu, điều kiện"), blank=True)
    conditions_en = models.TextField(_("yêu cầu, điều kiện bằng tiếng Anh"), blank=True)
    copies = models.PositiveSmallIntegerField(_("số bộ hồ sơ"), default=1)

    routing = models.CharField(
        _("luồng xử lý"),
        max_length=60,
        default="one_department",
        help_text=_("Khóa của luồng trong flows/routings."),
    )
    supplement_clock = models.CharField(
        _("thời hạn khi bổ sung"),
        max_length=10,
        choices=SupplementClock,
        default=SupplementClock.PAUSE,
    )
    supplement_limit_value = models.PositiveSmallIntegerField(
        _("thời hạn mới sau bổ sung"), null=True, blank=True
    )
    supplement_limit_unit = models.CharField(_("đơn vị thời hạn mới"), max_length=20, blank=True)
    supplement_days = models.PositiveSmallIntegerField(
        _("số ngày chờ người nộp bổ sung"),
        default=20,
        help_text=_("Ngày theo lịch, kể từ ngày yêu cầu; quá hạn thì dừng giải quyết."),
    )
    result_template = models.ForeignKey(
        "catalog.SlipTemplate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mẫu văn bản kết quả"),
        help_text=_("Chọn một mẫu chung. Mẫu riêng của thủ tục thì lập ở mục Mẫu giấy, phiếu."),
    )
    leader_signs = models.BooleanField(
        _("lãnh đạo ký số kết quả"),
        default=False,
        help_text=_("Không phê duyệt được khi chưa có chữ ký số hợp lệ của chính người phê duyệt."),
    )
    signs_xml = models.BooleanField(
        _("tổ chức ký số tờ khai XML"),
        default=False,
        help_text=_(
            "Tờ khai của tổ chức là tệp XML, ký theo chuẩn XAdES, kèm bản PDF để đọc. "
            "Không chọn: tờ khai PDF, ký theo chuẩn PAdES."
        ),
    )
    takes_batches = models.BooleanField(
        _("tổ chức nộp nhiều hồ sơ bằng bảng tính"),
        default=False,
        help_text=_(
            "Tổ chức tải lên một bảng tính, mỗi dòng thành một hồ sơ, ký số một lần cho cả lô. "
            "Chỉ dùng với trường hợp có tờ khai điện tử không bắt buộc kèm tệp hoặc bảng riêng."
        ),
    )
    retention_years = models.PositiveSmallIntegerField(_("thời hạn lưu trữ (năm)"), default=70)

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        ordering = ["procedure__code", "-effective_from", "-number"]
        permissions = [("approve_version", _("Duyệt phiên bản thủ tục"))]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_unique"),
            models.UniqueConstraint(
                fields=["procedure", "effective_from"],
                condition=Q(approved_at__isnull=False),
                name="version_one_in_force",
                violation_error_message=_(
                    "Đã có phiên bản được duyệt bắt đầu từ ngày này; hãy chọn ngày khác."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(prepared_by__isnull=True)
                | ~Q(approved_by=models.F("prepared_by")),
                name="version_approved_by_another",
                violation_error_message=_("Người duyệt phải khác người soạn."),
            ),
        ]

    def __str__(self):
        return f"{self.procedure.code} v{self.number}"

    @property
    def service_mode(self) -> str:
        """Decree 42/2022's name of the level in Circular 32/2017: 4 full, 3 partial, else information."""
        return {4: self.Mode.FULL, 3: self.Mode.PARTIAL}.get(
            self.service_level, self.Mode.INFORMATION
        )

    @property
    def service_mode_label(self) -> str:
        return self.Mode(self.service_mode).label

    @property
    def channel_labels(self) -> list[str]:
        return [str(self.Channel(channel).label) for channel in self.channels]

    @property
    def coordinating_list(self) -> list[str]:
        """The coordinating agencies, one by one."""
        return [name.strip() for name in self.coordinating_agencies.split(";") if name.strip()]

    @property
    def routing_label(self) -> str:
        return routings.title_of(self.routing)

    @property
    def is_draft(self) -> bool:
        return self.approved_at is None

    @property
    def takes_online(self) -> bool:
        return self.Channel.ONLINE in self.channels

    def is_in_force(self, on: datetime.date | None = None) -> bool:
        return self.procedure.version_on(on) == self

    def ends_on(self) -> datetime.date | None:
        """The last day of this version, when a next one is approved or the procedure is repealed."""
        following = (
            self.procedure.versions.filter(
                approved_at__isnull=False, effective_from__gt=self.effective_from
            )
            .order_by("effective_from")
            .first()
        )
        ends = [
            day
            for day in (following and following.effective_from, self.procedure.repealed_on)
            if day
        ]
        return min(ends) - datetime.timedelta(days=1) if ends else None

    def former(self) -> "ProcedureVersion | None":
        """The approved version in force when this one begins."""
        others = self.procedure.versions.exclude(pk=self.pk)
        return others.in_force(self.effective_from).first()

    def hands(self) -> set[int]:
        """Everybody who prepared the draft, or changed it or its forms, in the console or the editor.

        Of a form counts what was done to it since the version before was approved.
        """
        touched = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self), object_id=str(self.pk)
        )
        return {
            self.prepared_by_id,
            *touched.values_list("user", flat=True),
            *self._hands_on_forms(),
        } - {None}

    def _hands_on_forms(self) -> set[int]:
        forms = {str(pk) for pk in self.cases.values_list("form", flat=True) if pk}
        if not forms:
            return set()
        before = self.procedure.versions.filter(approved_at__isnull=False).exclude(pk=self.pk)
        since = before.aggregate(last=models.Max("approved_at"))["last"]
        kind = ContentType.objects.get_for_model(
            self.cases.model._meta.get_field("form").related_model
        )
        console = LogEntry.objects.filter(content_type=kind, object_id__in=forms)
        editor = ModelLogEntry.objects.filter(
            content_type=kind, object_id__in=forms, action__in=["wagtail.create", "wagtail.edit"]
        )
        if since:
            console = console.filter(action_time__gt=since)
            editor = editor.filter(timestamp__gt=since)
        return {*console.values_list("user", flat=True), *editor.values_list("user", flat=True)}

    def approve(self, *, by) -> None:
        """Put in force from `effective_from` (four eyes: not by who prepared it)."""
        if by.pk in self.hands():
            raise ValidationError(_("Người duyệt phải khác người soạn."))
        if not self.cases.exists():
            raise ValidationError(_("Phiên bản chưa có trường hợp nào; hãy thêm ít nhất một."))
        self.approved_by, self.approved_at = by, timezone.now()
        self.validate_constraints()
        self.save(update_fields=["approved_by", "approved_at"])
