"""Repeal of a procedure (bãi bỏ, thay thế thủ tục): proposed by one person, applied by another."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from catalog.models.procedure import Procedure


class Repeal(models.Model):
    """From which day a procedure ends and what takes its place; no day: it stays in force.

    `former_day` and `former_follower` are what stood before it was applied, for taking it back.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ người thứ hai")
        APPLIED = "applied", _("Đã áp dụng")
        DROPPED = "dropped", _("Đã bỏ")
        REVERSED = "reversed", _("Đã hoàn tác")

    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, related_name="repeals", verbose_name=_("thủ tục")
    )  # PROTECT: who ended a procedure, and on what ground, is kept
    repealed_on = models.DateField(
        _("bãi bỏ từ ngày"),
        null=True,
        blank=True,
        help_text=_("Để trống: thủ tục không còn bị bãi bỏ."),
    )
    replaced_by = models.ForeignKey(
        Procedure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("được thay bằng"),
    )
    legal_basis = models.CharField(_("căn cứ pháp lý"), max_length=300)
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State, default=State.PROPOSED, editable=False
    )
    proposed_by = person(_("người đề nghị"), editable=False)
    proposed_at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("người quyết định"),
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, editable=False)
    former_day = models.DateField(null=True, editable=False)
    former_follower = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("người hoàn tác"),
    )
    reversed_at = models.DateTimeField(_("hoàn tác lúc"), null=True, editable=False)

    class Meta:
        verbose_name = _("đề nghị bãi bỏ thủ tục")
        verbose_name_plural = _("đề nghị bãi bỏ thủ tục")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure"],
                condition=Q(state="proposed"),
                name="repeal_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "reversed"]) | ~Q(decided_by=F("proposed_by")),
                name="repeal_applied_by_another",
                violation_error_message=_("Người áp dụng phải khác người đề nghị."),
            ),
        ]

    def __str__(self):
        return f"{self.procedure.code} · {timezone.localtime(self.proposed_at):%d/%m/%Y %H:%M}"

    def clean(self):
        """A replacement has its day, is another procedure, and is in force by then."""
        waiting = Repeal.objects.filter(procedure=self.procedure_id, state=self.State.PROPOSED)
        if self._state.adding and waiting.exists():
            raise ValidationError(_("Thủ tục đã có một đề nghị đang chờ; hãy xử lý trước."))
        follower, ends = self.replaced_by, self.repealed_on
        if follower and not ends:
            raise ValidationError({"repealed_on": _("Ghi ngày bãi bỏ của thủ tục được thay.")})
        if follower and follower.pk == self.procedure_id:
            raise ValidationError({"replaced_by": _("Thủ tục không thể thay chính nó.")})
        if follower and follower.version_on(ends) is None:
            raise ValidationError(
                {"replaced_by": _("Thủ tục thay thế chưa có phiên bản hiệu lực vào ngày đó.")}
            )
        if (ends, self.replaced_by_id) == (
            self.procedure.repealed_on,
            self.procedure.replaced_by_id,
        ):
            raise ValidationError(_("Đề nghị không thay đổi gì so với hiện nay."))

    @property
    def is_open(self) -> bool:
        return self.state == self.State.PROPOSED

    @transaction.atomic
    def apply(self, *, by) -> None:
        """Write it into the procedure (four eyes: not by who proposed it). ValidationError says why not."""
        procedure = self._locked()
        if not self.is_open:
            raise ValidationError(_("Đề nghị này đã được xử lý."))
        if by.pk == self.proposed_by_id:
            raise ValidationError(_("Người áp dụng phải khác người đề nghị."))
        self.clean()  # the catalogue may have moved since
        self.former_day, self.former_follower_id = procedure.repealed_on, procedure.replaced_by_id
        self._write(procedure, self.repealed_on, self.replaced_by_id)
        self._decide(self.State.APPLIED, by)

    @transaction.atomic
    def drop(self, *, by) -> None:
        """Take the proposal off the table: who made it withdraws it, anybody else refuses it."""
        self._locked()
        if not self.is_open:
            raise ValidationError(_("Đề nghị này đã được xử lý."))
        self._decide(self.State.DROPPED, by)

    @transaction.atomic
    def reverse(self, *, by) -> None:
        """Put back what stood before, while nothing else has been put in its place since."""
        procedure = self._locked()
        if not self.is_reversible:
            raise ValidationError(_("Thủ tục đã thay đổi tiếp nên không hoàn tác được."))
        self._write(procedure, self.former_day, self.former_follower_id)
        self.state, self.reversed_by, self.reversed_at = self.State.REVERSED, by, timezone.now()
        self.save(update_fields=["state", "reversed_by", "reversed_at"])

    @property
    def is_reversible(self) -> bool:
        """Applied, and the procedure still says what this put into it."""
        return self.state == self.State.APPLIED and (
            self.procedure.repealed_on,
            self.procedure.replaced_by_id,
        ) == (self.repealed_on, self.replaced_by_id)

    def _locked(self) -> Procedure:
        """The procedure and this proposal as they stand now, for this transaction alone."""
        procedure = Procedure.objects.select_for_update().get(pk=self.procedure_id)
        self.refresh_from_db()
        self.procedure = procedure
        return procedure

    def _write(self, procedure: Procedure, day, follower: int | None) -> None:
        procedure.repealed_on, procedure.replaced_by_id = day, follower
        procedure.save(update_fields=["repealed_on", "replaced_by"])

    def _decide(self, state: str, by) -> None:
        self.state, self.decided_by, self.decided_at = state, by, timezone.now()
        self.save(
            update_fields=["state", "decided_by", "decided_at", "former_day", "former_follower"]
        )
