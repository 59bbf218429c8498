"""When a section or question is shown: pure functions over a condition and the answers so far.

A condition is {"question", "op", "value"} or {"all": […]} or {"any": […]}; an empty one always holds.
"""

from collections.abc import Callable, Collection, Mapping

from django.utils.translation import gettext as _

OPERATORS = ("eq", "ne", "in", "not_in", "filled", "empty", "gt", "lt")
_NEEDS_LIST = ("in", "not_in")
_NEEDS_NO_VALUE = ("filled", "empty")
_DEEPEST = 8


def is_filled(value) -> bool:
    """An answer was given: 0 and «không» are answers, an empty text or list is none."""
    return value is not None and value != "" and value != [] and value != {}


def holds(condition, answers: Mapping) -> bool:
    """True when the condition is met. A malformed part holds: a question is never lost by a slip."""
    if not isinstance(condition, Mapping) or not condition:
        return True
    if isinstance(condition.get("all"), list):
        return all(holds(part, answers) for part in condition["all"])
    if isinstance(condition.get("any"), list):
        return any(holds(part, answers) for part in condition["any"])
    key, operator = condition.get("question"), condition.get("op", "eq")
    if not isinstance(key, str) or operator not in OPERATORS:
        return True
    return _compare(answers.get(key), operator, condition.get("value"))


def residue(condition, answers: Mapping, undecided: Collection[str]):
    """What is left to decide in the page: True, False, or a condition on `undecided` questions only."""
    if not isinstance(condition, Mapping) or not condition:
        return True
    for word, decisive in (("all", False), ("any", True)):
        if isinstance(condition.get(word), list):
            parts = [residue(part, answers, undecided) for part in condition[word]]
            if any(part is decisive for part in parts):
                return decisive
            parts = [part for part in parts if not isinstance(part, bool)]
            return {word: parts} if parts else not decisive
    key = condition.get("question")
    if isinstance(key, str) and key in undecided and condition.get("op", "eq") in OPERATORS:
        return dict(condition)
    return holds(condition, answers)


def questions_in(condition) -> set[str]:
    """Keys of the questions that a condition asks about."""
    if not isinstance(condition, Mapping):
        return set()
    for word in ("all", "any"):
        if isinstance(condition.get(word), list):
            return set().union(*(questions_in(part) for part in condition[word]))
    key = condition.get("question")
    return {key} if isinstance(key, str) else set()


def faults(condition, earlier: Collection[str], depth: int = 0) -> list[str]:
    """What an editor must put right: unknown shape, operator, or a question that stands later."""
    if not condition:
        return []
    if not isinstance(condition, Mapping) or depth > _DEEPEST:
        return [
            _("Điều kiện phải có dạng {“question”, “op”, “value”}, {“all”: […]} hoặc {“any”: […]}.")
        ]
    for word in ("all", "any"):
        if word in condition:
            parts = condition[word]
            if not isinstance(parts, list) or not parts:
                return [_("“%s” phải là một danh sách điều kiện.") % word]
            return [fault for part in parts for fault in faults(part, earlier, depth + 1)]
    key, operator = condition.get("question"), condition.get("op", "eq")
    found = []
    if not isinstance(key, str) or key not in earlier:
        found.append(_("Không có câu hỏi “%s” ở phía trước để làm điều kiện.") % key)
    if operator not in OPERATORS:
        found.append(_("Không có phép so sánh “%s”.") % operator)
    elif operator in _NEEDS_LIST and not isinstance(condition.get("value"), list):
        found.append(_("Phép so sánh “%s” cần một danh sách giá trị.") % operator)
    elif operator not in _NEEDS_NO_VALUE and "value" not in condition:
        found.append(_("Phép so sánh “%s” cần “value”.") % operator)
    return found


def describe(condition, words: Callable[[str, object], tuple[str, str]]) -> str:
    """The condition in plain words; `words(key, value)` gives the question's label and the value's."""
    if not isinstance(condition, Mapping) or not condition:
        return ""
    for word, joint in (("all", _(" và ")), ("any", _(" hoặc "))):
        if isinstance(condition.get(word), list):
            return joint.join(filter(None, (describe(part, words) for part in condition[word])))
    key, operator, value = (
        condition.get("question"),
        condition.get("op", "eq"),
        condition.get("value"),
    )
    if not isinstance(key, str) or operator not in OPERATORS:
        return ""
    values = value if isinstance(value, list) else [value]
    label = words(key, None)[0]
    shown = _(" hoặc ").join(f"“{words(key, item)[1]}”" for item in values)
    templates = {
        "eq": _("“%(label)s” là %(value)s"),
        "in": _("“%(label)s” là %(value)s"),
        "ne": _("“%(label)s” không phải là %(value)s"),
        "not_in": _("“%(label)s” không phải là %(value)s"),
        "filled": _("đã trả lời “%(label)s”"),
        "empty": _("chưa trả lời “%(label)s”"),
        "gt": _("“%(label)s” lớn hơn %(value)s"),
        "lt": _("“%(label)s” nhỏ hơn %(value)s"),
    }
    return templates[operator] % {"label": label, "value": shown}


def _compare(answer, operator: str, wanted) -> bool:
    if operator == "filled":
        return is_filled(answer)
    if operator == "empty":
        return not is_filled(answer)
    if operator in ("gt", "lt"):
        return _ordered(answer, wanted) and (
            answer > wanted if operator == "gt" else answer < wanted
        )
    options = wanted if operator in _NEEDS_LIST and isinstance(wanted, list) else [wanted]
    chosen = answer if isinstance(answer, list) else [answer]
    met = any(_same(one, option) for one in chosen for option in options)
    return met if operator in ("eq", "in") else not met


def _same(one, other) -> bool:
    """Equal as JSON values: «có» (true) is not the number 1."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _ordered(one, other) -> bool:
    """Two numbers, or two texts such as ISO dates."""
    if isinstance(one, bool) or isinstance(other, bool):
        return False
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    return numbers or (isinstance(one, str) and isinstance(other, str))
