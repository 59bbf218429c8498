"""What citizens tell us after a dossier is done."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.person import person


class Rating(models.Model):
    """How satisfied the applicant is with one dossier (đánh giá): once, after the result."""

    class Ease(models.TextChoices):
        EASY = "easy", _("Dễ thực hiện")
        FAIR = "fair", _("Bình thường")
        HARD = "hard", _("Khó thực hiện")

    dossier = models.OneToOneField(
        "flows.Dossier", on_delete=models.PROTECT, related_name="rating", verbose_name=_("hồ sơ")
    )
    by = person(_("người đánh giá"))
    score = models.PositiveSmallIntegerField(
        _("mức hài lòng"),
        choices=[
            (5, _("Rất hài lòng")),
            (4, _("Hài lòng")),
            (3, _("Bình thường")),
            (2, _("Không hài lòng")),
            (1, _("Rất không hài lòng")),
        ],
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    ease = models.CharField(_("mức dễ"), max_length=4, choices=Ease)
    comment = models.TextField(_("góp ý"), max_length=2000, blank=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5),
                name="rating_one_to_five",
                violation_error_message=_("Mức hài lòng từ 1 đến 5."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.score}/5"


class TermsAcceptance(models.Model):
    """Who accepted which version of the terms of use, and when (Article 22.1)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="terms_accepted",
        verbose_name=_("người đồng ý"),
    )
    terms = models.ForeignKey(
        "cms.TermsOfUse", on_delete=models.PROTECT, related_name="+", verbose_name=_("phiên bản")
    )  # PROTECT: what somebody agreed to can always be read again
    at = models.DateTimeField(_("đồng ý lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần đồng ý điều khoản")
        verbose_name_plural = _("lần đồng ý điều khoản")
        constraints = [
            models.UniqueConstraint(fields=["user", "terms"], name="terms_accepted_once")
        ]

    def __str__(self):
        return f"{self.user} · {self.terms}"
