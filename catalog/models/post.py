"""Who works where, from when to when: roles and posts (vị trí công tác)."""

import datetime

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """A role (vai trò): a named set of rights, and how far its holder sees."""

    class Reach(models.TextChoices):
        DEPARTMENT = "department", _("Phòng ban mình")
        AGENCY = "agency", _("Cơ quan mình")
        BRANCH = "branch", _("Cơ quan mình và cấp dưới")
        NATION = "nation", _("Toàn ngành")
        MASKED = "masked", _("Số liệu toàn ngành, mẫu hồ sơ đã che")

    code = models.SlugField(_("mã vai trò"), max_length=40, unique=True)
    name = models.CharField(_("tên vai trò"), max_length=120)
    reach = models.CharField(
        _("phạm vi xem hồ sơ"), max_length=12, choices=Reach, default=Reach.DEPARTMENT
    )
    permissions = models.ManyToManyField(
        Permission, blank=True, related_name="+", verbose_name=_("quyền")
    )
    # Rights the software ever gave by itself: none of them is given twice.
    offered = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        ordering = ["name"]

    def __str__(self):
        return self.name


class PostQuerySet(models.QuerySet):
    def active(self, on: datetime.date | None = None):
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            valid_from__lte=day,
            user__is_active=True,
        )

    def held_by(self, user, on: datetime.date | None = None):
        """The posts in which this person may act today: the own ones and those delegated to them."""
        day = on or timezone.localdate()
        delegated = Q(
            delegations__delegate=user,
            delegations__valid_from__lte=day,
            delegations__valid_to__gte=day,
            delegations__revoked_at__isnull=True,
        )
        return self.active(day).filter(Q(user=user) | delegated).distinct()


class Post(models.Model):
    """A person holds a role in a department from … to … (vị trí công tác)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name=_("cán bộ"),
    )  # PROTECT: the acts done in this post must keep their name
    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="posts", verbose_name=_("vai trò")
    )
    department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name=_("phòng ban"),
    )
    title = models.CharField(_("chức danh"), max_length=120, blank=True)
    valid_from = models.DateField(_("từ ngày"), default=timezone.localdate)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = PostQuerySet.as_manager()
    # How the person asked about holds it (catalog.permissions): by an own post, or by a delegation
    # that may be good for some procedures alone.
    delegation = None
    only_procedures: frozenset[int] = frozenset()

    class Meta:
        verbose_name = _("vị trí công tác")
        verbose_name_plural = _("vị trí công tác")
        ordering = ["user", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "department", "valid_from"], name="post_unique"
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.role} · {self.department}"

    def covers(self, procedure_id: int) -> bool:
        """Whether the holder may act in it over dossiers of this procedure."""
        return not self.only_procedures or procedure_id in self.only_procedures

    def limits(self, path: str = "") -> Q:
        """The condition that rows are of procedures the holder may act on; `path` leads to a dossier."""
        return Q(**{f"{path}procedure__in": self.only_procedures}) if self.only_procedures else Q()

    def on_behalf_of(self) -> str:
        """Whom the holder stands in for, by which paper; nothing in an own post."""
        return f"{self.user}, theo số {self.delegation.number}"[:160] if self.delegation else ""
