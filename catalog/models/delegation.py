"""A dated hand-over of a post's work to a colleague (ủy quyền, phân công thay)."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from catalog.models.post import Post


class DelegationQuerySet(models.QuerySet):
    def active(self, on: datetime.date | None = None):
        """In force on the day: dated, not ended, both still at work, the post still held."""
        day = on or timezone.localdate()
        return self.filter(
            valid_from__lte=day,
            valid_to__gte=day,
            revoked_at__isnull=True,
            delegate__is_active=True,
            post__in=Post.objects.active(day),
        )


class Delegation(models.Model):
    """One post's work in other hands, by a paper, from … to …; for some procedures or for all."""

    post = models.ForeignKey(
        "catalog.Post",
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name=_("vị trí"),
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_held",
        verbose_name=_("người được ủy quyền"),
    )
    number = models.CharField(_("số văn bản"), max_length=60)
    procedures = models.ManyToManyField(
        "catalog.Procedure",
        blank=True,
        related_name="+",
        verbose_name=_("chỉ với các thủ tục"),
        help_text=_("Để trống: mọi thủ tục của vị trí."),
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"))
    made_by = person(_("người lập"), later=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoked_by = person(_("người thu hồi"), later=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ủy quyền")
        verbose_name_plural = _("ủy quyền")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")),
                name="delegation_forward",
                violation_error_message=_("Ngày kết thúc ủy quyền phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self):
        return f"{self.post} → {self.delegate} ({self.number})"

    def clean(self):
        if self.post_id and self.delegate_id == self.post.user_id:
            raise ValidationError({"delegate": _("Người được ủy quyền phải là người khác.")})

    @property
    def is_active(self) -> bool:
        today = timezone.localdate()
        return self.revoked_at is None and self.valid_from <= today <= self.valid_to
