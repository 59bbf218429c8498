"""The book of results (sổ đăng ký kết quả), and results taken back and replaced."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from flows.models.dossier import Dossier


class BookQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The entries of results whose dossiers the person may see."""
        if user.is_superuser:
            return self
        return self.filter(issued__dossier__in=Dossier.objects.visible_to(user).order_by())


class BookEntry(models.Model):
    """One line of an agency's book of results of one year: numbered on from 1, without a gap."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số thứ tự"))
    previous = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        verbose_name=_("dòng trước"),
    )
    issued = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        related_name="book_entry",
        verbose_name=_("văn bản kết quả"),
    )  # PROTECT: the book keeps every number that was given
    entered_at = models.DateTimeField(_("vào sổ lúc"), default=timezone.now)

    objects = BookQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng sổ đăng ký kết quả")
        verbose_name_plural = _("sổ đăng ký kết quả")
        ordering = ["-year", "-number", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="book_entry_number"),
            # One first line, and each other follows exactly one: no gap can be written.
            models.UniqueConstraint(
                fields=["agency", "year"],
                condition=Q(previous__isnull=True),
                name="book_entry_one_first",
                violation_error_message=_("Số trong sổ phải liên tiếp."),
            ),
        ]

    def __str__(self):
        return f"{self.number}/{self.year} · {self.agency}"


class Replacement(models.Model):
    """An issued result found wrong: taken back and replaced, asked by one person, done by another."""

    issued = models.ForeignKey(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        related_name="replacements",
        verbose_name=_("văn bản thu hồi"),
    )
    reason = models.TextField(_("lý do thu hồi"))
    content = models.TextField(_("nội dung thay thế"))
    reasons = models.TextField(_("lý do, căn cứ"), blank=True)
    asked_by = person(_("người đề nghị"))
    asked_at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now)
    decided_by = person(_("người quyết định"), later=True)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    declined_reason = models.TextField(_("lý do không đồng ý"), blank=True)
    document = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("văn bản thay thế"),
    )

    class Meta:
        verbose_name = _("việc thu hồi, thay thế kết quả")
        verbose_name_plural = _("thu hồi, thay thế kết quả")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="replacement_four_eyes",
                violation_error_message=_("Người đồng ý thu hồi phải khác người đề nghị."),
            ),
            models.UniqueConstraint(
                fields=["issued"],
                condition=Q(decided_at__isnull=True),
                name="replacement_one_pending",
                violation_error_message=_("Văn bản này đang có một đề nghị thu hồi khác."),
            ),
        ]

    def __str__(self):
        return str(self.issued)
