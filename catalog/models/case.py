"""What hangs on a version: its cases, their papers and results, fees, legal bases, step rules."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from catalog import routings

from .spoken import Said, ours, said
from .version import ProcedureVersion

COMPLETE_DOSSIER = "Khi nhận đủ hồ sơ hợp lệ"  # when most terms begin; the interface translates it


class Case(ClusterableModel):
    """A filing variant of a procedure (trường hợp): its papers, limit, applicants and form."""

    class Unit(models.TextChoices):
        WORKING_DAY = "wd", _("ngày làm việc")
        CALENDAR_DAY = "cd", _("ngày")
        CALENDAR_DAY_EXCL_HOLIDAY = "cd_excl_holiday", _("ngày, không kể ngày nghỉ lễ, tết")
        WORKING_HOUR = "hour_working", _("giờ làm việc")
        SAME_DAY = "same_day", _("trong ngày")
        MONTH = "month", _("tháng")

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="cases",
        verbose_name=_("phiên bản"),
    )
    code = models.SlugField(_("mã trường hợp"), max_length=60)
    name = models.CharField(_("tên trường hợp"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    applicant_classes = ParentalManyToManyField(
        "catalog.ApplicantClass",
        blank=True,
        related_name="+",
        verbose_name=_("đối tượng thực hiện"),
    )
    limit_value = models.PositiveSmallIntegerField(_("thời hạn"), default=0)
    limit_unit = models.CharField(
        _("đơn vị"), max_length=20, choices=Unit, default=Unit.WORKING_DAY
    )
    limit_note = models.CharField(_("ghi chú thời hạn"), max_length=500, blank=True)
    limit_note_en = models.CharField(_("ghi chú thời hạn tiếng Anh"), max_length=500, blank=True)
    start_event = models.CharField(_("tính từ"), max_length=200, default=COMPLETE_DOSSIER)
    start_event_en = models.CharField(_("tính từ, bằng tiếng Anh"), max_length=200, blank=True)
    form = models.ForeignKey(
        "catalog.Form",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("tờ khai điện tử"),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("trường hợp")
        verbose_name_plural = _("trường hợp")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="case_code_unique"),
        ]

    def __str__(self):
        return self.name

    @property
    def limit_label(self) -> str:
        if self.limit_unit == self.Unit.SAME_DAY:
            return str(_("Trong ngày"))
        return f"{self.limit_value} {self.get_limit_unit_display()}"

    @property
    def spoken_start(self) -> Said:
        """From when the term counts, in the language of the page."""
        if self.start_event == COMPLETE_DOSSIER and not self.start_event_en:
            return ours(str(_("Khi nhận đủ hồ sơ hợp lệ")))
        return said(self, "start_event")

    def components(self):
        """The papers of this case: its own and those of every case, in order."""
        papers = self.version.components.filter(Q(case=self) | Q(case__isnull=True))
        return papers.order_by("order", "pk")

    @cached_property
    def papers(self) -> list["Component"]:
        """The same when first asked: an act reads its case anew, so once per act."""
        return list(self.components())

    def result_kinds(self):
        return self.version.result_kinds.filter(Q(case=self) | Q(case__isnull=True))


class Component(models.Model):
    """A paper of the dossier (thành phần hồ sơ), with counts of originals and copies."""

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="components",
        verbose_name=_("phiên bản"),
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="own_components",
        verbose_name=_("trường hợp"),
        help_text=_("Để trống: cần cho mọi trường hợp."),
    )
    code = models.SlugField(_("mã giấy tờ"), max_length=60)
    name = models.CharField(_("tên giấy tờ"), max_length=1000)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=1000, blank=True)
    originals = models.PositiveSmallIntegerField(_("số bản chính"), default=0)
    copies = models.PositiveSmallIntegerField(_("số bản sao"), default=0)
    is_required = models.BooleanField(_("bắt buộc"), default=True)
    condition = models.CharField(_("khi nào cần"), max_length=300, blank=True)
    condition_en = models.CharField(_("khi nào cần, bằng tiếng Anh"), max_length=300, blank=True)
    form_code = models.CharField(_("mẫu biểu"), max_length=60, blank=True)
    from_form = models.BooleanField(
        _("lập từ tờ khai điện tử"),
        default=False,
        help_text=_("Người nộp không phải đính kèm: tờ khai điện tử thay cho giấy này."),
    )
    needs_scan = models.BooleanField(
        _("phải chụp, quét"),
        default=True,
        help_text=_("Bỏ chọn với giấy tờ chỉ giữ bản gốc, ví dụ sổ BHXH."),
    )
    result_codes = models.CharField(
        _("kết quả dùng thay được"),
        max_length=500,
        blank=True,
        help_text=_(
            "Mã kết quả, hoặc tên khi kết quả chưa có mã, cách nhau bằng dấu chấm phẩy: kết quả đã cấp "
            "cho chính người đó được đề nghị dùng lại thay giấy này."
        ),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("thành phần hồ sơ")
        verbose_name_plural = _("thành phần hồ sơ")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="component_code_unique"),
        ]

    def __str__(self):
        return self.name

    @property
    def result_list(self) -> list[str]:
        """Codes or names of the results that may stand for this paper."""
        return [word.strip() for word in self.result_codes.split(";") if word.strip()]

    @property
    def counts_label(self) -> str:
        parts = []
        if self.originals:
            parts.append(ngettext("%d bản chính", "%d bản chính", self.originals) % self.originals)
        if self.copies:
            parts.append(ngettext("%d bản sao", "%d bản sao", self.copies) % self.copies)
        return ", ".join(parts)


class ResultKind(models.Model):
    """What the procedure yields (kết quả), with its national code where there is one."""

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="result_kinds",
        verbose_name=_("phiên bản"),
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="own_result_kinds",
        verbose_name=_("trường hợp"),
    )
    code = models.CharField(_("mã kết quả"), max_length=60, blank=True)
    name = models.CharField(_("tên kết quả"), max_length=500)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("kết quả")
        verbose_name_plural = _("kết quả")
        ordering = ["version", "order", "pk"]

    def __str__(self):
        return self.name


class Fee(models.Model):
    """A fee or charge (phí, lệ phí) in đồng; a procedure without rows is free."""

    class Stage(models.TextChoices):
        """Until when it must be paid; the office's act waits for it."""

        RECEIVE = "receive", _("trước khi tiếp nhận hồ sơ")
        PROPOSE = "propose", _("trước khi trình kết quả")
        GIVE_BACK = "give_back", _("trước khi trả kết quả")

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="fees",
        verbose_name=_("phiên bản"),
    )
    name = models.CharField(_("tên khoản"), max_length=200)
    amount = models.PositiveBigIntegerField(_("số tiền (đồng)"), default=0)
    note = models.CharField(_("ghi chú"), max_length=255, blank=True)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    note_en = models.CharField(_("ghi chú tiếng Anh"), max_length=255, blank=True)
    required_before = models.CharField(
        _("phải nộp"),
        max_length=10,
        choices=Stage,
        blank=True,
        help_text=_("Việc của cơ quan chờ khoản này; để trống: không việc nào phải chờ."),
    )

    class Meta:
        verbose_name = _("phí, lệ phí")
        verbose_name_plural = _("phí, lệ phí")

    def __str__(self):
        return self.name


