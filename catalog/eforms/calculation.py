"""Answers that the form works out itself: money, counts, lengths of time, sums over a table.

A formula is written with question keys: «so_thang(ky) * muc_dong * 22 / 100», «tong(bang.so_tien)».
It is read by this file alone, never run as code. What is not answered yet gives no result.
"""

import ast
import datetime
from collections.abc import Callable, Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from django.utils.translation import gettext as _

from . import dates
from .conditions import is_filled

LONGEST = 400
_DEEPEST = 20
_MOST = Decimal(10) ** 15


class Unreadable(ValueError):
    """The formula is malformed; the text says where, for the editor."""


class _Unknown(Exception):
    """An operand has no answer yet, or the result has no meaning."""


def value(formula: str, answers: Mapping, *, decimals: int = 0) -> int | float | None:
    """The result over the answers, rounded half up to `decimals` places; None when there is none."""
    try:
        result = _number(_evaluate(read(formula), answers))
        rounded = result.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    except (_Unknown, Unreadable, DecimalException):
        return None
    if abs(rounded) > _MOST:
        return None
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def of(question, answers: Mapping) -> int | float | None:
    """The value of a calculated question."""
    rules = question.rules if isinstance(question.rules, Mapping) else {}
    places = rules.get("decimals", 0)
    return value(
        str(rules.get("formula", "")), answers, decimals=places if isinstance(places, int) else 0
    )


def faults(formula, known: Mapping[str, Collection[str]]) -> list[str]:
    """What an editor must put right; `known` are earlier questions with their columns."""
    try:
        tree = read(formula if isinstance(formula, str) else "")
    except Unreadable as error:
        return [str(error)]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr not in known.get(node.value.id, ()):
                found.append(_("Không có cột “%s” ở phía trước.") % f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Name) and node.id not in known and node.id not in FUNCTIONS:
            found.append(_("Không có câu hỏi “%s” ở phía trước để tính.") % node.id)
    return found


def read(formula: str) -> ast.expr:
    """The formula as a tree of sums, products, keys and known functions; Unreadable otherwise."""
    if not formula.strip():
        raise Unreadable(_("Viết công thức ở phần kiểm tra, ví dụ «formula = so_luong * don_gia»."))
    if len(formula) > LONGEST:
        raise Unreadable(_("Công thức dài quá %d ký tự.") % LONGEST)
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Unreadable(_("Công thức viết sai: %s") % formula) from None
    _accept(tree, 0)
    return tree


def _accept(node: ast.expr, depth: int) -> None:
    inner: list[ast.expr] = []
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            pass
        case ast.Name():
            pass
        case ast.Attribute(value=ast.Name()):
            pass
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = [operand]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            inner = [left, right]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            if len(args) not in FUNCTIONS[name][0]:
                raise Unreadable(_("Hàm “%s” có số thành phần không đúng.") % name)
            inner = args
        case _:
            raise Unreadable(
                _("Công thức chỉ gồm số, khóa câu hỏi, + - * / ( ) và các hàm: %s.")
                % ", ".join(FUNCTIONS)
            )
    if depth > _DEEPEST:
        raise Unreadable(_("Công thức lồng quá nhiều tầng; hãy tách thành nhiều câu hỏi."))
    for each in inner:
        _accept(each, depth + 1)


def _evaluate(node: ast.expr, answers: Mapping):
    """A number, or the stored answer that a function is to read."""
    match node:
        case ast.Constant():
            return Decimal(str(node.value))
        case ast.Name(id=key):
            return answers.get(key)
        case ast.Attribute(value=ast.Name(id=key), attr=column):
            rows = answers.get(key)
            rows = rows if isinstance(rows, list) else []
            return [row.get(column) for row in rows if isinstance(row, Mapping)]
        case ast.UnaryOp(operand=operand):
            return -_number(_evaluate(operand, answers))
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = (_number(_evaluate(each, answers)) for each in (left, right))
            if isinstance(operator, ast.Div):
                if not other:
                    raise _Unknown
                return one / other
            if isinstance(operator, ast.Mult):
                return one * other
            return one + other if isinstance(operator, ast.Add) else one - other
        case ast.Call(func=ast.Name(id=name), args=args):
            return FUNCTIONS[name][1](*(_evaluate(each, answers) for each in args))
    raise _Unknown


def _number(answer) -> Decimal:
    if isinstance(answer, Decimal):
        return answer
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return Decimal(str(answer))
    raise _Unknown


def _sum(column) -> Decimal:
    """Over the rows that have the number; a table without rows adds up to nothing."""
    if not isinstance(column, list):
        raise _Unknown
    return sum((_number(each) for each in column if is_filled(each)), Decimal(0))


def _count(rows) -> Decimal:
    if not isinstance(rows, list):
        raise _Unknown
    return Decimal(sum(is_filled(each) for each in rows))


def _ends(*answers) -> tuple[datetime.date, datetime.date]:
    """First and last day of a period answer, or of two date answers."""
    if len(answers) == 1:
        period = answers[0] if isinstance(answers[0], Mapping) else {}
        answers = (period.get("from"), period.get("to"))
    first, last = (dates.first_day(each) for each in answers)
    if first is None or last is None or first > last:
        raise _Unknown
    return first, last


def _days(*answers) -> Decimal:
    """Days of a period, its first and last day counted."""
    first, last = _ends(*answers)
    return Decimal((last - first).days + 1)


def _months(*answers) -> Decimal:
    """Months of a period, its first and last month counted, as contributions are."""
    first, last = _ends(*answers)
    return Decimal((last.year - first.year) * 12 + last.month - first.month + 1)


def _years(*answers) -> Decimal:
    """Whole years between two dates: an age."""
    first, last = _ends(*answers)
    return Decimal(last.year - first.year - ((last.month, last.day) < (first.month, first.day)))


# name: (how many arguments, function)
FUNCTIONS: dict[str, tuple[Collection[int], Callable]] = {
    "tong": ((1,), _sum),
    "dem": ((1,), _count),
    "so_ngay": ((1, 2), _days),
    "so_thang": ((1, 2), _months),
    "so_nam": ((1, 2), _years),
    "nho_nhat": ((2, 3, 4), lambda *each: min(map(_number, each))),
    "lon_nhat": ((2, 3, 4), lambda *each: max(map(_number, each))),
}
