"""What every step has: a form that knows its subject and the person, and calls one service."""

import re
from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.eforms import FormSpec
from catalog.eforms.kinds import WITHOUT_ANSWER
from catalog.models import Phrase, Question
from catalog.text import compose

_GAP = re.compile(r"\[[^\[\]]+\]")
REGISTRY: dict[str, type["Step"]] = {}


def step(name: str):
    """Register a step form under the name its act has in `flows.acts`."""

    def keep(form: type["Step"]) -> type["Step"]:
        REGISTRY[name] = form
        form.act = name
        return form

    return keep


class Step(forms.Form):
    """A form of one act over a work item, or over a dossier when no item is needed.

    A step gives `apply(subject, by)`: it calls the service and returns the sentence that tells what
    happened, or raises DossierError.
    """

    act = ""
    title = ""
    lead = ""  # one sentence: what happens when it is confirmed
    button = _("Xác nhận")
    tone = ""  # "warning" for what closes a dossier
    told_submission = False  # refused when the applicant has changed the dossier meanwhile

    def __init__(self, *args, subject, user, **kwargs):
        self.subject, self.user = subject, user
        self.dossier = getattr(subject, "dossier", subject)
        super().__init__(*args, **kwargs)
        self.seen = self._seen()
        self.prepare()

    def _seen(self) -> int | None:
        """Which submission the person's page showed: the dossier's page says it, else the newest."""
        if not self.told_submission:
            return None
        typed = str((self.data if self.is_bound else self.initial).get("seen", ""))
        if typed.isdecimal():
            return int(typed)
        return None if self.is_bound else self.dossier.current_submission.number

    def prepare(self):
        """Fields that depend on the dossier."""

    def outlook(self) -> str:
        """What will come of it, where that can be told before it is confirmed."""
        return ""

    apply: Callable[..., str]

    previews = False  # a step that issues a paper shows it first

    def preview(self) -> bytes:
        """The paper as a PDF, as it would be issued by what is typed now."""
        return b""

    def as_it_is_now(self):
        """The same form over the dossier as it is now, with what was typed; files are chosen anew."""
        kept = [field for field in self if not field.field.widget.needs_multipart_form]
        typed = {field.name: field.data for field in kept}
        return type(self)(initial=typed, subject=self.subject, user=self.user)

    def main_fields(self):
        """The fields shown one under another; named items are shown by themselves."""
        return [field for field in self if not getattr(field.field, "is_item", False)]

    def _clean_fields(self):
        super()._clean_fields()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = compose(value)


class PhrasedStep(Step):
    """A step whose text is helped by the ready phrases of its kind."""

    phrase_kind = ""
    phrase_into = "reason"  # the field that takes the phrase
    phrase = forms.ChoiceField(
        label=_("Câu mẫu"),
        required=False,
        help_text=_("Chọn câu mẫu rồi bấm «Chèn câu mẫu»; nội dung sửa lại được."),
    )

    def prepare(self):
        phrases = list(Phrase.objects.filter(kind=self.phrase_kind)) if self.phrase_kind else []
        if not phrases:
            del self.fields["phrase"]
            return
        self.phrases = {str(phrase.pk): self.words_of(phrase) for phrase in phrases}
        self.fields["phrase"].choices = [("", _("Không dùng câu mẫu"))] + [
            (str(phrase.pk), phrase.title) for phrase in phrases
        ]
        self.fields["phrase"].widget.attrs["data-phrases-for"] = self[self.phrase_into].id_for_label

    def words_of(self, phrase: Phrase) -> str:
        """The phrase as it is put into the text."""
        return phrase.text

    def clean(self):
        """What a phrase left to be filled in (`[tên giấy tờ]`) never reaches a paper or a person."""
        text = self.cleaned_data.get(self.phrase_into, "")
        gaps = _GAP.findall("\n".join(getattr(self, "phrases", {}).values()))
        if left := [gap for gap in dict.fromkeys(gaps) if gap in text]:
            told = _("Hãy thay chỗ để trống của câu mẫu: %s.") % ", ".join(left)
            self.add_error(self.phrase_into, told)
        return super().clean()

    def with_phrase(self):
        """The same form with the chosen phrase added to the reason: for pages without script."""
        data = self.data.copy()
        text = getattr(self, "phrases", {}).get(data.get("phrase", ""), "")
        typed = data.get(self.phrase_into, "").strip()
        data[self.phrase_into] = f"{typed}\n{text}".strip() if text not in typed else typed
        return type(self)(initial=data, subject=self.subject, user=self.user)


class ReasonedStep(PhrasedStep):
    """A step with a written reason."""

    reason_label = _("Lý do")
    reason = forms.CharField(
        label=_("Lý do"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Hãy ghi lý do.")},
    )

    def prepare(self):
        self.fields["reason"].label = self.reason_label  # before anything asks for the field
        super().prepare()


class NamedItemsMixin:
    """Checkboxes that name papers and questions, each with a note of what is wrong."""

    def prepare(self):
        super().prepare()
        self.papers, self.questions = [], []
        rejected = {
            document.component_id: document.note
            for document in self.dossier.documents.in_force().filter(verdict="rejected")
        }
        for component in self.dossier.case.components():
            names = self._item(
                f"component_{component.pk}",
                component.name,
                ticked=component.pk in rejected,
                note=rejected.get(component.pk, ""),
            )
            self.papers.append(names)
        if self.dossier.case.form_id:
            # What the applicant's answers keep hidden could not be answered.
            answers = self.dossier.current_submission.answers
            for _section, questions in FormSpec(self.dossier.case.form).visible(answers):
                for question in questions:
                    if question.kind not in {*WITHOUT_ANSWER, Question.Kind.CALCULATION}:
                        name = f"question_{question.key}"
                        self.questions.append(self._item(name, question.label))

    def _item(self, name: str, label: str, *, ticked=False, note="") -> tuple[str, str]:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=ticked)
        self.fields[f"note_{name}"] = forms.CharField(
            label=_("Cần bổ sung, sửa gì"), max_length=500, required=False, initial=note
        )
        for field in (name, f"note_{name}"):
            self.fields[field].is_item = True
        return name, f"note_{name}"

    def paper_items(self):
        return [(self[name], self[note]) for name, note in self.papers]

    def question_items(self):
        return [(self[name], self[note]) for name, note in self.questions]

    def clean(self):
        cleaned = super().clean()
        if not self.named_items():
            raise forms.ValidationError(
                _("Hãy chọn ít nhất một giấy tờ hoặc một mục của tờ khai cần bổ sung.")
            )
        return cleaned

    def named_items(self) -> list[dict]:
        """What the services take: [{component | question_key, note}]."""
        components = {
            f"component_{component.pk}": component for component in self.dossier.case.components()
        }
        found = []
        for name, note in self.papers + self.questions:
            if not self.cleaned_data.get(name):
                continue
            item = {"note": self.cleaned_data.get(note, "")}
            if name in components:
                item["component"] = components[name]
            else:
                item["question_key"] = name.removeprefix("question_")
            found.append(item)
        return found
