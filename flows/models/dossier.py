"""The dossier (hồ sơ) and what was filed with it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.text import fold
from flows.models.dossier_reach import DossierQuerySet
from flows.models.states import CLOSED_STATES, FeeState, State


def new_check_code() -> str:
    """Eight digits that, with the code, open the public look-up; printed on the slip."""
    return f"{secrets.randbelow(10**8):08d}"


class Dossier(models.Model):
    """One filing of one procedure, pinned to the version it was filed under (hồ sơ)."""

    class Channel(models.TextChoices):
        COUNTER = "counter", _("Trực tiếp tại Bộ phận Một cửa")
        ONLINE = "online", _("Trực tuyến")
        POST = "post", _("Bưu chính công ích")
        API = "api", _("Hệ thống kết nối")

    class ResultChannel(models.TextChoices):
        ONLINE = "online", _("Trực tuyến trên Cổng")
        COUNTER = "counter", _("Tại Bộ phận Tiếp nhận và Trả kết quả")
        POST = "post", _("Qua bưu chính công ích")

    code = models.CharField(_("mã số hồ sơ"), max_length=60, unique=True)
    code_folded = models.CharField(max_length=60, unique=True, editable=False)
    office_number = models.CharField(
        _("số hồ sơ của cơ quan"), max_length=40, null=True, blank=True, unique=True
    )
    office_number_folded = models.CharField(
        max_length=40, null=True, blank=True, unique=True, editable=False
    )
    system = models.ForeignKey(
        "flows.ClientSystem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("hệ thống đã nộp"),
    )
    external_code = models.CharField(_("mã hệ thống ngoài"), max_length=80, blank=True)
    check_code = models.CharField(_("mã kiểm tra"), max_length=8, default=new_check_code)

    procedure = models.ForeignKey(
        "catalog.Procedure",
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=_("thủ tục"),
    )
    version = models.ForeignKey(
        "catalog.ProcedureVersion",
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=_("phiên bản thủ tục"),
    )  # PROTECT: the dossier keeps the law under which it was filed
    case = models.ForeignKey(
        "catalog.Case",
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=_("trường hợp"),
    )
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=_("cơ quan tiếp nhận"),
    )
    competent_agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan có thẩm quyền"),
        help_text=_("Khác cơ quan tiếp nhận thì hồ sơ được chuyển đến đó để giải quyết."),
    )
    competence_reason = models.CharField(_("vì sao có thẩm quyền"), max_length=400, blank=True)
    current_agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("cơ quan đang giải quyết"),
    )
    current_department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phòng ban đang giải quyết"),
    )

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("tài khoản chủ hồ sơ"),
    )
    applicant_kind = models.CharField(_("loại chủ hồ sơ"), max_length=12, default="person")
    applicant_name = models.CharField(_("chủ hồ sơ"), max_length=255)
    applicant_name_folded = models.CharField(max_length=255, db_index=True, editable=False)
    applicant_identifier = models.CharField(
        _("số định danh, mã số thuế"), max_length=20, blank=True, db_index=True
    )
    applicant_insurance_number = models.CharField(
        _("mã số BHXH"), max_length=10, blank=True, db_index=True
    )
    applicant_phone = models.CharField(_("điện thoại"), max_length=16, blank=True, db_index=True)
    applicant_email = models.EmailField(_("thư điện tử"), blank=True)
    applicant_address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers_submitted",
        verbose_name=_("tài khoản người nộp"),
    )
    submitter_name = models.CharField(_("người nộp"), max_length=255, blank=True)

    mandate = models.ForeignKey(
        "flows.Mandate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("căn cứ làm thay"),
    )
    branch = models.ForeignKey(
        "flows.Branch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("chi nhánh, đơn vị trực thuộc"),
    )

    channel = models.CharField(_("cách nộp"), max_length=10, choices=Channel)
    result_channel = models.CharField(
        _("cách nhận kết quả"), max_length=10, choices=ResultChannel, default=ResultChannel.ONLINE
    )
    result_address = models.CharField(_("địa chỉ nhận kết quả"), max_length=255, blank=True)

    state = models.CharField(_("tình trạng"), max_length=24, choices=State, default=State.SUBMITTED)
    outcome_positive = models.BooleanField(_("kết quả đạt"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    answer_due_at = models.DateTimeField(
        _("phải trả lời tiếp nhận trước"),
        null=True,
        blank=True,
        help_text=_("08 giờ làm việc kể từ khi hệ thống nhận hồ sơ trực tuyến."),
    )
    received_at = models.DateTimeField(_("ngày tiếp nhận"), null=True, blank=True)
    due_at = models.DateTimeField(_("ngày hẹn trả"), null=True, blank=True)
    first_due_at = models.DateTimeField(_("ngày hẹn trả ban đầu"), null=True, blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    returned_at = models.DateTimeField(_("ngày trả kết quả"), null=True, blank=True)
    fee_state = models.CharField(
        _("phí, lệ phí"), max_length=10, choices=FeeState, blank=True, default=FeeState.NONE
    )
    closing_reason = models.TextField(_("lý do từ chối, dừng, rút"), blank=True)
    legal_ground = models.CharField(
        _("căn cứ từ chối, dừng"), max_length=300, blank=True, default=""
    )
    disposed_at = models.DateTimeField(_("tiêu hủy nội dung lúc"), null=True, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        ordering = ["-submitted_at", "-pk"]
        permissions = [
            ("receive_dossier", _("Tiếp nhận, yêu cầu hoàn thiện, từ chối hồ sơ")),
            ("file_for_person", _("Nộp hồ sơ thay người dân tại quầy")),
            ("appraise_dossier", _("Thụ lý, thẩm định, trình kết quả")),
            ("ask_supplement", _("Yêu cầu bổ sung khi đang xử lý")),
            ("approve_dossier", _("Phê duyệt, ký kết quả")),
            ("return_result", _("Trả kết quả")),
            ("extend_dossier", _("Xin lỗi và hẹn lại ngày trả")),
            ("inspect_dossier", _("Xem toàn bộ để kiểm tra, không sửa")),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "due_at"], name="dossier_agency_queue"),
            models.Index(
                fields=["due_at", "agency"],
                name="dossier_overdue",
                condition=Q(state__in=["received", "processing"]),
            ),
            models.Index(fields=["applicant", "-submitted_at"], name="dossier_of_applicant"),
            models.Index(fields=["submitter", "-submitted_at"], name="dossier_of_submitter"),
            models.Index(fields=["procedure", "submitted_at"], name="dossier_by_procedure"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "external_code"],
                condition=~Q(external_code=""),
                name="dossier_external_code_unique",
                violation_error_message=_("Hệ thống này đã nộp một hồ sơ với mã đó."),
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=False, due_at__isnull=False)
                | Q(
                    state__in=[
                        "submitted",
                        "intake_supplement",
                        "refused",
                        "withdraw_requested",
                        "withdrawn",
                    ]
                ),
                name="dossier_received_has_dates",
                violation_error_message=_(
                    "Hồ sơ đã tiếp nhận phải có ngày tiếp nhận và ngày hẹn trả."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(returned_at__isnull=False),
                name="dossier_returned_has_date",
                violation_error_message=_("Hồ sơ đã trả kết quả phải có ngày trả."),
            ),
        ]

    def __str__(self):
        return self.code

    def save(self, *args, **kwargs):
        self.code_folded = fold_code(self.code)
        self.office_number_folded = fold_code(self.office_number) if self.office_number else None
        self.applicant_name_folded = fold(self.applicant_name)[:255]
        super().save(*args, **kwargs)

    @property
    def is_electronic(self) -> bool:
        """Filed by wire: at the portal, or by a system for the applicant."""
        return self.channel in (Dossier.Channel.ONLINE, Dossier.Channel.API)

    @property
    def about(self) -> str:
        """Whom a dossier of a batch is about, beside the organisation that filed it; else empty."""
        row = getattr(self, "batch_row", None)
        return row.title if row else ""

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES

    @property
    def was_put_off(self) -> bool:
        """Has the office apologised and appointed another day (xin lỗi và hẹn lại)? Else a date that is
        not the first one was counted anew, after a day off or a supplement."""
        return self.clock.filter(due_override__isnull=False).exists()

    @cached_property
    def papers(self) -> list:
        """The documents in force when first asked; an act reads its dossier anew, so once per act."""
        return list(self.documents.in_force().select_related("component"))

    @cached_property
    def unpaid_fees(self) -> list:
        """The fees still owed when first asked; costs nothing where none is."""
        if self.fee_state != FeeState.DUE:
            return []
        return list(self.fee_orders.filter(state="due"))

    @cached_property
    def last_act(self):
        """The last entry of the journal that is an act; looking at it is none."""
        looks = ("read", "read_document", "download", "break_glass", "end_break_glass")
        return self.journal.exclude(act__in=looks).order_by("-seq").first()

    @cached_property
    def open_originals(self):
        """The request to show originals that still waits, if any."""
        return self.originals_requests.filter(closed_at=None).first()

    @cached_property
    def open_referral(self):
        """The passing on to another office that nobody there has confirmed yet."""
        if not getattr(self, "is_referred", True):  # the lock has asked already
            return None
        return self.referrals.filter(answered_at__isnull=True).first()

    @property
    def current_submission(self):
        return self.submissions.order_by("-number").first()

    @property
    def has_pending_decision(self) -> bool:
        return self.decisions.pending().exists()

    def behalf_of(self, by) -> str:
        """For whom the person acts on it, when not for oneself: shown on every act («làm thay»)."""
        if by is None or by.is_staff or by.pk == self.applicant_id:
            return ""
        if self.mandate_id is None and by.pk == self.submitter_id:
            return ""
        return self.applicant_name[:160]

    @property
    def is_in_the_post(self) -> bool:
        return self.deliveries.filter(state="sent").exists()

    def is_overdue(self, now=None) -> bool:
        end = self.finished_at or now or timezone.now()
        return bool(self.due_at) and end > self.due_at


def fold_code(code: str) -> str:
    """A dossier code as typed by anybody: letters and digits alone, upper case."""
    return "".join(mark for mark in fold(code).upper() if mark.isalnum())
