"""The feed of status changes, for systems that follow ours (thay đổi tình trạng)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One change of a dossier's status, or of the day it is promised for, written in the act's
    transaction.

    `position` is its place in the feed. It is given afterwards, one numbering at a time, to what is
    committed: primary keys are drawn before the commit, so a reader going by them would miss rows.
    """

    event = models.UUIDField(_("mã sự kiện"), default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="changes", verbose_name=_("hồ sơ")
    )
    state = models.CharField(_("tình trạng"), max_length=24)
    status = models.CharField(_("tình trạng công khai"), max_length=12)
    national_code = models.PositiveSmallIntegerField(_("mã quốc gia"))
    agency_name = models.CharField(_("cơ quan"), max_length=200, blank=True)
    department_name = models.CharField(_("phòng ban"), max_length=160, blank=True)
    due_at = models.DateTimeField(_("hẹn trả khi đó"), null=True)
    at = models.DateTimeField(_("lúc"))
    position = models.PositiveBigIntegerField(_("vị trí"), null=True, unique=True)

    class Meta:
        verbose_name = _("thay đổi tình trạng")
        verbose_name_plural = _("thay đổi tình trạng")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], name="change_unnumbered", condition=Q(position=None)),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.status}"
