"""Requests for completion or supplement, naming exactly what is missing (yêu cầu bổ sung)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class SupplementRequest(models.Model):
    """One request (Mẫu 02). Before acceptance as often as needed; while processing once."""

    class Phase(models.TextChoices):
        INTAKE = "intake", _("Trước khi tiếp nhận")
        PROCESSING = "processing", _("Trong khi giải quyết")

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="supplements",
        verbose_name=_("hồ sơ"),
    )
    phase = models.CharField(_("giai đoạn"), max_length=12, choices=Phase)
    reason = models.TextField(_("lý do"))
    legal_ground = models.CharField(_("căn cứ pháp lý"), max_length=300, blank=True, default="")
    asked_by = person(_("người yêu cầu"))
    asked_at = models.DateTimeField(_("yêu cầu lúc"), default=timezone.now)
    answer_by = models.DateTimeField(_("bổ sung trước"))
    answered_at = models.DateTimeField(_("bổ sung lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)
    due_before = models.DateTimeField(_("hạn trả trước bổ sung"), null=True, blank=True)
    due_after = models.DateTimeField(_("hạn trả sau bổ sung"), null=True, blank=True)

    class Meta:
        verbose_name = _("yêu cầu bổ sung")
        verbose_name_plural = _("yêu cầu bổ sung")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(closed_at__isnull=True),
                name="supplement_one_open",
                violation_error_message=_("Hồ sơ đang chờ một yêu cầu bổ sung khác."),
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(phase="processing"),
                name="supplement_once",
                violation_error_message=_("Trong khi giải quyết chỉ được yêu cầu bổ sung một lần."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.get_phase_display()}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @cached_property
    def named(self) -> list["SupplementItem"]:
        """The items, read once."""
        return list(self.items.all())

    def printed(self) -> dict:
        """What Mẫu 02 prints of the request."""
        items = [item.printed(on_paper=not self.dossier.is_electronic) for item in self.named]
        return {
            "reason": self.reason,
            "legal_ground": self.legal_ground,
            "items": items,
            "answer_by": self.answer_by,
        }

    def told(self) -> dict:
        """What a notice says of the request: reason, named items with their notes, deadline."""
        return {
            "reason": self.reason,
            "items": [
                f"{item.label} ({item.note})" if item.note else item.label for item in self.named
            ],
            "answer_by": self.answer_by,
        }


class SupplementItem(models.Model):
    """One thing asked for: a paper or a question of the form, and what is wrong with it."""

    request = models.ForeignKey(
        SupplementRequest, on_delete=models.CASCADE, related_name="items", verbose_name=_("yêu cầu")
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
    label = models.CharField(_("tên mục"), max_length=1000)
    note = models.CharField(_("cần bổ sung gì"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mục cần bổ sung")
        verbose_name_plural = _("mục cần bổ sung")
        constraints = [
            models.CheckConstraint(
                condition=Q(component__isnull=False) | ~Q(question_key=""),
                name="supplement_item_names_something",
                violation_error_message=_("Hãy chọn giấy tờ hoặc câu hỏi cần bổ sung."),
            ),
        ]

    def __str__(self):
        return self.label

    def printed(self, *, on_paper: bool) -> dict:
        """A line of Mẫu 02: what is missing, and how many of it are asked for in which shape.

        Over the counter as the list of papers counts them; on-line a file, or the original where no
        picture of it will do.
        """
        paper = self.component
        return {
            "label": self.label,
            "note": self.note,
            "originals": paper.originals if paper and (on_paper or not paper.needs_scan) else 0,
            "copies": paper.copies if paper and on_paper else 0,
            "files": 0 if on_paper or (paper and not paper.needs_scan) else 1,
        }
