"""Editors' side of forms as data: sections and questions in Wagtail, with a look at the result."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from catalog.models import Form, Question

from . import lines
from .spec import FormSpec

PREFILLED = [
    ("", _("Không điền sẵn")),
    ("full_name", _("Họ và tên, tên đơn vị")),
    ("date_of_birth", _("Ngày sinh")),
    ("identity_number", _("Số định danh cá nhân")),
    ("tax_code", _("Mã số thuế")),
    ("social_insurance_number", _("Mã số BHXH")),
    ("phone", _("Số điện thoại")),
    ("email", _("Thư điện tử")),
    ("address", _("Địa chỉ")),
]


def _condition():
    return lines.condition_field(label=_("Chỉ hiện khi"), help_text=lines.CONDITION_HELP)


class SectionEditForm(WagtailAdminModelForm):
    """A section, its condition written as lines."""

    condition = _condition()


class QuestionForm(WagtailAdminModelForm):
    """A question; a column of a table names its table by key, which may be new itself."""

    choices = lines.choices_field(
        label=_("Lựa chọn"),
        help_text=_("Mỗi dòng một lựa chọn: «giá trị: Nhãn», ví dụ «nam: Nam»."),
    )
    choices_en = lines.choices_field(
        label=_("Lựa chọn tiếng Anh"),
        help_text=_("Cùng giá trị, nhãn tiếng Anh: «nam: Male»."),
    )
    condition = _condition()
    rules = lines.rules_field(label=_("Kiểm tra, tính toán"), help_text=lines.RULES_HELP)
    prefill = forms.ChoiceField(label=_("Điền sẵn từ tài khoản"), choices=PREFILLED, required=False)
    table_key = forms.CharField(
        label=_("Là cột của bảng"),
        required=False,
        help_text=_("Khóa của câu hỏi loại bảng trong cùng phần; để trống nếu không phải cột."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.parent_id:
            self.initial["table_key"] = self.instance.parent.key


class EFormForm(WagtailAdminModelForm):
    """A form with all its sections: saved only when it has no fault."""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        sections, questions = self._rows()
        for fault in FormSpec(self.instance, sections=sections, questions=questions).faults():
            self.add_error(None, fault)
        if self.instance.pk and self.instance.is_in_force and self._changes_law(questions):
            self.add_error(
                None,
                _(
                    "Tờ khai đang dùng cho phiên bản thủ tục đã duyệt: chỉ sửa được lời dẫn, gợi ý. "
                    "Để đổi câu hỏi, hãy lập bản kế tiếp và chọn nó trong phiên bản thủ tục kế tiếp."
                ),
            )
        return not self.errors

    def _changes_law(self, questions: list[Question]) -> bool:
        """Whether anything but words of guidance differs from what is stored."""
        stored = Question.objects.filter(section__form=self.instance.pk).select_related(
            "section", "parent"
        )
        return {map_of(each) for each in stored} != {map_of(each) for each in questions}

    def _rows(self) -> tuple[list, list]:
        """Sections and questions as typed, in their order, columns tied to their tables."""
        sections, questions = [], []
        for section_form in self.formsets["sections"].ordered_forms:
            section = section_form.instance
            sections.append(section)
            for table, column in self._tied(section_form):
                column.parent = table
            for question_form in section_form.formsets["questions"].ordered_forms:
                question = question_form.instance
                question.section = section
                questions.append(question)
        return sections, questions

    def _tied(self, section_form) -> list[tuple]:
        """(table or None, question) of a section; an unknown table is an error of the form."""
        kept = section_form.formsets["questions"].ordered_forms
        tables = {each.instance.key: each.instance for each in kept}
        tied = []
        for question_form in kept:
            key = question_form.cleaned_data.get("table_key")
            if key and key not in tables:
                self.add_error(
                    None,
                    _("%(label)s: trong phần này không có bảng “%(key)s”.")
                    % {"label": question_form.instance.label, "key": key},
                )
            tied.append((tables.get(key), question_form.instance))
        return tied

    def save(self, commit=True):
        """Rows first, then the ties between columns and tables that may be new."""
        ties = [
            (table, column)
            for section_form in self.formsets["sections"].ordered_forms
            for table, column in self._tied(section_form)
        ]
        for _table, column in ties:
            column.parent = None
        form = super().save(commit)
        if commit:
            for table, column in ties:
                column.parent = table
            Question.objects.bulk_update([column for _table, column in ties], ["parent"])
        return form


def map_of(question: Question) -> tuple:
    """What of a question an applicant's answer depends on, to be compared."""
    section = question.section
    return (
        section.key, str(section.condition), question.key, question.kind, question.label,
        question.is_required, str(question.choices), str(question.condition),
        str({name: rule for name, rule in (question.rules or {}).items() if name[-3:] != "_en"}),
        question.parent.key if question.parent else "",
    )  # fmt: skip


