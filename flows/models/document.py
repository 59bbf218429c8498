"""Papers: the bytes, what was filed, what was issued."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


def storage_path(instance, filename: str) -> str:
    """By hash, two levels deep: the name a person gave never reaches the disk."""
    return f"{instance.sha256[:2]}/{instance.sha256[2:4]}/{instance.sha256}-{secrets.token_hex(4)}"


class StoredFile(models.Model):
    """The bytes of one file (tệp lưu), stored before any row names it; never under a public URL."""

    file = models.FileField(_("tệp"), upload_to=storage_path, max_length=200)
    sha256 = models.CharField(_("mã băm"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    content_type = models.CharField(_("kiểu"), max_length=100)
    pages = models.PositiveSmallIntegerField(_("số trang"), default=1)
    created_at = models.DateTimeField(_("lưu lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tệp lưu")
        verbose_name_plural = _("tệp lưu")

    def __str__(self):
        return self.sha256[:12]

    def content(self) -> bytes:
        """All the bytes, from the storage."""
        with self.file.open("rb") as kept:
            return kept.read()


class DocumentQuerySet(models.QuerySet):
    def in_force(self):
        """Without those that a supplement has replaced."""
        return self.filter(superseded_by__isnull=True)

    def attached(self):
        """Without signed declarations: each of those stands for one submission alone."""
        return self.exclude(source=Document.SIGNED)


class Document(models.Model):
    """A paper of a filed dossier (giấy tờ), checked one by one at intake."""

    class Verdict(models.TextChoices):
        PENDING = "pending", _("Chưa kiểm tra")
        ACCEPTED = "accepted", _("Đạt")
        REJECTED = "rejected", _("Chưa đạt")

    class Digitisation(models.IntegerChoices):
        """The indicator of Decree 107/2021: how the paper came into the electronic dossier."""

        NONE = 0, _("Chưa số hóa")
        SCANNED = 1, _("Đã số hóa")
        REUSED_PAPER = 2, _("Dùng lại giấy tờ đã số hóa")
        REUSED_RESULT = 3, _("Dùng lại kết quả đã cấp")

    REUSED = "reuse"  # the source of a paper taken over from an earlier dossier
    RESULT = "result"  # the source of a paper that is a result issued before
    SIGNED = "signature"  # the source of a declaration that an organisation signed

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="documents", verbose_name=_("hồ sơ")
    )
    submission = models.ForeignKey(
        "flows.Submission",
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("lần nộp"),
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
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp"),
    )
    name = models.CharField(_("tên tệp"), max_length=200)
    source = models.CharField(_("nguồn"), max_length=10, default="upload")
    verdict = models.CharField(
        _("kết quả kiểm tra"), max_length=10, choices=Verdict, default=Verdict.PENDING
    )
    note = models.CharField(_("nhận xét"), max_length=500, blank=True)
    checked_by = person(_("người kiểm tra"), later=True)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    original_seen = models.BooleanField(_("đã đối chiếu bản chính"), default=False)
    compared_by = person(_("người đối chiếu bản chính"), later=True)
    compared_at = models.DateTimeField(_("đối chiếu bản chính lúc"), null=True, blank=True)
    copies_received = models.PositiveSmallIntegerField(
        _("bản sao đã nhận"),
        null=True,
        blank=True,
        help_text=_("Để trống: theo số bản quy định trong thành phần hồ sơ."),
    )
    copies_certified = models.PositiveSmallIntegerField(
        _("trong đó bản chứng thực"),
        default=0,
        help_text=_("Trong số bản sao đã nhận; phần còn lại là bản chụp."),
    )
    originals_kept = models.PositiveSmallIntegerField(_("bản chính đang giữ"), default=0)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("được thay bằng"),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("giấy tờ")
        verbose_name_plural = _("giấy tờ")
        ordering = ["dossier", "order", "pk"]

    def __str__(self):
        return self.name

    @property
    def digitisation(self) -> Digitisation:
        if self.file_id is None:
            return self.Digitisation.NONE
        taken_over = {
            self.REUSED: self.Digitisation.REUSED_PAPER,
            self.RESULT: self.Digitisation.REUSED_RESULT,
        }
        return taken_over.get(self.source, self.Digitisation.SCANNED)


def new_token() -> str:
    return secrets.token_urlsafe(18)


class IssuedDocument(models.Model):
    """A slip or result that the system issued (giấy, phiếu, kết quả), verifiable by its QR.

    `data` is frozen at issue; the PDF is made from it and its hash never changes afterwards:
    to replace is to revoke and issue anew.
    """

    # What an office gives out without a dossier, or for many.
    ALONE = ("guide", "carry", "results", "offline")

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued",
        verbose_name=_("hồ sơ"),
    )
    kind = models.CharField(_("loại"), max_length=10)
    title = models.CharField(_("tên văn bản"), max_length=255)
    number = models.CharField(_("số"), max_length=60, blank=True)
    template = models.ForeignKey(
        "catalog.SlipTemplate", on_delete=models.PROTECT, related_name="+", verbose_name=_("mẫu")
    )
    data = models.JSONField(_("dữ liệu"), default=dict)
    token = models.CharField(_("mã xác minh"), max_length=40, unique=True, default=new_token)
    file = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp PDF"),
    )
    sha256 = models.CharField(_("mã băm"), max_length=64, blank=True)
    seal = models.JSONField(
        _("chữ ký số của cơ quan"),
        default=dict,
        blank=True,
        help_text=_("Ai ký, nơi cấp chứng thư, số sê-ri, lúc ký; trống khi chưa đặt khóa ký."),
    )
    issued_by = person(_("người lập"), later=True)
    issued_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoke_reason = models.CharField(_("lý do thu hồi"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("giấy, phiếu đã lập")
        verbose_name_plural = _("giấy, phiếu đã lập")
        ordering = ["dossier", "issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="issued_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(dossier__isnull=False)
                | Q(kind__in=["guide", "carry", "results", "offline"]),
                name="issued_for_a_dossier_or_alone",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None

    @property
    def is_result(self) -> bool:
        return self.kind == "result"