class LegalBasis(models.Model):
    """A text the procedure rests on (căn cứ pháp lý)."""

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="legal_bases",
        verbose_name=_("phiên bản"),
    )
    number = models.CharField(_("số, ký hiệu"), max_length=120)
    title = models.CharField(_("tên văn bản"), max_length=500, blank=True)
    url = models.URLField(_("liên kết"), blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("căn cứ pháp lý")
        verbose_name_plural = _("căn cứ pháp lý")
        ordering = ["version", "order", "pk"]

    def __str__(self):
        return self.number


class StepRule(models.Model):
    """Who does a step of the routing, where, and with how much of the term (phân công bước)."""

    class Scope(models.TextChoices):
        SAME = "same", _("Cơ quan tiếp nhận")
        PARENT = "parent", _("Cơ quan cấp trên trực tiếp")
        CENTRAL = "central", _("BHXH Việt Nam")

    class Silence(models.TextChoices):
        AGREED = "agreed", _("Coi là đồng ý")
        ESCALATE = "escalate", _("Báo cấp trên, vẫn chờ")

    version = ParentalKey(
        ProcedureVersion,
        on_delete=models.CASCADE,
        related_name="step_rules",
        verbose_name=_("phiên bản"),
    )
    step = models.SlugField(
        _("bước"), max_length=60, help_text=_("Tên bước của luồng, ví dụ appraise, approve.")
    )
    order = models.PositiveSmallIntegerField(
        _("lượt"), default=0, help_text=_("Với luồng nhiều phòng lần lượt: thứ tự của phòng.")
    )
    title = models.CharField(_("tên bước hiển thị"), max_length=160, blank=True)
    title_en = models.CharField(_("tên bước tiếng Anh"), max_length=160, blank=True)
    role = models.ForeignKey(
        "catalog.Role", on_delete=models.PROTECT, related_name="+", verbose_name=_("vai trò")
    )
    department_function = models.CharField(_("chức năng phòng ban"), max_length=20)
    agency_scope = models.CharField(_("cơ quan"), max_length=10, choices=Scope, default=Scope.SAME)
    silence = models.CharField(
        _("không trả lời trong hạn"),
        max_length=10,
        choices=Silence,
        default=Silence.ESCALATE,
        help_text=_("Chỉ dùng cho bước lấy ý kiến song song."),
    )
    share_percent = models.PositiveSmallIntegerField(_("phần thời hạn (%)"), default=0)

    class Meta:
        verbose_name = _("phân công bước xử lý")
        verbose_name_plural = _("phân công bước xử lý")
        ordering = ["version", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "step", "order"], name="step_rule_unique"),
            models.CheckConstraint(
                condition=Q(share_percent__lte=100),
                name="step_rule_share",
                violation_error_message=_("Phần thời hạn của một bước không quá 100%."),
            ),
        ]

    def __str__(self):
        return self.title or routings.step_title(self.version.routing, self.step)
