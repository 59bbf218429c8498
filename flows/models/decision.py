"""What was proposed and what was decided (tờ trình, quyết định)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


def with_ground(reasons: str, legal_ground: str) -> str:
    """The reasons as they are printed, the legal ground after them where one was named."""
    return f"{reasons}\nCăn cứ: {legal_ground}." if legal_ground else reasons


class DecisionQuerySet(models.QuerySet):
    def pending(self):
        """What lies before a leader: neither approved nor sent back."""
        return self.filter(approved_at__isnull=True, sent_back_at__isnull=True)

    def of(self, user):
        """Proposed by this person or in their place: what they may not decide themselves."""
        return self.filter(Q(proposed_by=user) | Q(proposed_for=user))


class Decision(models.Model):
    """A proposal by one person, approved or sent back by another (four eyes)."""

    class Outcome(models.TextChoices):
        POSITIVE = "positive", _("Đủ điều kiện, giải quyết")
        NEGATIVE = "negative", _("Không đủ điều kiện, trả lời bằng văn bản")

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="decisions", verbose_name=_("hồ sơ")
    )
    outcome = models.CharField(_("đề xuất"), max_length=10, choices=Outcome)
    content = models.TextField(_("nội dung kết quả"))
    reasons = models.TextField(_("lý do, căn cứ"), blank=True)
    legal_ground = models.CharField(_("căn cứ pháp lý"), max_length=300, blank=True, default="")
    proposed_by = person(_("người trình"))
    proposed_for = person(_("trình thay"), later=True)
    proposed_at = models.DateTimeField(_("trình lúc"), default=timezone.now)
    approved_by = person(_("người phê duyệt"), later=True)
    approved_for = person(_("phê duyệt thay"), later=True)
    approved_at = models.DateTimeField(_("phê duyệt lúc"), null=True, blank=True)
    sent_back_at = models.DateTimeField(_("trả lại lúc"), null=True, blank=True)
    sent_back_by = person(_("người trả lại"), later=True)
    sent_back_reason = models.TextField(_("lý do trả lại"), blank=True)
    file = models.ForeignKey(
        "flows.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tệp kết quả"),
        help_text=_("Kết quả đã lập ở phần mềm nghiệp vụ; khi phê duyệt là văn bản kết quả."),
    )
    document = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name=_("văn bản kết quả"),
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định")
        ordering = ["dossier", "proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="decision_four_eyes",
                violation_error_message=_("Người phê duyệt phải khác người trình."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{approver}__isnull": True})
                    | Q(**{f"{proposer}__isnull": True})
                    | ~Q(**{approver: F(proposer)}),
                    name=f"decision_eyes_{approver}_{proposer}",
                    violation_error_message=_("Người phê duyệt phải khác người trình."),
                )
                for approver, proposer in (
                    ("approved_by", "proposed_for"),
                    ("approved_for", "proposed_by"),
                    ("approved_for", "proposed_for"),
                )
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(approved_at__isnull=True, sent_back_at__isnull=True),
                name="decision_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(outcome="positive") | ~Q(reasons=""),
                name="decision_negative_has_reasons",
                violation_error_message=_("Kết quả không đạt phải nêu lý do bằng văn bản."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.get_outcome_display()}"

    @property
    def reasons_told(self) -> str:
        """The reasons and by which law, as they stand on the paper."""
        return with_ground(self.reasons, self.legal_ground)

    @classmethod
    def pending(cls, dossier) -> "Decision | None":
        """What lies before the leader; read once for each dossier in hand."""
        if not hasattr(dossier, "_pending_decision"):
            waiting = cls.objects.pending().filter(dossier=dossier)
            dossier._pending_decision = waiting.select_related("proposed_by").first()
        return dossier._pending_decision

    @classmethod
    def own_proposal(cls, dossier, user) -> str:
        """Why this person decides nothing on what lies before the leader; empty when they may."""
        decision = cls.pending(dossier)
        return decision.forbidden_to(user) if decision else ""

    def forbidden_to(self, by, principal=None) -> str:
        """Four eyes: never by who proposed it, nor in the place of whom it was proposed for."""
        if self.proposed_by_id == by.pk:
            return _(
                "Bạn đã trình kết quả này nên không được tự phê duyệt; hãy chuyển lãnh đạo khác."
            )
        if self.is_of(by, principal):
            return _(
                "Kết quả này do bạn hoặc người bạn làm thay trình, nên không được phê duyệt "
                "qua ủy quyền; hãy chuyển lãnh đạo khác."
            )
        return ""

    def is_of(self, *people) -> bool:
        """Whether one of these persons proposed it, or had it proposed in their place."""
        proposers = {self.proposed_by_id, self.proposed_for_id} - {None}
        return any(person and person.pk in proposers for person in people)
