"""The texts that officers print and reuse: slip templates by date, ready phrases."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.agency import Agency
from catalog.models.version import ProcedureVersion


class SlipTemplateQuerySet(models.QuerySet):
    def candidates(self, version, day):
        """What papers of this version may be printed by on the day, without the sources."""
        picked = ProcedureVersion.objects.filter(result_template=OuterRef("pk"))
        return (
            self.filter(
                Q(procedure=None) | Q(procedure=version.procedure_id), effective_from__lte=day
            )
            .annotate(is_picked=Exists(picked))
            .defer("source")
            .order_by("-effective_from")
        )

    def fitting_each(
        self, kinds: Iterable[str], *, version, day, case_code: str = ""
    ) -> dict[str, "SlipTemplate"]:
        """The template of each kind for papers of this version on the day; none for some, perhaps."""
        by_kind: dict[str, list[SlipTemplate]] = {}
        for template in self.candidates(version, day).filter(kind__in=kinds):
            by_kind.setdefault(template.kind, []).append(template)
        found = {kind: nearest(rows, version, case_code) for kind, rows in by_kind.items()}
        return {kind: template for kind, template in found.items() if template}


def nearest(candidates, version, case_code: str = "") -> "SlipTemplate | None":
    """Of the candidates of one kind, latest first: the case's own goes before the procedure's own,
    that before the one the version picked for its results, and that before the general one."""

    def distance(template) -> int:
        if template.procedure_id:
            return 0 if template.case_code else 1
        if template.pk == version.result_template_id:
            return 2
        # What some procedures picked for their own results is not the form of all the others.
        return 4 if template.is_picked else 3

    fit = [template for template in candidates if template.case_code in ("", case_code)]
    return min(fit, key=distance, default=None)


class SlipTemplate(models.Model):
    """The typst source of a legal slip (mẫu giấy, phiếu), in force from a day on.

    A general one serves every procedure that has none of its own for the kind.
    """

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
        NOTICE = "03-gddt", _("Mẫu 03/TB-GDĐT – Thông báo kết quả giao dịch điện tử")
        FEE = "fee", _("Biên lai thu phí, lệ phí")
        PAPERS = "papers", _("Phiếu giao nhận hồ sơ")
        POSTAL = "post", _("Giấy giao nhận hồ sơ BHXH (bưu chính)")
        GUIDANCE = "guide", _("Phiếu hướng dẫn nộp hồ sơ nơi khác")
        CARRY = "carry", _("Phiếu bàn giao hồ sơ giấy")
        RESULTS = "results", _("Phiếu bàn giao kết quả")
        OFFLINE = "offline", _("Giấy tiếp nhận lập khi mất mạng (phiếu trống)")
        REGISTER = "register", _("Mẫu 07 – Sổ theo dõi hồ sơ")

    kind = models.CharField(_("loại mẫu"), max_length=10, choices=Kind)
    procedure = models.ForeignKey(
        "catalog.Procedure",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="slip_templates",
        verbose_name=_("thủ tục"),
        help_text=_("Để trống: mẫu chung cho mọi thủ tục chưa có mẫu riêng."),
    )  # PROTECT: papers that were issued by it must be made again alike
    case_code = models.CharField(
        _("mã trường hợp"),
        max_length=40,
        blank=True,
        help_text=_("Để trống: mọi trường hợp của thủ tục."),
    )
    name = models.CharField(_("tên mẫu"), max_length=160)
    legal_basis = models.CharField(_("ban hành theo"), max_length=160, blank=True)
    effective_from = models.DateField(_("áp dụng từ"))
    source = models.TextField(
        _("nội dung mẫu (typst)"),
        help_text=_("Tên cơ quan lấy từ hồ sơ; không ghi sẵn tên cơ quan nào trong mẫu."),
    )

    objects = SlipTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu giấy, phiếu")
        verbose_name_plural = _("mẫu giấy, phiếu")
        ordering = ["kind", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "effective_from"],
                condition=Q(procedure=None),
                name="slip_template_dated",
                violation_error_message=_("Đã có mẫu loại này áp dụng từ ngày này."),
            ),
            models.UniqueConstraint(
                fields=["procedure", "kind", "case_code", "effective_from"],
                name="slip_template_of_procedure_dated",
                violation_error_message=_("Thủ tục đã có mẫu loại này áp dụng từ ngày này."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.effective_from:%d/%m/%Y})"

    def clean(self):
        """A template serves every office, so it names none; a case is one of its procedure."""
        if self.case_code and self.procedure is None:
            raise ValidationError({"procedure": _("Chọn thủ tục của trường hợp này.")})
        picked = ProcedureVersion.objects.filter(result_template=self.pk)
        if self.pk and self.procedure is not None and picked.exists():
            raise ValidationError(
                {
                    "procedure": _(
                        "Mẫu này đang được chọn trong phiên bản thủ tục nên là mẫu chung; hãy lập mẫu mới."
                    )
                }
            )
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