class SectionsPanel(InlinePanel):
    """Sections of a form, edited with `SectionEditForm`."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = SectionEditForm
        return options


class QuestionsPanel(InlinePanel):
    """Questions of a section, edited with `QuestionForm`."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = QuestionForm
        return options


class FoldedPanel(MultiFieldPanel):
    """A group within a row: shut until it is asked for, or something in it is wrong."""

    def __init__(self, children, *, summary, **kwargs):
        super().__init__(children, **kwargs)
        self.summary = summary

    def clone_kwargs(self):
        return super().clone_kwargs() | {"summary": self.summary}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "catalog/editor/folded.html"

        @property
        def is_open(self) -> bool:
            return any(child.bound_field.errors for child in self.visible_children)


QUESTION_PANELS = [
    FieldPanel("label"),
    FieldPanel("key"),
    FieldPanel("kind"),
    FieldPanel("is_required"),
    FieldPanel("help_text"),
    FoldedPanel(
        [
            FieldPanel("choices"),
            FieldPanel("condition"),
            FieldPanel("rules"),
            FieldPanel("prefill"),
            FieldPanel("table_key"),
        ],
        summary=_("Lựa chọn, điều kiện, kiểm tra"),
    ),
    FoldedPanel(
        [FieldPanel("label_en"), FieldPanel("help_text_en"), FieldPanel("choices_en")],
        summary=_("Tiếng Anh"),
    ),
]
SECTION_PANELS = [
    FieldPanel("title"),
    FieldPanel("key"),
    FieldPanel("intro"),
    FieldPanel("condition"),
    FoldedPanel([FieldPanel("title_en"), FieldPanel("intro_en")], summary=_("Tiếng Anh")),
    QuestionsPanel("questions", panels=QUESTION_PANELS, heading=_("Câu hỏi"), label=_("Câu hỏi")),
]


def _look(form) -> str:
    """A link to the form as citizens see it."""
    return format_html('<a href="{}">{}</a>', form.get_absolute_url(), _("Xem trước"))


class LookPanel(HelpPanel):
    """Where to look at the form as citizens see it, and the procedures that ask it."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            cases = (
                self.instance.cases.select_related("version__procedure") if self.instance.pk else []
            )
            return super().get_context_data(parent_context) | {"cases": cases}


class FormEditView(EditView):
    """The form in the editor."""

    def get_usage_url(self):
        """None: what Wagtail counts leaves out procedures; the first panel names them."""


class EFormViewSet(SnippetViewSet):
    """Forms that citizens fill in, editable without a programmer."""

    model = Form
    icon = "form"
    menu_label = _("Tờ khai điện tử")
    menu_order = 120
    add_to_admin_menu = True
    list_display = [
        "code",
        "name",
        "legal_form",
        Column("look", label=_("Xem trước"), accessor=_look),
    ]
    search_fields = ["code", "name", "legal_form"]
    search_backend_name = None
    edit_view_class = FormEditView
    list_per_page = 50
    edit_handler = ObjectList(
        [
            LookPanel(template="catalog/eforms/editor_look.html", heading=_("Xem trước")),
            FieldPanel("code"),
            FieldPanel("name"),
            FieldPanel("legal_form"),
            FieldPanel("intro"),
            MultiFieldPanel(
                [FieldPanel("name_en"), FieldPanel("intro_en")],
                heading=_("Tiếng Anh"),
                classname="collapsed",
            ),
            SectionsPanel(
                "sections", panels=SECTION_PANELS, heading=_("Các phần"), label=_("Phần")
            ),
        ],
        base_form_class=EFormForm,
    )
