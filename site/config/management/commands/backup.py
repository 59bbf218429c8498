"""`manage.py backup DIR`: database, files and the keys' fingerprints, with a manifest of hashes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import backup


class Command(BaseCommand):
    help = "Sao lưu tất cả (cơ sở dữ liệu, tệp, dấu vân của khóa) vào một thư mục trống."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--verify", action="store_true", help="Đọc lại bản sao lưu đã có trong thư mục này."
        )

    def handle(self, *, folder: Path, verify: bool, **options):
        try:
            made = (backup.verify_again if verify else backup.make)(folder)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        told = (
            _(
                "Bản sao lưu nguyên vẹn: %(rows)d dòng của %(tables)d bảng và %(files)d tệp trong %(folder)s."
            )
            if verify
            else _("Đã sao lưu %(rows)d dòng của %(tables)d bảng và %(files)d tệp vào %(folder)s.")
        )
        self.stdout.write(
            told
            % {
                "rows": sum(made["tables"].values()),
                "tables": len(made["tables"]),
                "files": len(made["files"]),
                "folder": folder,
            }
        )
