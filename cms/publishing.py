"""What the portal adds to the checks before a version goes into force."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.publishing import Finding, check
from cms.models import Faq


@check
def questions(version) -> Iterator[Finding]:
    """Questions about the procedure that English readers would be shown in Vietnamese."""
    lacking = Faq.objects.about(version.procedure_id).filter(Q(question_en="") | Q(answer_en=""))
    if names := tuple(lacking.values_list("question", flat=True)):
        yield Finding(
            _("%d câu hỏi thường gặp chưa có bản tiếng Anh.") % len(names),
            _("Dịch câu hỏi và câu trả lời ở mục Câu hỏi về thủ tục."),
            reverse("wagtailsnippets_cms_faq:list"),
            blocks=False,
            places=names,
        )
