"""A step that says by which law (căn cứ pháp lý): chosen of the procedure's legal texts, or typed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.console.steps.base import ReasonedStep, Step

OTHER = "other"


class GroundsMixin(Step):
    """What is said without a ground is listed for those who control procedures (Article 21.4a)."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Căn cứ pháp lý"),
        required=False,
        help_text=gettext_lazy(
            "In trên phiếu, văn bản gửi người nộp. Không nêu căn cứ thì hồ sơ vào danh sách của người kiểm soát "
            "thủ tục hành chính."
        ),
    )
    article = forms.CharField(
        label=gettext_lazy("Điểm, khoản, điều"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Ví dụ: khoản 2 Điều 17."),
    )
    article.asked_when = "basis=*"  # any but the empty one
    other_text = forms.CharField(
        label=gettext_lazy("Số, ký hiệu văn bản"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Ví dụ: Nghị định 61/2018/NĐ-CP."),
    )
    other_text.asked_when = f"basis={OTHER}"

    def prepare(self):
        super().prepare()
        self.texts = {str(text.pk): text for text in self.dossier.version.legal_bases.all()}
        named = [
            (pk, f"{text.number} – {text.title}" if text.title else text.number)
            for pk, text in self.texts.items()
        ]
        self.fields["basis"].choices = [
            ("", _("Không nêu căn cứ")), *named, (OTHER, _("Văn bản khác")),
        ]  # fmt: skip
        self.fields["basis"].widget.attrs["class"] = "govuk-!-width-full"

    def asks_ground(self, typed) -> bool:
        """Whether what is typed is such that a law stands behind it."""
        return True

    def clean(self):
        cleaned = super().clean()
        is_other = self.asks_ground(cleaned) and cleaned.get("basis") == OTHER
        if is_other and not cleaned.get("other_text"):
            self.add_error("other_text", _("Hãy ghi số, ký hiệu văn bản làm căn cứ."))
        return cleaned

    @property
    def legal_ground(self) -> str:
        return self.worded(self.cleaned_data)

    def worded(self, typed) -> str:
        """As it is printed: «khoản 2 Điều 17 Nghị định 61/2018/NĐ-CP»; empty when none was named."""
        basis = typed.get("basis", "")
        text = self.texts[basis].number if basis in self.texts else ""
        if basis == OTHER:
            text = typed.get("other_text", "")
        return f"{typed.get('article', '')} {text}".strip() if text else ""


class GroundedStep(GroundsMixin, ReasonedStep):
    """A step with a written reason and the law behind it."""
