"""Words people search with: synonyms the editors keep, and searches that found nothing."""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from catalog.text import fold


class Synonym(models.Model):
    """Two ways to say one thing (từ đồng nghĩa, viết tắt); the search knows both directions."""

    term = models.CharField(
        _("từ hoặc viết tắt"), max_length=60, unique=True, help_text=_("Ví dụ: BHYT")
    )
    means = models.CharField(_("nghĩa là"), max_length=120, help_text=_("Ví dụ: bảo hiểm y tế"))

    panels = [FieldPanel("term"), FieldPanel("means")]

    class Meta:
        verbose_name = _("từ đồng nghĩa khi tìm kiếm")
        verbose_name_plural = _("từ đồng nghĩa khi tìm kiếm")
        ordering = ["term"]

    def __str__(self):
        return f"{self.term} = {self.means}"


class MissedSearchManager(models.Manager):
    def remember(self, query: str) -> None:
        """Count a search that found nothing; the same words in other spelling are one row.

        Long numbers are somebody's identity or dossier, not words: they are never kept.
        """
        words = fold(query)[:100]
        if sum(mark.isdigit() for mark in words) >= 8:
            return
        found = self.filter(words=words).update(
            times=F("times") + 1, asked=query[:100], last_at=timezone.now()
        )
        if words and not found:
            self.get_or_create(words=words, defaults={"asked": query[:100]})


class MissedSearch(models.Model):
    """A search without result, so that editors can add a keyword or a synonym."""

    words = models.CharField(max_length=100, unique=True, editable=False)
    asked = models.CharField(_("người dùng đã tìm"), max_length=100)
    times = models.PositiveIntegerField(_("số lần"), default=1)
    last_at = models.DateTimeField(_("lần cuối"), default=timezone.now)

    objects = MissedSearchManager()

    class Meta:
        verbose_name = _("tìm kiếm không có kết quả")
        verbose_name_plural = _("tìm kiếm không có kết quả")
        ordering = ["-times", "-last_at"]

    def __str__(self):
        return self.asked
