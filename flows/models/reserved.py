"""Numbers given ahead to an office for hours without network (Article 5.6): blocks, and each number."""

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from flows.models.intake import DeskQuerySet


class NumberBlockQuerySet(DeskQuerySet):
    def with_counts(self):
        """How many of its numbers became dossiers, were made void, or are still unused."""
        state = ReservedNumber.State
        return self.annotate(
            used=Count("numbers", filter=Q(numbers__state=state.USED)),
            void=Count("numbers", filter=Q(numbers__state=state.VOID)),
            unused=Count("numbers", filter=Q(numbers__state=state.UNUSED)),
        )


class NumberBlock(models.Model):
    """A run of dossier numbers of one day, bound to an office and a device (khối số dự phòng)."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    device = models.CharField(
        _("quầy, thiết bị"), max_length=80, help_text=_("Ví dụ: Quầy 2, máy in PN-07.")
    )
    day = models.DateField(_("ngày dùng"))
    first = models.PositiveIntegerField(_("từ số"))
    last = models.PositiveIntegerField(_("đến số"))
    issued_by = person(_("người cấp"))
    issued_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    blanks = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="number_block",
        verbose_name=_("phiếu trống đang dùng"),
    )

    objects = NumberBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("khối số dự phòng")
        verbose_name_plural = _("khối số dự phòng")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="number_block_forward"),
        ]

    def __str__(self):
        return f"{self.agency.office_code} · {self.day:%d/%m/%Y} · {self.first:04d}–{self.last:04d}"


class ReservedNumberQuerySet(models.QuerySet):
    def unused(self):
        return self.filter(state=ReservedNumber.State.UNUSED)


class ReservedNumber(models.Model):
    """One number of a block: a dossier's code and check code, used once or made void."""

    class State(models.TextChoices):
        UNUSED = "unused", _("Chưa dùng")
        USED = "used", _("Đã nhập hồ sơ")
        VOID = "void", _("Đã hủy")

    block = models.ForeignKey(
        NumberBlock, on_delete=models.PROTECT, related_name="numbers", verbose_name=_("khối số")
    )
    number = models.PositiveIntegerField(_("số"))
    code = models.CharField(_("mã số hồ sơ"), max_length=60, unique=True)
    code_folded = models.CharField(max_length=60, unique=True, editable=False)
    check_code = models.CharField(_("mã kiểm tra"), max_length=8)
    state = models.CharField(_("tình trạng"), max_length=8, choices=State, default=State.UNUSED)
    taken_at = models.DateTimeField(_("tiếp nhận trên giấy lúc"), null=True, blank=True)
    draft = models.OneToOneField(
        "flows.Draft",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reserved_number",
        verbose_name=_("hồ sơ đang nhập"),
    )
    dossier = models.OneToOneField(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reserved_number",
        verbose_name=_("hồ sơ"),
    )
    void_reason = models.CharField(_("lý do hủy"), max_length=255, blank=True)
    voided_by = person(_("người hủy"), later=True)
    voided_at = models.DateTimeField(_("hủy lúc"), null=True, blank=True)

    objects = ReservedNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("số dự phòng")
        verbose_name_plural = _("số dự phòng")
        ordering = ["block", "number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="used") | Q(dossier__isnull=False, taken_at__isnull=False),
                name="reserved_number_has_its_dossier",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""),
                name="reserved_number_void_says_why",
                violation_error_message=_("Hãy ghi lý do hủy số."),
            ),
        ]

    def __str__(self):
        return self.code


class RefusedNumber(models.Model):
    """A number typed from a slip that the system refused: kept for the control report."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    typed = models.CharField(_("số đã ghi"), max_length=60)
    why = models.CharField(_("vì sao bị từ chối"), max_length=255)
    by = person(_("người nhập"))
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("số bị từ chối")
        verbose_name_plural = _("số bị từ chối")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.typed
