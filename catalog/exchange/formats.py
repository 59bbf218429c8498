"""The two file formats of the import and export screens, read and written by our own safe means."""

import tablib
from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import Format

from catalog.exchange import reading, writing


class _SafeFormat(Format):
    suffix = ""

    def __init__(self, encoding=None):
        self.encoding = encoding

    def get_extension(self):
        return self.suffix

    def can_import(self):
        return True

    def can_export(self):
        return True

    def create_dataset(self, in_stream, **kwargs):
        """The first sheet as a dataset; raises UnreadableFile with a text for people."""
        sheets = reading.read(in_stream, f"tep.{self.suffix}")
        if not sheets:
            raise reading.UnreadableFile(_("Tệp không có dòng nào."))
        dataset = tablib.Dataset(headers=sheets[0].headings)
        for row in sheets[0].rows:
            dataset.append([row.values.get(heading, "") for heading in sheets[0].headings])
        return dataset


class SafeXLSX(_SafeFormat):
    suffix = "xlsx"
    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def get_title(self):
        return "xlsx"

    def get_content_type(self):
        return self.CONTENT_TYPE

    def export_data(self, dataset, **kwargs):
        rows = [list(row) for row in dataset]
        columns = [writing.Column(heading) for heading in dataset.headers]
        return writing.workbook([writing.Page(str(_("Danh mục")), columns, rows)])


class SafeCSV(_SafeFormat):
    suffix = "csv"

    def get_title(self):
        return "csv"

    def get_content_type(self):
        return "text/csv; charset=utf-8"

    def export_data(self, dataset, **kwargs):
        return writing.comma_separated(dataset.headers, [list(row) for row in dataset])
