"""The English of a form: shown in place of the Vietnamese, and what of it is still to be written."""

from collections.abc import Iterable

from catalog.models import Form, Question, Section

_RULES = ("message", "row_label", "unit")  # words of a rule that people read


def pairs(choices) -> list[tuple[str, str]]:
    """(value, label) of every choice; a bare text is its own value."""
    return [
        (str(one[0]), str(one[-1])) if isinstance(one, list | tuple) and one else (str(one),) * 2
        for one in (choices if isinstance(choices, list) else [])
    ]


def put(sections: Iterable[Section], questions: Iterable[Question]) -> None:
    """Let these rows, read for showing alone, say their English wherever they have one."""
    for section in sections:
        section.title = section.title_en or section.title
        section.intro = section.intro_en or section.intro
    for question in questions:
        question.label = question.label_en or question.label
        question.help_text = question.help_text_en or question.help_text
        if question.choices_en:
            said = dict(pairs(question.choices_en))
            question.choices = [[v, said.get(v, label)] for v, label in pairs(question.choices)]
        rules = question.rules if isinstance(question.rules, dict) else {}
        if told := {name: rules[f"{name}_en"] for name in _RULES if rules.get(f"{name}_en")}:
            question.rules = rules | told


def lacking(form: Form) -> tuple[str, ...]:
    """What of a form English readers get in Vietnamese: its name, sections and questions, in order."""
    found = [form.name] if not form.name_en or (form.intro and not form.intro_en) else []
    questions: dict[int, list[Question]] = {}
    for question in Question.objects.filter(section__form=form).order_by("order", "pk"):
        questions.setdefault(question.section_id, []).append(question)
    for section in form.sections.order_by("order", "pk"):
        if not section.title_en or (section.intro and not section.intro_en):
            found.append(section.title)
        found += [q.label for q in questions.get(section.pk, []) if not _is_whole(q)]
    return tuple(found)


def _is_whole(question: Question) -> bool:
    """Label, hint and the label of every choice stand in English; numbers and names need none."""
    said = dict(pairs(question.choices_en))
    return (
        bool(question.label_en)
        and bool(question.help_text_en or not question.help_text)
        and all(value in said for value, _label in pairs(question.choices))
    )
