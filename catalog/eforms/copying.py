"""Forms and blocks of questions used again: the next form beside one in force, a section elsewhere."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from catalog.models import Form, Question, Section

_NUMBERED = re.compile(r"^(.*?)-(\d{1,3})$")


def next_code(code: str) -> str:
    """A free code for the next form: tk1-ts becomes tk1-ts-2, then tk1-ts-3."""
    match = _NUMBERED.match(code)
    stem, number = (match[1], int(match[2])) if match else (code, 1)
    taken = set(Form.objects.filter(code__startswith=stem).values_list("code", flat=True))
    while code in taken or code == stem:
        number += 1
        code = f"{stem[:56]}-{number}"
    return code


@transaction.atomic
def next_form(form: Form) -> Form:
    """A copy of the form under a code of its own, to be changed while the old one stays in force."""
    fresh = Form.objects.create(
        code=next_code(form.code),
        name=form.name,
        legal_form=form.legal_form,
        intro=form.intro,
        name_en=form.name_en,
        intro_en=form.intro_en,
    )
    for section in form.sections.order_by("order", "pk"):
        insert_block(section, fresh)
    return fresh


@transaction.atomic
def insert_block(section: Section, form: Form) -> Section:
    """Put a copy of a section, with its questions under their keys, at the end of another form.

    Same keys let an applicant's answers and prefilled facts be found again. ValidationError names
    what the form already has.
    """
    keys = set(section.questions.filter(parent=None).values_list("key", flat=True))
    there = Question.objects.filter(section__form=form, parent=None, key__in=keys)
    if taken := sorted(there.values_list("key", flat=True)):
        raise ValidationError(
            _("Tờ khai đã có câu hỏi với khóa: %s. Hãy chọn khối khác.") % ", ".join(taken)
        )
    last = form.sections.aggregate(last=Max("order"))["last"]
    copy = Section.objects.create(
        form=form,
        key=_free_key(section.key, set(form.sections.values_list("key", flat=True))),
        title=section.title,
        intro=section.intro,
        title_en=section.title_en,
        intro_en=section.intro_en,
        condition=section.condition,
        order=0 if last is None else last + 1,
    )
    copies: dict[int, Question] = {}
    for question in section.questions.order_by("parent", "order", "pk"):
        old, question.pk, question._state.adding = question.pk, None, True
        question.section = copy
        copies[old] = question
    for question in sorted(copies.values(), key=lambda each: each.parent_id is not None):
        question.parent = copies[question.parent_id] if question.parent_id else None
        question.save()
    return copy


def _free_key(key: str, taken: set[str]) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key[:56]}_{number}"
    return free
