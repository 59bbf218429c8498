"""The question tree: a few answers lead to the procedures (tìm đúng thủ tục). The page tree is the tree."""

import functools
import itertools

from django.db import models
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import RichTextField
from wagtail.url_routing import RouteResult

from cms.blocks import FEATURES
from cms.catalogue import entries
from cms.models.public import PublicPage
from cms.shelf import shelf


class FinderPage(PublicPage):
    """A step of the finder: its title is the answer that leads here, its children are the next answers.

    A step asks a further question, or names the procedures the answers lead to, or both.
    """

    advice = RichTextField(_("lời khuyên"), blank=True, features=FEATURES)
    question = models.CharField(
        _("câu hỏi tiếp theo"),
        max_length=255,
        blank=True,
        help_text=_("Mỗi câu trả lời là một trang con của trang này."),
    )
    advice_en = RichTextField(_("lời khuyên tiếng Anh"), blank=True, features=FEATURES)
    question_en = models.CharField(_("câu hỏi tiếng Anh"), max_length=255, blank=True)
    procedures = ParentalManyToManyField(
        "catalog.Procedure",
        blank=True,
        related_name="+",
        verbose_name=_("thủ tục phù hợp"),
        help_text=_("Những thủ tục mà các câu trả lời đến đây dẫn tới."),
    )

    ENGLISH = ("title", "advice", "question")

    content_panels = [
        HelpPanel(_("Tiêu đề là câu trả lời dẫn tới trang này; ở trang đầu là tên của công cụ.")),
        *PublicPage.content_panels,
        FieldPanel("advice"),
        FieldPanel("question"),
        FieldPanel("procedures", widget=CheckboxSelectMultiple),
    ]

    parent_page_types = ["cms.HomePage", "cms.FinderPage"]
    subpage_types = ["cms.FinderPage"]
    template = "cms/finder_page.html"

    class Meta:
        verbose_name = _("bước tìm thủ tục")
        verbose_name_plural = _("bước tìm thủ tục")

    def route(self, request, path_components):
        """Straight to the step, with all asked before and after it: one query, however deep it lies.

        Only the tool's first page is asked for a way; every step below is found by it.
        """
        ways = itertools.accumulate(path_components, lambda way, slug: f"{way}{slug}/", initial="")
        addresses = [self.url_path + way for way in ways]
        below = self.depth + len(addresses)
        found = FinderPage.objects.live().filter(
            Q(url_path__in=addresses) | Q(url_path__startswith=addresses[-1], depth=below)
        )
        steps, answers = [], []
        for page in found.order_by("path"):
            (answers if page.depth == below else steps).append(page)
        if len(steps) < len(addresses):
            raise Http404
        step = steps[-1]
        step.before, step.answers = steps[:-1], answers
        return RouteResult(step)

    @functools.cached_property
    def before(self) -> list["FinderPage"]:
        """The steps from the tool's first page to this one."""
        return list(FinderPage.objects.ancestor_of(self).order_by("path"))

    @functools.cached_property
    def answers(self) -> list["FinderPage"]:
        """The steps that the answers to this step's question lead to."""
        return list(FinderPage.objects.child_of(self).live())

    def trail(self) -> list[tuple[str, str]]:
        return [(step.said["title"], step.url) for step in self.before] + [(self.said["title"], "")]

    def get_context(self, request, *args, **kwargs):
        wanted = {procedure.pk for procedure in self.procedures.all()}
        found = [card for card in shelf().cards if card.pk in wanted]
        return super().get_context(request, *args, **kwargs) | {
            "answers": self.answers,
            "entries": entries(found) if found else [],
            "first": self.before[0] if self.before else None,
            # Each question with the answer given to it.
            "steps": list(zip(self.before, [*self.before, self][1:], strict=True)),
        }
