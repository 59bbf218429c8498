"""What arrives at the intake desk and is no dossier yet: envelopes, and people sent to the right place."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person
from catalog.permissions import posts_of
from flows.models.feedback import new_check


class DeskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the agencies in which the person holds a post."""
        if user.is_superuser:
            return self
        return self.filter(agency__in={post.department.agency_id for post in posts_of(user)})


class Envelope(models.Model):
    """A consignment by the public post (bưu gửi đến), registered before it is opened as a dossier."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ lập hồ sơ")
        DOSSIER = "dossier", _("Đã lập hồ sơ")
        GUIDED = "guided", _("Đã gửi lại, hướng dẫn nơi đúng")

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan nhận")
    )
    sender_name = models.CharField(_("người gửi"), max_length=255)
    sender_address = models.CharField(_("địa chỉ người gửi"), max_length=255, blank=True)
    sender_phone = models.CharField(_("điện thoại người gửi"), max_length=20, blank=True)
    tracking_number = models.CharField(_("số bưu gửi"), max_length=60, blank=True)
    postmarked_on = models.DateField(_("dấu bưu điện nơi gửi"), null=True, blank=True)
    arrived_on = models.DateField(
        _("dấu bưu điện nơi đến"),
        help_text=_("Thời hạn giải quyết tính từ ngày này khi hồ sơ đầy đủ."),
    )
    contents = models.TextField(_("giấy tờ trong bưu gửi"))
    state = models.CharField(_("tình trạng"), max_length=8, choices=State, default=State.WAITING)
    registered_by = person(_("người vào sổ"))
    registered_at = models.DateTimeField(_("vào sổ lúc"), default=timezone.now)
    draft = models.ForeignKey(
        "flows.Draft",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hồ sơ đang lập"),
    )
    dossier = models.OneToOneField(
        "flows.Dossier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="envelope",
        verbose_name=_("hồ sơ"),
    )
    answer_number = models.CharField(_("số bưu gửi trả lời"), max_length=60, blank=True)
    answered_at = models.DateTimeField(_("gửi trả lời lúc"), null=True, blank=True)
    answered_by = person(_("người gửi trả lời"), later=True)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("bưu gửi đến")
        verbose_name_plural = _("bưu gửi đến")
        ordering = ["-arrived_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "tracking_number"],
                condition=~Q(tracking_number=""),
                name="envelope_once",
                violation_error_message=_("Bưu gửi mang số này đã vào sổ."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dossier") | Q(dossier__isnull=False),
                name="envelope_has_its_dossier",
            ),
        ]

    def __str__(self):
        return self.tracking_number or f"{self.sender_name} · {self.arrived_on:%d/%m/%Y}"


class Guidance(models.Model):
    """Somebody was shown where the matter belongs (hướng dẫn đến đúng cơ quan); no dossier is made.

    Decree 61/2018, Article 17.1: what is not the office's to solve is guided to the right agency.
    """

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    number = models.CharField(_("số"), max_length=40, unique=True)
    check_code = models.CharField(_("mã kiểm tra"), max_length=6, default=new_check)
    issued = models.OneToOneField(
        "flows.IssuedDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guidance",
        verbose_name=_("phiếu đã lập"),
    )
    person_name = models.CharField(_("người được hướng dẫn"), max_length=255)
    person_phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    matter = models.TextField(_("việc cần giải quyết"))
    procedure = models.ForeignKey(
        "catalog.Procedure",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thủ tục"),
    )
    to_agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan BHXH có thẩm quyền"),
    )
    to_other = models.CharField(_("cơ quan khác có thẩm quyền"), max_length=255, blank=True)
    advice = models.TextField(_("lời hướng dẫn"))
    envelope = models.OneToOneField(
        Envelope,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guidance",
        verbose_name=_("bưu gửi"),
    )
    by = person(_("người hướng dẫn"))
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt hướng dẫn")
        verbose_name_plural = _("lượt hướng dẫn")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_agency__isnull=False) | ~Q(to_other=""),
                name="guidance_names_the_place",
                violation_error_message=_("Hãy ghi cơ quan có thẩm quyền."),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def place(self) -> str:
        return str(self.to_agency or self.to_other)
