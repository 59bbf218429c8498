"""Remarks on a draft version (góp ý dự thảo): what a reviewer asks about it, and what is answered."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from catalog.models.version import ProcedureVersion


class RemarkQuerySet(models.QuerySet):
    def begun(self):
        """The remarks themselves, with their answers and everybody who spoke."""
        answers = models.Prefetch("answers", self.model.objects.select_related("by"))
        return self.filter(thread=None).select_related("by", "settled_by").prefetch_related(answers)

    def open(self):
        """Remarks that nobody has settled."""
        return self.filter(thread=None, settled_at=None)


class Remark(models.Model):
    """Said about one field of a draft or about the whole; with a `thread`, an answer to another.

    An open remark keeps the version out of force.
    """

    version = models.ForeignKey(
        ProcedureVersion,
        on_delete=models.CASCADE,  # only a draft can be deleted, and its review goes with it
        related_name="remarks",
        verbose_name=_("phiên bản"),
    )
    thread = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="answers", verbose_name=_("góp ý")
    )
    place = models.CharField(
        _("mục"), max_length=300, blank=True, help_text=_("Để trống: cả phiên bản.")
    )
    about = models.CharField(_("mục như lúc góp ý"), max_length=500, blank=True)
    text = models.TextField(_("nội dung"), max_length=2000)
    by = person(_("người viết"))
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    settled_by = person(_("người khép"), later=True)
    settled_at = models.DateTimeField(_("khép lúc"), null=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("góp ý dự thảo")
        verbose_name_plural = _("góp ý dự thảo")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True)
                | models.Q(settled_by__isnull=False, thread__isnull=True),
                name="remark_settled_by_somebody",
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    def clean(self):
        """Spoken of is a draft; answered is a remark that is still open."""
        if not self.version.is_draft:
            raise ValidationError(_("Phiên bản đã được duyệt nên không góp ý được nữa."))
        if self.thread and not self.thread.is_open:
            raise ValidationError(_("Góp ý này đã khép; hãy viết góp ý mới."))

    def settle(self, *, by) -> None:
        """Close the remark: by who made it, or by whoever's hand is not on the draft."""
        if not self.is_open:
            return
        if by.pk != self.by_id and by.pk in self.version.hands():
            raise ValidationError(_("Người góp ý hoặc người duyệt mới khép được góp ý."))
        self.settled_by, self.settled_at = by, timezone.now()
        self.save(update_fields=["settled_by", "settled_at"])
