"""The talk about a dossier (trao đổi): messages with the applicant, and the office's labels."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class MessageQuerySet(models.QuerySet):
    def unread_by_office(self):
        """From the applicant, and nobody of the office has read it."""
        return self.filter(from_office=False, read_at__isnull=True)

    def unread_by_applicant(self):
        return self.filter(from_office=True, read_at__isnull=True)


class Message(models.Model):
    """One message about a dossier, between the applicant's side and the office. Never edited."""

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="messages", verbose_name=_("hồ sơ")
    )
    author = person(_("người viết"))
    from_office = models.BooleanField(_("của cơ quan"))
    body = models.TextField(_("nội dung"))
    sent_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    read_by = person(_("người đọc"), later=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("tin trao đổi")
        verbose_name_plural = _("tin trao đổi")
        ordering = ["sent_at", "pk"]
        indexes = [
            models.Index(
                fields=["dossier"],
                name="message_unread_by_office",
                condition=Q(from_office=False, read_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""),
                name="message_says_something",
                violation_error_message=_("Hãy ghi nội dung tin."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.sent_at:%H:%M %d/%m/%Y}"


class MessageFile(models.Model):
    """A file sent with a message (tệp kèm tin): no paper of the dossier, nothing is decided on it."""

    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="files", verbose_name=_("tin")
    )
    file = models.ForeignKey(
        "flows.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name=_("tệp")
    )
    name = models.CharField(_("tên tệp"), max_length=200)

    class Meta:
        verbose_name = _("tệp kèm tin")
        verbose_name_plural = _("tệp kèm tin")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Label(models.Model):
    """A word by which an office sorts its dossiers (nhãn); the applicant never sees it."""

    agency = models.ForeignKey(
        "catalog.Agency", on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    name = models.CharField(_("nhãn"), max_length=40)
    dossiers = models.ManyToManyField(
        "flows.Dossier", related_name="labels", blank=True, verbose_name=_("hồ sơ")
    )

    class Meta:
        verbose_name = _("nhãn hồ sơ")
        verbose_name_plural = _("nhãn hồ sơ")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="label_once_in_agency"),
        ]

    def __str__(self):
        return self.name
