"""Known facts of a person put where a form asks for them; each is accepted only if it is sound."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from catalog.models import Question

from .kinds import KINDS

# What an applicant dict calls the facts that an account has by the name on the left.
_ALIASES = {
    "full_name": ("name",),
    "identity_number": ("identifier",),
    "tax_code": ("identifier",),
    "social_insurance_number": ("insurance_number",),
}


def of(spec, person) -> dict:
    """{question key: answer} for a user, an applicant dict, or nobody."""
    if person is None or getattr(person, "is_anonymous", False):
        return {}
    found = {}
    for question in spec.questions():
        if question.prefill and (text := _fact(person, question.prefill)):
            value = _answer(spec, question, text)
            if value is not None:
                found[question.key] = value
    return found


def _fact(person, name: str) -> str:
    for key in (name, *_ALIASES.get(name, ())):
        value = person.get(key) if isinstance(person, Mapping) else getattr(person, key, None)
        if value:
            return str(value)
    return ""


def _answer(spec, question, text: str):
    if question.kind == Question.Kind.ADDRESS:
        return spec.places.parts(text)
    if question.kind not in KINDS:
        return None
    try:
        return KINDS[question.kind].field(question).clean(text)
    except (ValidationError, AttributeError):
        return None
