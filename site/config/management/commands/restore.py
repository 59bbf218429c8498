"""`manage.py restore DIR`: puts a backup back, verified before and after."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import backup


class Command(BaseCommand):
    help = "Phục hồi từ thư mục sao lưu; kiểm tra từng tệp, số dòng và chuỗi nhật ký."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="Thay thế dữ liệu đang có của cơ sở dữ liệu này."
        )

    def handle(self, *, folder: Path, replace: bool, **options):
        try:
            remarks = backup.restore(folder, replace=replace)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        for remark in remarks:
            self.stderr.write(remark)
        self.stdout.write(_("Đã phục hồi và kiểm tra xong."))
