"""The lasting identity of a procedure, with its editorial guidance; the law is in its versions."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from catalog.models.spoken import said
from catalog.text import fold


class LifeEvent(models.Model):
    """An event of life or work that leads to procedures (sự kiện đời sống)."""

    code = models.SlugField(_("mã sự kiện"), max_length=60, unique=True)
    name = models.CharField(_("tên sự kiện"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    summary = models.CharField(_("mô tả ngắn"), max_length=255, blank=True)
    summary_en = models.CharField(_("mô tả ngắn tiếng Anh"), max_length=255, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("sự kiện đời sống")
        verbose_name_plural = _("sự kiện đời sống")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class ProcedureQuerySet(models.QuerySet):
    def live(self):
        """Shown on the portal: published by the editors (DraftStateMixin)."""
        return self.filter(live=True)

    def in_force(self, on: datetime.date | None = None):
        """With a version in force on the day, and not repealed by then."""
        day = on or timezone.localdate()
        return self.filter(
            Q(repealed_on__isnull=True) | Q(repealed_on__gt=day),
            versions__approved_at__isnull=False,
            versions__effective_from__lte=day,
        ).distinct()

    def matching(self, query: str):
        """Every word of the query stands in the folded text; diacritics do not matter."""
        found = self
        for word in fold(query).split():
            found = found.filter(search_text__contains=word)
        return found


class Procedure(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """An administrative procedure (thủ tục hành chính), known by its national code."""

    code = models.CharField(
        _("mã thủ tục"), max_length=20, unique=True, help_text=_("Mã quốc gia, ví dụ 1.002051.")
    )
    slug = models.SlugField(_("định danh"), max_length=40, unique=True, editable=False)
    name = models.CharField(_("tên thủ tục"), max_length=500)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=500, blank=True)
    sector = models.ForeignKey(
        "catalog.Sector",
        on_delete=models.PROTECT,
        related_name="procedures",
        verbose_name=_("lĩnh vực"),
    )
    for_persons = models.BooleanField(_("dành cho cá nhân"), default=True)
    for_organisations = models.BooleanField(_("dành cho tổ chức"), default=False)
    life_events = ParentalManyToManyField(
        LifeEvent, blank=True, related_name="procedures", verbose_name=_("sự kiện đời sống")
    )
    summary = models.TextField(
        _("tóm tắt"),
        blank=True,
        help_text=_("Một hai câu dễ hiểu: thủ tục này giúp được gì, cho ai."),
    )
    guidance = RichTextField(_("hướng dẫn thực hiện"), blank=True)
    summary_en = models.TextField(_("tóm tắt tiếng Anh"), blank=True)
    guidance_en = RichTextField(_("hướng dẫn tiếng Anh"), blank=True)
    keywords = models.CharField(
        _("từ khóa"),
        max_length=500,
        blank=True,
        help_text=_("Từ đồng nghĩa, tên thường gọi, viết tắt; cách nhau bằng dấu phẩy."),
    )
    related = ParentalManyToManyField("self", blank=True, verbose_name=_("thủ tục liên quan"))
    repealed_on = models.DateField(_("bãi bỏ từ ngày"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("được thay bằng"),
    )
    search_text = models.TextField(editable=False, default="")

    # What the decision says; editors' drafts never carry it.
    NATIONAL_FACTS = (
        "code", "slug", "name", "name_en", "sector_id", "for_persons", "for_organisations", "repealed_on",
        "replaced_by_id",
    )  # fmt: skip

    objects = ProcedureQuerySet.as_manager()

    search_fields = [
        index.SearchField("search_text"),
        index.AutocompleteField("search_text"),
        index.FilterField("live"),
        index.FilterField("sector"),
    ]

    class Meta:
        verbose_name = _("thủ tục")
        verbose_name_plural = _("thủ tục")
        ordering = ["sector__order", "code"]

    def __str__(self):
        return f"{self.code} – {self.name}"

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Columns that follow from others; bulk writers call it themselves."""
        self.slug = slugify(self.code.replace(".", "-"))
        self.search_text = fold(f"{self.code} {self.name} {self.keywords} {self.summary}")

    def with_content_json(self, content):
        """A draft of the editors' words; an import meanwhile stays, whenever they publish it."""
        draft = super().with_content_json(content)
        for name in self.NATIONAL_FACTS:
            setattr(draft, name, getattr(self, name))
        return draft

    def get_absolute_url(self) -> str:
        return reverse("cms:procedure", args=[self.code])

    @property
    def spoken_name(self) -> str:
        """The name in the language of the page, Vietnamese where there is no other."""
        return said(self, "name").text

    def is_repealed(self, on: datetime.date | None = None) -> bool:
        return bool(self.repealed_on) and self.repealed_on <= (on or timezone.localdate())

    def version_on(self, day: datetime.date | None = None):
        """The version in force on the day (today when none is given), or None.

        The latest approved version that has begun: periods cannot overlap, there is nothing to clash.
        """
        if self.is_repealed(day):
            return None
        return self.versions.in_force(day).first()

    def get_preview_template(self, request, mode_name) -> str:
        return "cms/procedure.html"
