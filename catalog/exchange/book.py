"""The catalogue as one workbook: the empty template, and everything that stands, in the same shape.

Always in Vietnamese, whatever the language of who downloads it: files go from hand to hand.
"""

from collections.abc import Iterator

from django.core.exceptions import FieldDoesNotExist
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.widgets import ManyToManyWidget

from catalog.exchange.cells import (
    ChoiceCell,
    DateCell,
    ListCell,
    NumberCell,
    Reference,
    TimeCell,
    YesNoCell,
)
from catalog.exchange.context import Context, resource_for
from catalog.exchange.samples import SAMPLE, SAMPLES
from catalog.exchange.subjects import SUBJECTS
from catalog.exchange.writing import Column, Page, workbook

_LONGEST_LIST = 500


def template() -> bytes:
    """An empty workbook to fill in: a sheet per subject, each with a sample row."""
    with translation.override("vi"):
        return workbook(_pages(Context(), filled=False))


def catalogue() -> bytes:
    """The whole catalogue in the shape of the template: imported again it changes nothing."""
    with translation.override("vi"):
        return workbook(_pages(Context(), filled=True))


def _pages(context: Context, *, filled: bool) -> Iterator[Page]:
    resources = [subject(context) for subject in SUBJECTS if subject.names_rows]
    pages = [_page(resource, filled=filled) for resource in resources]
    yield _guide(pages)
    yield from pages


def _page(resource, *, filled: bool) -> Page:
    columns = columns_of(resource)
    if filled:
        return Page(resource.sheet[1], columns, resource.lines())
    values = SAMPLES.get(resource.sheet[0], {})
    sample = [values.get(field.column_name, "") for field in resource.get_export_fields()]
    sample[0] = f"{SAMPLE} {sample[0]}"
    return Page(resource.sheet[1], columns, [], sample=sample)


def columns_of(resource) -> list[Column]:
    """Heading, explanation and value list of every column of a subject."""
    return [
        _column(resource, name, field)
        for name, field in zip(
            resource.get_export_order(), resource.get_export_fields(), strict=True
        )
    ]


def _column(resource, name: str, field) -> Column:
    needed = field.column_name in resource._meta.import_id_fields
    help_text = ""
    try:
        model_field = resource._meta.model._meta.get_field(field.attribute)
        told = getattr(field.widget, "told", None)
        help_text = str(model_field.help_text if told is None else told)
        needed = needed or not (model_field.blank or model_field.null or model_field.has_default())
    except FieldDoesNotExist:
        pass  # a column that only tells the way to the row
    kind, allowed = _values(field.widget)
    parts = [_("Bắt buộc.") if needed else "", help_text, kind]
    return Column(resource.label(name), " ".join(filter(None, parts)), allowed, needed)


def _values(widget) -> tuple[str, list[str]]:
    """What a cell of this kind holds, in words, and as a list where it must be one of a few."""
    if isinstance(widget, YesNoCell):
        return _("«có» hoặc «không»."), ["có", "không"]
    if isinstance(widget, ChoiceCell):
        told = "; ".join(f"{value} = {label}" for value, label in widget.choices)
        if isinstance(widget, ListCell):
            return _("Một hoặc nhiều giá trị, cách nhau bằng dấu chấm phẩy: %s.") % told, []
        return _("Một trong: %s.") % told, [str(value) for value, _label in widget.choices]
    if isinstance(widget, ManyToManyWidget):
        what = widget.model._meta.verbose_name
        return _("Mã của %s, cách nhau bằng dấu chấm phẩy.") % what, []
    if isinstance(widget, Reference):
        return _("Mã của %s.") % widget.model._meta.verbose_name, _codes(widget)
    if isinstance(widget, DateCell):
        return _("Ngày/tháng/năm."), []
    if isinstance(widget, TimeCell):
        return _("Giờ:phút."), []
    if isinstance(widget, NumberCell):
        return _("Số nguyên."), []
    return "", []


def _codes(widget: Reference) -> list[str]:
    if len(resource_for(widget.model).key) > 1:
        return []
    rows = widget.context.rows(widget.model).values()
    codes = [widget.context.code_of(row) for row in rows]
    return sorted(codes) if len(codes) <= _LONGEST_LIST else []


def _guide(pages: list[Page]) -> Page:
    """The first sheet: what each column is for. An import leaves it out."""
    rows = [
        ["", "", _("Mỗi trang là một danh mục; dòng 1 là tên cột, thứ tự cột tùy ý. Cột nền nâu là bắt buộc.")],
        ["", "", _("Dòng bắt đầu bằng «%s» là ví dụ, không được nhập. Có thể để lại hoặc xóa đi.") % SAMPLE],
        ["", "", _("Muốn xóa một dòng đang có: thêm cột «Xóa» và ghi «có». Không cần gửi những trang không đổi.")],
        [],
    ]  # fmt: skip
    for page in pages:
        rows += [[page.name, column.heading, column.note] for column in page.columns]
    headings = [
        Column(_("Trang"), wide=26),
        Column(_("Cột"), wide=30),
        Column(_("Nội dung"), wide=100),
    ]
    return Page(_("Hướng dẫn"), headings, rows)
