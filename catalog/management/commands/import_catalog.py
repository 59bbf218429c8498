"""Checks a catalogue workbook or CSV and, when told so, writes it."""

import json
import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from catalog.exchange import workbook
from catalog.exchange.reading import UnreadableFile
from catalog.exchange.report import Report


class Command(BaseCommand):
    help = "Kiểm tra tệp danh mục (.xlsx, .csv); với --apply thì ghi tất cả hoặc không ghi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="ghi vào danh mục")
        parser.add_argument("--by", default="", help="tên đăng nhập của người nhập")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *, file: Path, apply: bool, by: str, **options):
        user = get_user_model().objects.filter(username=by).first() if by else None
        if by and user is None:
            raise CommandError(f"Không có người dùng «{by}».")
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được tệp: {error.strerror}.") from error
        try:
            report = workbook.run(data, file.name, by=user, apply=apply)
        except UnreadableFile as error:
            report = Report()
            report.errors.append(
                {"sheet": "", "row": 0, "column": "", "cell": "", "message": str(error)}
            )
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self._print(report)
        if report.errors:
            sys.exit(1)

    def _print(self, report: Report) -> None:
        for error in report.errors:
            place = f"{error['sheet']}!{error['cell'] or error['row']} {error['column']}".strip()
            self.stderr.write(self.style.ERROR(f"{place}: {error['message']}"))
        for code in report.added:
            self.stdout.write(f"+ {code}")
        for change in report.changed:
            self.stdout.write(
                f"~ {change['code']} {change['field']}: {change['old']!r} → {change['new']!r}"
            )
        done = f"đã áp dụng, lần nhập số {report.import_id}" if report.applied else "chưa ghi gì"
        self.stdout.write(
            f"Thêm {len(report.added)}, đổi {len(report.changed)}, giữ nguyên {report.unchanged}, "
            f"lỗi {len(report.errors)}: {done}."
        )
