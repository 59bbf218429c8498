"""Lists that officers keep (danh sách đã lưu): filters and columns under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.permissions import posts_of


class SavedListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those that colleagues share within one's departments."""
        shared = {post.department_id for post in posts_of(user)}
        return self.filter(Q(owner=user) | Q(department__in=shared))


class SavedList(models.Model):
    """The work queue as somebody likes to see it; what it shows each still sees by the own posts."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_lists",
        verbose_name=_("người lưu"),
    )
    name = models.CharField(_("tên danh sách"), max_length=60)
    query = models.CharField(_("bộ lọc"), max_length=500, blank=True)
    columns = models.JSONField(_("các cột"), default=list)
    department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dùng chung trong phòng"),
    )

    objects = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh sách đã lưu")
        verbose_name_plural = _("danh sách đã lưu")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_list_name_once",
                violation_error_message=_("Bạn đã có danh sách mang tên này."),
            ),
        ]

    def __str__(self):
        return self.name
