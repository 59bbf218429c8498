"""Paper dossiers that pass from unit to unit (bàn giao hồ sơ giấy): Decree 61/2018, Article 18."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from catalog.permissions import posts_of


def units_of(user) -> set[int]:
    """The departments in which the person holds a post today."""
    return {post.department_id for post in posts_of(user)}


class BetweenUnitsQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that a unit of the person gives or gets."""
        if user.is_superuser:
            return self
        units = units_of(user)
        return self.filter(Q(from_department__in=units) | Q(to_department__in=units))


class HandoverList(models.Model):
    """Dossiers handed to one unit together (phiếu bàn giao hồ sơ giấy); printed and signed by both."""

    from_department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("đơn vị giao"),
    )
    to_department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("đơn vị nhận"),
    )
    code = models.CharField(_("số phiếu"), max_length=60, unique=True)
    made_by = person(_("người giao"))
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    issued = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handover_list",
        verbose_name=_("phiếu đã lập"),
    )

    objects = BetweenUnitsQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu bàn giao hồ sơ giấy")
        verbose_name_plural = _("phiếu bàn giao hồ sơ giấy")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.code


class PaperHandoverQuerySet(BetweenUnitsQuerySet):
    def open(self):
        """Not confirmed by the receiving unit, nor called off."""
        return self.filter(confirmed_at=None, called_off_at=None)

    def with_list_data(self):
        return self.select_related(
            "dossier__procedure",
            "from_department__agency",
            "to_department__agency",
            "sheet__issued",
        )


class PaperHandover(models.Model):
    """The papers of one dossier on their way to the unit that goes on with it."""

    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="paper_handovers",
        verbose_name=_("hồ sơ"),
    )
    from_department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        related_name="papers_given",
        verbose_name=_("đơn vị giao"),
    )
    to_department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        related_name="papers_taken",
        verbose_name=_("đơn vị nhận"),
    )
    asked_at = models.DateTimeField(_("phát sinh lúc"), default=timezone.now)
    due_at = models.DateTimeField(_("phải bàn giao trước"))
    sheet = models.ForeignKey(
        HandoverList,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("phiếu bàn giao"),
    )
    note = models.CharField(
        _("còn thiếu"), max_length=500, blank=True, help_text=_("Bên nhận ghi giấy tờ còn thiếu.")
    )
    confirmed_by = person(_("người nhận"), later=True)
    confirmed_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    called_off_at = models.DateTimeField(_("thôi bàn giao lúc"), null=True, blank=True)

    objects = PaperHandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần bàn giao hồ sơ giấy")
        verbose_name_plural = _("lần bàn giao hồ sơ giấy")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["to_department", "due_at"],
                name="paper_handover_waiting",
                condition=Q(confirmed_at=None, called_off_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_department=F("to_department")),
                name="paper_handover_between_two",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_by__isnull=False),
                name="paper_handover_confirmed_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.dossier} → {self.to_department}"

    def is_late(self, now=None) -> bool:
        """Not confirmed by its hour, or confirmed after it."""
        return (self.confirmed_at or now or timezone.now()) > self.due_at
