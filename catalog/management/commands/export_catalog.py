"""Writes the whole catalogue as one workbook, or the empty template of it."""

from pathlib import Path

from django.core.management.base import BaseCommand

from catalog.exchange import book


class Command(BaseCommand):
    help = "Xuất toàn bộ danh mục ra một sổ tính .xlsx; --template: sổ tính mẫu để điền."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--template", action="store_true", help="sổ tính mẫu, không có dữ liệu")

    def handle(self, *, file: Path, template: bool, **options):
        file.write_bytes(book.template() if template else book.catalogue())
        self.stdout.write(f"Đã ghi {file}.")
