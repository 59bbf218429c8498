"""Two forms beside each other, question by question."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.models import Form, Question

from . import lines

_FIELDS = (
    "label", "kind", "is_required", "help_text", "choices", "condition", "rules", "prefill",
    "label_en", "help_text_en", "choices_en",
)  # fmt: skip


def question_rows(
    old: Form | None, new: Form | None
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """(key, name of field, question, field, before, after) for every question of either form, in the new one's order."""
    before, after = _questions(old), _questions(new)
    for key in [*after, *(key for key in before if key not in after)]:
        one, other = before.get(key), after.get(key)
        label = (other or one).label
        for name in _FIELDS:
            told, tells = (_shown(each, name) if each else "" for each in (one, other))
            if told or tells:
                yield (
                    key,
                    name,
                    label,
                    str(Question._meta.get_field(name).verbose_name),
                    told,
                    tells,
                )


def changed_questions(old: Form | None, new: Form | None) -> tuple[list, list, list]:
    """Questions that are new, gone, and those that have become obligatory; columns are left out."""
    before, after = (
        {key: q for key, q in _questions(form).items() if "." not in key} for form in (old, new)
    )
    added = [question for key, question in after.items() if key not in before]
    gone = [question for key, question in before.items() if key not in after]
    firmer = [
        question
        for key, question in after.items()
        if key in before and question.is_required and not before[key].is_required
    ]
    return added, gone, firmer


def _questions(form: Form | None) -> dict[str, Question]:
    """Questions by key; a column by its table's key and its own."""
    if form is None:
        return {}
    found = (
        Question.objects.filter(section__form=form)
        .select_related("parent")
        .order_by("section__order", "section", "order", "pk")
    )
    return {
        f"{question.parent.key}.{question.key}" if question.parent else question.key: question
        for question in found
    }


def _shown(question: Question, name: str) -> str:
    value = getattr(question, name)
    if name == "kind":
        return str(question.get_kind_display())
    if name == "is_required":
        return _("Có") if value else _("Không")
    if name in lines.WRITTEN:
        return lines.WRITTEN[name](value)
    return value
