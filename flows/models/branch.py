"""A unit of an organisation with a code of its own at the social insurance (chi nhánh, đơn vị trực thuộc).

A unit with a tax code of its own has an account of its own.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from flows.models.mandate import Mandate


class BranchQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user):
        """To the organisation itself, and to the owners among its people."""
        if not user.is_authenticated or user.is_staff:
            return self.none()
        owned = Mandate.objects.owned_by(user).order_by()
        return self.filter(Q(organisation=user) | Q(organisation__in=owned.values("principal")))

    def of_mandate(self, mandate):
        """Those for which it was given: all of the organisation where it names none."""
        if mandate.is_limited:
            return self.filter(pk__in=mandate.branches.order_by().values("pk"))
        return self.filter(organisation=mandate.principal_id)


class Branch(models.Model):
    """Filed for by the organisation's account and signature. Ended, never deleted: its dossiers name it."""

    organisation = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="branches",
        verbose_name=_("tổ chức"),
    )
    name = models.CharField(_("tên chi nhánh, đơn vị trực thuộc"), max_length=120)
    insurance_number = models.CharField(_("mã đơn vị BHXH"), max_length=10)
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    made_by = person(_("người lập"))
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    ended_at = models.DateTimeField(_("chấm dứt lúc"), null=True, blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = _("chi nhánh, đơn vị trực thuộc")
        verbose_name_plural = _("chi nhánh, đơn vị trực thuộc")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "insurance_number"],
                condition=Q(ended_at__isnull=True),
                name="branch_one_code",
                violation_error_message=_("Mã đơn vị này đã có trong danh sách."),
            ),
        ]

    def __str__(self):
        return self.name
