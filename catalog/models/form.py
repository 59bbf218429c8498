"""Forms as data: sections and questions are rows with stable keys (tờ khai điện tử)."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

_KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Chỉ dùng chữ thường không dấu, chữ số và gạch dưới; bắt đầu bằng chữ.")
)


class Form(ClusterableModel):
    """An electronic declaration (tờ khai điện tử) that cases of procedures share."""

    code = models.SlugField(_("mã tờ khai"), max_length=60, unique=True)
    name = models.CharField(_("tên tờ khai"), max_length=255)
    legal_form = models.CharField(_("theo mẫu"), max_length=120, blank=True)
    intro = models.TextField(_("lời dẫn"), blank=True)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=255, blank=True)
    intro_en = models.TextField(_("lời dẫn tiếng Anh"), blank=True)

    class Meta:
        verbose_name = _("tờ khai điện tử")
        verbose_name_plural = _("tờ khai điện tử")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} – {self.name}"

    @property
    def is_in_force(self) -> bool:
        """Whether an approved version asks by it: its questions are law then, and stay."""
        return self.cases.filter(version__approved_at__isnull=False).exists()

    def get_absolute_url(self) -> str:
        """The form as citizens see it, blank."""
        return reverse("catalog:form_preview", args=[self.code])


class Section(ClusterableModel):
    """A page of the form (phần của tờ khai)."""

    form = ParentalKey(
        Form, on_delete=models.CASCADE, related_name="sections", verbose_name=_("tờ khai")
    )
    key = models.CharField(_("khóa"), max_length=60, validators=[_KEY])
    title = models.CharField(_("tiêu đề"), max_length=200)
    intro = models.TextField(_("lời dẫn"), blank=True)
    condition = models.JSONField(
        _("điều kiện hiện"),
        default=dict,
        blank=True,
        help_text=_('Ví dụ {"question": "nhan_qua", "op": "eq", "value": "tai_khoan"}'),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    title_en = models.CharField(_("tiêu đề tiếng Anh"), max_length=200, blank=True)
    intro_en = models.TextField(_("lời dẫn tiếng Anh"), blank=True)

    sort_order_field = "order"  # what dragging in the editor changes

    class Meta:
        verbose_name = _("phần của tờ khai")
        verbose_name_plural = _("phần của tờ khai")
        ordering = ["form", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "key"], name="section_key_unique"),
        ]

    def __str__(self):
        return self.title


class Question(models.Model):
    """One question (câu hỏi). A question with a parent is a column of that table question."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Chữ, một dòng")
        LONG_TEXT = "long_text", _("Chữ, nhiều dòng")
        NUMBER = "number", _("Số")
        MONEY = "money", _("Số tiền")
        DATE = "date", _("Ngày")
        PERIOD = "period", _("Khoảng thời gian")
        CHOICE = "choice", _("Chọn một")
        CHOICES = "choices", _("Chọn nhiều")
        YES_NO = "yes_no", _("Có hoặc không")
        IDENTITY_NUMBER = "identity_number", _("Số định danh cá nhân")
        SOCIAL_INSURANCE_NUMBER = "social_insurance_number", _("Mã số BHXH")
        TAX_CODE = "tax_code", _("Mã số thuế")
        PHONE = "phone", _("Số điện thoại")
        EMAIL = "email", _("Thư điện tử")
        ADDRESS = "address", _("Địa chỉ theo đơn vị hành chính")
        BANK_ACCOUNT = "bank_account", _("Tài khoản ngân hàng")
        CALCULATION = "calculation", _("Tự tính theo công thức")
        TABLE = "table", _("Bảng nhiều dòng")
        FILE = "file", _("Tệp đính kèm")
        HEADING = "heading", _("Tiêu đề nhỏ")
        NOTE = "note", _("Ghi chú")

    section = ParentalKey(
        Section, on_delete=models.CASCADE, related_name="questions", verbose_name=_("phần")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="columns",
        verbose_name=_("cột của bảng"),
    )
    key = models.CharField(_("khóa"), max_length=60, validators=[_KEY])
    kind = models.CharField(_("loại"), max_length=30, choices=Kind)
    label = models.CharField(_("câu hỏi"), max_length=500)
    help_text = models.CharField(_("gợi ý"), max_length=500, blank=True)
    is_required = models.BooleanField(_("bắt buộc"), default=True)
    choices = models.JSONField(
        _("lựa chọn"),
        default=list,
        blank=True,
        help_text=_('Danh sách [giá trị, nhãn], ví dụ [["nam", "Nam"], ["nu", "Nữ"]]'),
    )
    condition = models.JSONField(_("điều kiện hiện"), default=dict, blank=True)
    rules = models.JSONField(
        _("kiểm tra"),
        default=dict,
        blank=True,
        help_text=_(
            "min, max, min_length, max_length, pattern, message, min_rows, max_rows, not_future"
        ),
    )
    prefill = models.CharField(
        _("điền sẵn từ tài khoản"),
        max_length=40,
        blank=True,
        help_text=_(
            "full_name, date_of_birth, identity_number, social_insurance_number, phone, email, address"
        ),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    label_en = models.CharField(_("câu hỏi tiếng Anh"), max_length=500, blank=True)
    help_text_en = models.CharField(_("gợi ý tiếng Anh"), max_length=500, blank=True)
    choices_en = models.JSONField(
        _("lựa chọn tiếng Anh"),
        default=list,
        blank=True,
        help_text=_("Cùng giá trị với lựa chọn tiếng Việt, nhãn tiếng Anh."),
    )

    sort_order_field = "order"  # what dragging in the editor changes

    class Meta:
        verbose_name = _("câu hỏi")
        verbose_name_plural = _("câu hỏi")
        ordering = ["section", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="question_key_unique"),
        ]

    def __str__(self):
        return self.label
