"""The blocks editors build a page from: words, steps, questions, pictures, links to procedures."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the page; the page's title is the only h1."""

    text = blocks.CharBlock(label=_("Tiêu đề"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Cấp"), choices=[("h2", _("Mục")), ("h3", _("Tiểu mục"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Tiêu đề")
        template = "cms/blocks/heading.html"


class CalloutBlock(blocks.StructBlock):
    """A notice inside the text (lưu ý)."""

    text = blocks.RichTextBlock(label=_("Nội dung"), features=FEATURES)

    class Meta:
        icon = "warning"
        label = _("Lưu ý")
        template = "cms/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Việc cần làm"), max_length=160)
    text = blocks.RichTextBlock(label=_("Cách làm"), features=FEATURES, required=False)


class StepsBlock(blocks.StructBlock):
    """Numbered steps (các bước)."""

    steps = blocks.ListBlock(StepBlock(), label=_("Các bước"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Các bước thực hiện")
        template = "cms/blocks/steps.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Câu hỏi"), max_length=255)
    answer = blocks.RichTextBlock(label=_("Trả lời"), features=FEATURES)


class QuestionsBlock(blocks.StructBlock):
    """Questions and answers that open one by one (hỏi đáp)."""

    questions = blocks.ListBlock(QuestionBlock(), label=_("Hỏi đáp"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Câu hỏi thường gặp")
        template = "cms/blocks/questions.html"


class ProceduresBlock(blocks.StructBlock):
    """Links to procedures of the catalogue, by their current names."""

    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, required=False)
    procedures = blocks.ListBlock(
        SnippetChooserBlock("catalog.Procedure"), label=_("Thủ tục"), min_num=1
    )

    class Meta:
        icon = "doc-full"
        label = _("Thủ tục liên quan")
        template = "cms/blocks/procedures.html"


class PictureBlock(blocks.StructBlock):
    """A picture with a caption; its alternative text belongs to the choice of the picture."""

    image = ImageBlock(label=_("Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=255, required=False)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "cms/blocks/picture.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every page editors write."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(label=_("Đoạn văn"), icon="pilcrow", features=FEATURES)
    callout = CalloutBlock()
    steps = StepsBlock()
    questions = QuestionsBlock()
    procedures = ProceduresBlock()
    picture = PictureBlock()
    document = DocumentChooserBlock(
        label=_("Tệp tải về"), icon="download", template="cms/blocks/document.html"
    )
