"""What makes a day's anchor of the journal provable to others: the agency's signature over it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnchorSignature(models.Model):
    """A detached signature (CMS, DER) over the published text of one anchor; made by the worker."""

    anchor = models.OneToOneField(
        "flows.JournalAnchor",
        on_delete=models.PROTECT,  # what was published stays
        related_name="signature",
        verbose_name=_("mốc nhật ký"),
    )
    content = models.BinaryField(_("chữ ký"))
    signer = models.CharField(_("người ký"), max_length=255)
    is_time_stamped = models.BooleanField(_("có dấu thời gian"), default=False)
    signed_at = models.DateTimeField(_("ký lúc"))

    class Meta:
        verbose_name = _("chữ ký mốc nhật ký")
        verbose_name_plural = _("chữ ký mốc nhật ký")
        ordering = ["anchor"]

    def __str__(self):
        return f"{self.anchor} · {self.signer}"
