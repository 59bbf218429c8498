"""Filed dossiers moved to another version (chuyển phiên bản): explicit, reasoned, reversible."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class MoveProposal(models.Model):
    """Dossiers that somebody wants under another version; another person applies it or drops it."""

    version = models.ForeignKey(
        "catalog.ProcedureVersion",
        on_delete=models.PROTECT,
        related_name="move_proposals",
        verbose_name=_("sang phiên bản"),
    )
    dossiers = models.ManyToManyField("flows.Dossier", related_name="+", verbose_name=_("hồ sơ"))
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300)
    by = person(_("người đề nghị"))
    at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người quyết định"),
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)
    is_applied = models.BooleanField(_("đã áp dụng"), default=False)

    class Meta:
        verbose_name = _("đề nghị chuyển phiên bản")
        verbose_name_plural = _("các đề nghị chuyển phiên bản")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_applied=False) | ~Q(decided_by=F("by")),
                name="move_applied_by_another",
                violation_error_message=_("Người áp dụng phải khác người đề nghị."),
            ),
        ]

    def __str__(self):
        return f"{self.version} · {timezone.localtime(self.at):%d/%m/%Y %H:%M}"


class VersionMove(models.Model):
    """One dossier taken from the version it was filed under to another; `before` restores it."""

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="moves", verbose_name=_("hồ sơ")
    )
    from_version = models.ForeignKey(
        "catalog.ProcedureVersion",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("từ phiên bản"),
    )
    to_version = models.ForeignKey(
        "catalog.ProcedureVersion",
        on_delete=models.PROTECT,
        related_name="moves_here",
        verbose_name=_("sang phiên bản"),
    )
    from_case = models.ForeignKey(
        "catalog.Case", on_delete=models.PROTECT, related_name="+", verbose_name=_("trường hợp")
    )
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300)
    due_before = models.DateTimeField(_("hạn trả trước"), null=True, blank=True)
    due_after = models.DateTimeField(_("hạn trả sau"), null=True, blank=True)
    before = models.JSONField(_("dữ liệu trước khi chuyển"), default=dict, editable=False)
    entry = models.ForeignKey(
        "flows.JournalEntry", on_delete=models.PROTECT, related_name="+", editable=False
    )  # the act that the move was: while it is the last one, the move can be taken back
    by = person(_("người chuyển"))
    proposal = models.ForeignKey(
        MoveProposal,
        on_delete=models.PROTECT,
        null=True,
        related_name="moves",
        verbose_name=_("theo đề nghị"),
    )
    at = models.DateTimeField(_("chuyển lúc"), default=timezone.now)
    reversed_by = person(_("người hoàn tác"), later=True)
    reversed_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần chuyển phiên bản")
        verbose_name_plural = _("các lần chuyển phiên bản")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(legal_basis=""),
                name="version_move_has_basis",
                violation_error_message=_("Chuyển hồ sơ sang phiên bản khác phải có căn cứ."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.from_version} → {self.to_version}"
