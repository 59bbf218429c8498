"""A dossier without what tells whose it is, for those who control procedures (Article 21.4a)."""

import re

from django.utils.translation import gettext as _

from catalog.eforms import FormSpec
from catalog.models import Question
from flows.models import Dossier

HIDDEN = "•••"
# What everybody may answer alike; any other answer may tell who answered.
_ALIKE = {Question.Kind.CHOICE, Question.Kind.CHOICES, Question.Kind.YES_NO}
_NUMBERS = re.compile(r"\d[\d .-]{6,}\d")  # telephones, identity, insurance and account numbers
_ADDRESS = re.compile(r"[^\s@<>;,]+@[^\s@<>;,]+")


def initials(name: str) -> str:
    """«Nguyễn Thị An» as «N. T. A.»."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def without_person(text: str, dossier: Dossier) -> str:
    """An officer's words without the names of applicant and submitter, numbers and e-mail addresses."""
    names = {dossier.applicant_name, dossier.submitter_name, dossier.applicant_address} - {""}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(re.escape(name), HIDDEN, text, flags=re.IGNORECASE)
    return _NUMBERS.sub(HIDDEN, _ADDRESS.sub(HIDDEN, text))


def answers_of(dossier: Dossier) -> list[tuple[object, list[tuple[str, str]]]]:
    """The last declaration, section by section: (question's label, answer or `HIDDEN`)."""
    submission = dossier.submissions.order_by("number").last()
    if submission is None or dossier.case.form_id is None:
        return []
    nothing = _("Không cung cấp")
    return [
        (section, [(question.label, _shown(question, value, nothing)) for question, value in rows])
        for section, rows in FormSpec(dossier.case.form).review(submission.answers)
    ]


def _shown(question, value: str, nothing: str) -> str:
    return value if question.kind in _ALIKE or value == nothing else HIDDEN
