"""The texts that officers print and reuse: slip templates by date, ready phrases."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.agency import Agency


class SlipTemplate(models.Model):
    """The typst source of a legal slip (mẫu giấy, phiếu), in force from a day on."""

    class Kind(models.TextChoices):
        FILING = "filing", _("Giấy xác nhận nộp hồ sơ trực tuyến")
        RECEIPT = "01", _("Mẫu 01 – Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
        SUPPLEMENT = "02", _("Mẫu 02 – Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
        REFUSAL = "03", _("Mẫu 03 – Phiếu từ chối tiếp nhận giải quyết hồ sơ")
        APOLOGY = "04", _("Mẫu 04 – Phiếu xin lỗi và hẹn lại ngày trả kết quả")
        STOP = "05", _("Mẫu 05 – Thông báo dừng giải quyết hồ sơ")
        CONTROL = "06", _("Mẫu 06 – Phiếu kiểm soát quá trình giải quyết hồ sơ")
        RESULT = "result", _("Văn bản kết quả giải quyết")
        HANDOVER = "handover", _("Giấy biên nhận trả kết quả")

    kind = models.CharField(_("loại mẫu"), max_length=10, choices=Kind)
    name = models.CharField(_("tên mẫu"), max_length=160)
    legal_basis = models.CharField(_("ban hành theo"), max_length=160, blank=True)
    effective_from = models.DateField(_("áp dụng từ"))
    source = models.TextField(
        _("nội dung mẫu (typst)"),
        help_text=_("Tên cơ quan lấy từ hồ sơ; không ghi sẵn tên cơ quan nào trong mẫu."),
    )

    class Meta:
        verbose_name = _("mẫu giấy, phiếu")
        verbose_name_plural = _("mẫu giấy, phiếu")
        ordering = ["kind", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "effective_from"],
                name="slip_template_dated",
                violation_error_message=_("Đã có mẫu loại này áp dụng từ ngày này."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.effective_from:%d/%m/%Y})"

    def clean(self):
        """A template serves every office, so it names none."""
        named = [
            name for name in Agency.objects.values_list("name", flat=True) if name in self.source
        ]
        if named:
            raise ValidationError(
                {"source": _("Mẫu không được ghi sẵn tên cơ quan: %s.") % ", ".join(named[:3])}
            )


class Phrase(models.Model):
    """A ready reason or instruction that officers pick and adapt (câu mẫu)."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement", _("Yêu cầu bổ sung")
        REFUSAL = "refusal", _("Từ chối")
        APOLOGY = "apology", _("Xin lỗi, hẹn lại")
        MESSAGE = "message", _("Nhắn người nộp")
        RESULT = "result", _("Nội dung kết quả")

    kind = models.CharField(_("dùng khi"), max_length=12, choices=Kind)
    title = models.CharField(_("tiêu đề"), max_length=120)
    text = models.TextField(_("nội dung"))

    class Meta:
        verbose_name = _("câu mẫu")
        verbose_name_plural = _("câu mẫu")
        ordering = ["kind", "title"]

    def __str__(self):
        return self.title
