"""What a procedure's page offers beside the law: forms to download, questions people ask."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from catalog.text import fold
from cms.blocks import FEATURES


class FormFile(models.Model):
    """A blank form as a file to download (mẫu đơn, tờ khai), known by its legal code."""

    code = models.CharField(
        _("mẫu số"),
        max_length=60,
        unique=True,
        help_text=_("Như ghi ở thành phần hồ sơ, ví dụ TK1-TS; viết hoa hay thường đều được."),
    )
    name = models.CharField(_("tên mẫu"), max_length=255)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=255, blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("tệp"),
    )  # PROTECT: a file that pages offer is not deleted under them

    panels = [FieldPanel(name) for name in ("code", "name", "name_en", "document")]

    class Meta:
        verbose_name = _("mẫu đơn để tải về")
        verbose_name_plural = _("mẫu đơn để tải về")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} – {self.name}"

    @property
    def key(self) -> str:
        """The code as papers are matched with it."""
        return fold(self.code)


class FaqQuerySet(models.QuerySet):
    def about(self, procedure):
        return self.filter(procedures=procedure)


class Faq(ClusterableModel):
    """A question people ask about some procedures, with its answer (hỏi đáp)."""

    question = models.CharField(_("câu hỏi"), max_length=255)
    answer = RichTextField(_("trả lời"), features=FEATURES)
    question_en = models.CharField(_("câu hỏi tiếng Anh"), max_length=255, blank=True)
    answer_en = RichTextField(_("trả lời tiếng Anh"), blank=True, features=FEATURES)
    procedures = ParentalManyToManyField(
        "catalog.Procedure",
        blank=True,
        related_name="+",
        verbose_name=_("về thủ tục"),
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = FaqQuerySet.as_manager()

    panels = [
        FieldPanel("question"),
        FieldPanel("answer"),
        MultiFieldPanel(
            [FieldPanel("question_en"), FieldPanel("answer_en")], heading=_("Tiếng Anh")
        ),
        FieldPanel("procedures", widget=CheckboxSelectMultiple),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = _("câu hỏi về thủ tục")
        verbose_name_plural = _("câu hỏi về thủ tục")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.question
