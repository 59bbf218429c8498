"""Who may act for whom (ủy quyền, đại diện): members of an organisation, parents, authorised persons."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


def new_invitation() -> str:
    return secrets.token_urlsafe(24)


class MandateQuerySet(models.QuerySet):
    def active(self, on: datetime.date | None = None):
        """In force on the day: accepted, dated, not ended, the holder's account open."""
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            valid_from__lte=day,
            ended_at__isnull=True,
            accepted_at__isnull=False,
            holder__is_active=True,
        )

    def held_by(self, user):
        return self.active().filter(holder=user).select_related("principal")

    def owned_by(self, user):
        """Of the organisations that this person manages."""
        return self.held_by(user).filter(kind=Mandate.Kind.MEMBER, role=Mandate.Role.OWNER)

    def covering(self, procedure):
        """Given for this procedure, or for all."""
        return self.filter(Q(procedures=None) | Q(procedures=procedure)).distinct()

    def filing(self):
        """With the right to file, not only to look."""
        return self.exclude(role=Mandate.Role.VIEWER)

    def visible_to(self, user):
        """What one holds, what one gave, and that of the organisation one is an owner of."""
        if not user.is_authenticated:
            return self.none()
        owned = Mandate.objects.owned_by(user).order_by()
        return self.filter(
            Q(holder=user) | Q(principal=user) | Q(principal__in=owned.values("principal"))
        )


class Mandate(models.Model):
    """One account acts for another, or for a child: with a role, dated, for some procedures or all.

    Never deleted: what was done under it keeps its basis. Ending it ends sight and rights at once.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", _("Người của tổ chức")
        PARENT = "parent", _("Cha, mẹ, người giám hộ")
        PROXY = "proxy", _("Người được ủy quyền")

    class Role(models.TextChoices):
        OWNER = "owner", _("Quản lý: nộp, xem và mời người khác")
        FILER = "filer", _("Nộp và xem hồ sơ")
        VIEWER = "viewer", _("Chỉ xem hồ sơ")

    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    role = models.CharField(_("quyền"), max_length=8, choices=Role, default=Role.FILER)
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_given",
        verbose_name=_("người ủy quyền"),
    )  # none for a child, who has no account
    child_name = models.CharField(_("họ và tên người con"), max_length=160, blank=True)
    child_identifier = models.CharField(_("số định danh của người con"), max_length=12, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_held",
        verbose_name=_("người làm thay"),
    )  # none until the invitation is accepted
    invited_email = models.EmailField(_("thư điện tử được mời"), blank=True)
    invitation = models.CharField(max_length=40, unique=True, default=new_invitation)
    procedures = models.ManyToManyField(
        "catalog.Procedure",
        blank=True,
        related_name="+",
        verbose_name=_("chỉ với các thủ tục"),
        help_text=_("Để trống: mọi thủ tục."),
    )
    branches = models.ManyToManyField(
        "flows.Branch",
        blank=True,
        related_name="+",
        verbose_name=_("chỉ với các chi nhánh"),
        help_text=_("Để trống: cả tổ chức."),
    )
    basis = models.CharField(_("căn cứ"), max_length=255)
    paper = models.ForeignKey(
        "flows.StoredFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản ủy quyền"),
    )
    valid_from = models.DateField(_("từ ngày"), default=timezone.localdate)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    made_by = person(_("người lập"))
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    accepted_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(_("chấm dứt lúc"), null=True, blank=True)
    ended_by = person(_("người chấm dứt"), later=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc làm thay")
        verbose_name_plural = _("việc làm thay")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="mandate_forward",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(kind="parent", principal__isnull=True) & ~Q(child_name="")
                | ~Q(kind="parent") & Q(principal__isnull=False),
                name="mandate_has_principal",
                violation_error_message=_("Hãy nêu làm thay cho ai."),
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True)
                | Q(principal__isnull=True)
                | ~Q(holder=F("principal")),
                name="mandate_for_another",
                violation_error_message=_("Không thể làm thay cho chính mình."),
            ),
        ]

    def __str__(self):
        return f"{self.holder or self.invited_email} → {self.for_whom}"

    @property
    def for_whom(self) -> str:
        return self.child_name if self.principal is None else str(self.principal)

    @property
    def is_limited(self) -> bool:
        """Whether it is for named branches of the organisation alone."""
        return bool(self.branches.all())

    @property
    def is_active(self) -> bool:
        today = timezone.localdate()
        return bool(
            self.accepted_at
            and self.ended_at is None
            and self.holder.is_active
            and self.valid_from <= today
            and (self.valid_to is None or today <= self.valid_to)
        )

    @property
    def state_label(self) -> str:
        """Where it stands, in a word."""
        if self.ended_at:
            return str(_("Đã chấm dứt"))
        if self.accepted_at is None:
            return str(_("Chờ người được mời nhận"))
        if self.is_active:
            return str(_("Đang có hiệu lực"))
        return str(_("Ngoài thời hạn"))
