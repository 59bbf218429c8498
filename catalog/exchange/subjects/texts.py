"""Forms with their sections and questions, slip templates, ready phrases as sheets."""

from catalog.eforms import lines
from catalog.exchange.cells import Cell, JsonCell, path_cell, reference_cell
from catalog.exchange.resource import SubjectResource
from catalog.models import Form, Phrase, Question, Section, SlipTemplate


class PhraseResource(SubjectResource):
    sheet = ("phrases", "Câu mẫu")
    key = ("kind", "title")

    class Meta(SubjectResource.Meta):
        model = Phrase
        import_id_fields = ("kind", "title")
        fields = ("kind", "title", "text")


class SlipTemplateResource(SubjectResource):
    sheet = ("slip_templates", "Mẫu giấy, phiếu")
    key = ("kind", "procedure__code", "case_code", "effective_from")

    class Meta(SubjectResource.Meta):
        model = SlipTemplate
        import_id_fields = ("kind", "procedure", "case_code", "effective_from")
        fields = (
            "kind", "procedure", "case_code", "name", "legal_basis", "effective_from", "source",
        )  # fmt: skip

    def complete(self, columns):
        """A sheet without these columns speaks of the general templates."""
        columns.fill("procedure", lambda _line: "")
        columns.fill("case_code", lambda _line: "")


class FormResource(SubjectResource):
    sheet = ("forms", "Tờ khai")

    class Meta(SubjectResource.Meta):
        model = Form
        import_id_fields = ("code",)
        fields = ("code", "name", "legal_form", "intro", "name_en", "intro_en")


def _condition_cell() -> Cell:
    widget = JsonCell(lines=lines.condition_read, told=lines.CONDITION_HELP)
    return Cell("condition", "condition", widget=widget)


class SectionResource(SubjectResource):
    sheet = ("sections", "Phần của tờ khai")
    key = ("form__code", "key")
    condition = _condition_cell()

    class Meta(SubjectResource.Meta):
        model = Section
        import_id_fields = ("form", "key")
        fields = ("form", "key", "title", "intro", "condition", "order", "title_en", "intro_en")


class QuestionResource(SubjectResource):
    sheet = ("questions", "Câu hỏi")
    key = ("section__form__code", "section__key", "key")
    headings = {"Tờ khai": "form"}
    form = path_cell("section__form__code", "form")
    section = reference_cell("section", Section, "form")
    parent = reference_cell("parent", Question, "form", "section")
    choices = Cell("choices", "choices", widget=JsonCell(pairs=True))
    condition = _condition_cell()
    rules = Cell("rules", "rules", widget=JsonCell(lines=lines.rules_read, told=lines.RULES_HELP))
    choices_en = Cell("choices_en", "choices_en", widget=JsonCell(pairs=True))

    class Meta(SubjectResource.Meta):
        model = Question
        import_id_fields = ("form", "section", "key")
        fields = (
            "form", "section", "parent", "key", "kind", "label", "help_text", "is_required",
            "choices", "condition", "rules", "prefill", "order", "label_en", "help_text_en",
            "choices_en",
        )  # fmt: skip
