"""Many dossiers from one workbook under one signature (lô hồ sơ, nộp bằng bảng tính)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flows.models.draft import Draft
from flows.models.mandate import Mandate


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A batch that is still prepared is its writer's alone, as drafts are; a signed one is seen by
        whoever sees the dossiers that it became: the account itself, and its people within their scope."""
        if not user.is_authenticated or user.is_staff:
            return self.none()
        own = Draft.objects.visible_to(user).filter(batched_at=None).order_by()
        seen = Q(applicant=user)
        for mandate in Mandate.objects.held_by(user).prefetch_related("procedures", "branches"):
            if mandate.kind != Mandate.Kind.MEMBER:
                continue
            reach = Q(applicant=mandate.principal_id)
            if scope := [procedure.pk for procedure in mandate.procedures.all()]:
                reach &= Q(draft__procedure__in=scope)
            if named := [branch.pk for branch in mandate.branches.all()]:
                reach &= Q(branch__in=named)
            seen |= reach
        return self.filter(
            Q(confirmed_at=None, draft__in=own.values("pk")) | Q(seen, confirmed_at__isnull=False)
        )

    def signed(self):
        return self.filter(confirmed_at__isnull=False)


class Batch(models.Model):
    """The parent of its dossiers. What all rows share (case, office, applicant, papers, way of the
    result) is its draft; after the signature the worker files row by row."""

    draft = models.OneToOneField(
        Draft, on_delete=models.CASCADE, related_name="batch", verbose_name=_("bản nháp")
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("tổ chức"),
    )
    branch = models.ForeignKey(
        "flows.Branch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chi nhánh"),
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed",
        verbose_name=_("nộp tiếp các dòng đã sửa của lô"),
    )
    uploads = models.PositiveSmallIntegerField(_("số lần tải bảng tính"), default=0)
    letters = models.JSONField(
        _("cột của bảng tính cuối"),
        default=dict,
        blank=True,
        help_text=_("{ô nhập: chữ cái của cột}"),
    )
    files_twins = models.BooleanField(_("nộp cả dòng đang có hồ sơ khác"), default=False)
    digest = models.CharField(_("mã băm tờ khai của lô"), max_length=64, blank=True)
    evidence = models.JSONField(_("bằng chứng xác thực"), default=dict, blank=True)
    created_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("ký lúc"), null=True, blank=True)
    finished_at = models.DateTimeField(_("nộp xong lúc"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("lô hồ sơ")
        verbose_name_plural = _("lô hồ sơ")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """How people name it: the day and a running number."""
        return f"L{timezone.localtime(self.created_at):%y%m%d}-{self.pk}"

    @property
    def key(self):
        return self.draft.key

    @property
    def is_at_work(self) -> bool:
        return self.confirmed_at is not None and self.finished_at is None


class BatchRowQuerySet(models.QuerySet):
    def to_file(self, batch: Batch):
        """Those that the signature stands for, in the order of the declaration."""
        states = [BatchRow.State.RIGHT]
        if batch.files_twins and batch.confirmed_at is None:
            states.append(BatchRow.State.TWIN)
        return self.filter(batch=batch, state__in=states).order_by("upload", "number")

    def placed(self):
        """Those that stand in the signed declaration, in its order."""
        return self.filter(place__isnull=False).order_by("place")

    def to_mend(self):
        """Those given back to the person with what is wrong."""
        return self.filter(state__in=[BatchRow.State.WRONG, BatchRow.State.FAILED])


class BatchRow(models.Model):
    """One row of the workbook, and the dossier that it became (dòng của lô)."""

    class State(models.TextChoices):
        RIGHT = "right", _("Đúng")
        WRONG = "wrong", _("Chưa đúng")
        REPEATED = "repeated", _("Trùng trong bảng")
        BEFORE = "before", _("Đã nộp trước đó")
        TWIN = "twin", _("Đang có hồ sơ khác")
        FILED = "filed", _("Đã thành hồ sơ")
        FAILED = "failed", _("Không nộp được")

    batch = models.ForeignKey(
        Batch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("lô hồ sơ")
    )
    upload = models.PositiveSmallIntegerField(_("lần tải"))
    number = models.PositiveIntegerField(_("dòng trong tệp"))
    state = models.CharField(_("tình trạng"), max_length=8, choices=State)
    title = models.CharField(_("người được khai"), max_length=160, blank=True)
    person = models.CharField(_("số của người được khai"), max_length=20, blank=True, db_index=True)
    cells = models.JSONField(
        _("ô đã ghi"), default=dict, help_text=_("Đúng như người nộp ghi, để trả lại khi còn sai.")
    )
    answers = models.JSONField(_("nội dung kê khai"), default=dict)
    problems = models.JSONField(_("chỗ chưa đúng"), default=list, help_text=_("[[cột, lời nhắc]]"))
    other = models.CharField(_("hồ sơ hoặc dòng trùng"), max_length=60, blank=True)
    fingerprint = models.CharField(_("mã băm nội dung dòng"), max_length=64, blank=True)
    place = models.PositiveIntegerField(_("thứ tự trong tờ khai"), null=True, blank=True)
    digest = models.CharField(_("mã băm hồ sơ của dòng"), max_length=64, blank=True)
    dossier = models.OneToOneField(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="batch_row",
        verbose_name=_("hồ sơ"),
    )

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng của lô hồ sơ")
        verbose_name_plural = _("dòng của lô hồ sơ")
        ordering = ["batch", "upload", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "upload", "number"], name="batch_row_unique"),
            models.UniqueConstraint(
                fields=["batch", "place"],
                condition=Q(place__isnull=False),
                name="batch_row_one_place",
            ),
            models.CheckConstraint(
                condition=Q(state="filed", dossier__isnull=False)
                | ~Q(state="filed") & Q(dossier__isnull=True),
                name="batch_row_filed_has_dossier",
            ),
        ]
        indexes = [
            models.Index(fields=["fingerprint"], name="batch_row_fingerprint"),
            models.Index(fields=["batch", "state"], name="batch_row_state"),
        ]

    def __str__(self):
        return f"{self.batch} · {self.number}"
