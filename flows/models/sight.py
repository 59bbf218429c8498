"""A technical administrator looks into one dossier (mở khẩn cấp): for a reason, for minutes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SightQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None, until__gt=timezone.now())

    def visible_to(self, user):
        """The own ones; to inspectors all."""
        inspects = user.has_perm("flows.inspect_dossier")
        return self if inspects else self.filter(person=user)


class Sight(models.Model):
    """One such look. It opens the dossier to nobody else, and ends by itself."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="sights",
        verbose_name=_("người mở"),
    )
    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="sights", verbose_name=_("hồ sơ")
    )
    reason = models.CharField(_("lý do"), max_length=300)
    opened_at = models.DateTimeField(_("mở lúc"), default=timezone.now)
    until = models.DateTimeField(_("đến lúc"))
    ended_at = models.DateTimeField(_("kết thúc sớm lúc"), null=True)

    objects = SightQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần mở khẩn cấp")
        verbose_name_plural = _("lần mở khẩn cấp")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")), name="sight_ends_after_it_began"
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.dossier}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and timezone.now() < self.until
