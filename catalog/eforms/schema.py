"""JSON Schema 2020-12 of a form's answers, and the faults an editor must put right."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from catalog.models import Question

from . import calculation, conditions, english, tables
from .kinds import KINDS, WITHOUT_ANSWER

_NAMES = """
    min max min_length max_length pattern message min_rows max_rows row_label not_future decimals
    precision year_only open_end old_card birth_question sex_question formula unit
    message_en row_label_en unit_en
"""
_RULES = frozenset(_NAMES.split())


def of(spec) -> dict:
    """The schema: unconditional required questions are required, others under if/then."""
    properties, required, implications = {}, [], []
    for section in spec.sections:
        for question in spec.questions_of(section):
            if question.kind in WITHOUT_ANSWER:
                continue
            properties[question.key] = _described(spec, question)
            if not question.is_required or question.kind == Question.Kind.CALCULATION:
                continue
            parts = [part for part in (section.condition, question.condition) if part]
            if parts:
                implications.append(
                    {"if": _when({"all": parts}), "then": {"required": [question.key]}}
                )
            else:
                required.append(question.key)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": spec.form.name,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return {**schema, "allOf": implications} if implications else schema


def _described(spec, question) -> dict:
    about = {"title": question.label}
    if question.help_text:
        about["description"] = question.help_text
    if question.kind == Question.Kind.TABLE:
        return {**about, **_table(spec, question)}
    kind = KINDS[question.kind].schema(question)
    rules = question.rules or {}
    if kind == {"type": "string"}:
        kind = {"type": "string", "minLength": max(1, rules.get("min_length", 1))}
        if "max_length" in rules:
            kind["maxLength"] = rules["max_length"]
        if "pattern" in rules:
            kind["pattern"] = f"^(?:{rules['pattern']})$"
    return {**about, **kind}


def _table(spec, question) -> dict:
    columns = [c for c in spec.columns_of(question) if c.kind not in WITHOUT_ANSWER]
    least, most = tables.row_limits(question)
    return {
        "type": "array",
        "minItems": least,
        "maxItems": most,
        "items": {
            "type": "object",
            "properties": {column.key: _described(spec, column) for column in columns},
            "required": [
                c.key
                for c in columns
                if c.is_required and not c.condition and c.kind != Question.Kind.CALCULATION
            ],
            "additionalProperties": False,
        },
    }


def _when(condition) -> dict:
    """The condition as a schema of the whole answers object."""
    for word, combined in (("all", "allOf"), ("any", "anyOf")):
        if isinstance(condition.get(word), list):
            return {combined: [_when(part) for part in condition[word]]}
    key, operator = condition.get("question"), condition.get("op", "eq")
    value = condition.get("value")
    if operator in ("filled", "empty"):
        given = {"required": [key]}
        return given if operator == "filled" else {"not": given}
    if operator in ("gt", "lt"):
        bound = "exclusiveMinimum" if operator == "gt" else "exclusiveMaximum"
        # A limit on a text (an ISO date) has no word in JSON Schema: the server checks it.
        if isinstance(value, str):
            return {"not": {}}
        return {"properties": {key: {"type": "number", bound: value}}, "required": [key]}
    values = {"enum": value if isinstance(value, list) else [value]}
    chosen = {"anyOf": [values, {"type": "array", "contains": values}]}
    met = {"properties": {key: chosen}, "required": [key]}
    return met if operator in ("eq", "in") else {"not": met}


def faults(spec) -> list[str]:
    """Sentences for the editor: keys, choices, rules, conditions, table columns."""
    found, earlier = [], set()
    for section in spec.sections:
        found += _named(section.title, conditions.faults(section.condition, earlier))
        for question in spec.questions_of(section):
            if question.key in earlier:
                found.append(_("Khóa “%s” được dùng hai lần trong tờ khai.") % question.key)
            found += _named(question.label, _question_faults(spec, question, earlier))
            earlier.add(question.key)
    return found


def _question_faults(spec, question, earlier: set[str]) -> list[str]:
    found = conditions.faults(question.condition, earlier)
    rules = question.rules or {}
    columns = spec.columns_of(question)
    if question.kind in (Question.Kind.CHOICE, Question.Kind.CHOICES) and not question.choices:
        found.append(_("Thêm ít nhất một lựa chọn."))
    values = {value for value, _label in english.pairs(question.choices)}
    if strange := [v for v, _label in english.pairs(question.choices_en) if v not in values]:
        found.append(_("Lựa chọn tiếng Anh có giá trị lạ: %s.") % ", ".join(strange))
    if question.kind == Question.Kind.TABLE and not columns:
        found.append(_("Thêm ít nhất một cột cho bảng."))
    if question.kind != Question.Kind.TABLE and columns:
        found.append(_("Chỉ câu hỏi loại bảng mới có cột."))
    if not isinstance(rules, Mapping):
        return [*found, _("Phần kiểm tra phải là một đối tượng JSON.")]
    found += [_("Không có quy tắc “%s”.") % rule for rule in rules if rule not in _RULES]
    if question.kind == Question.Kind.CALCULATION:
        known = {key: {c.key for c in spec.columns_of_key(key)} for key in earlier}
        found += calculation.faults(rules.get("formula"), known)
    try:
        re.compile(rules.get("pattern") or "")
    except (re.error, TypeError):
        found.append(_("Mẫu kiểm tra (pattern) viết sai."))
    within = set(earlier)
    for column in columns:
        found += _named(column.label, _question_faults(spec, column, within))
        within.add(column.key)
    return found


def _named(name: str, sentences: list[str]) -> list[str]:
    return [f"{name}: {sentence}" for sentence in sentences]
