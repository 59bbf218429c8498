"""`manage.py backup_done PLACE`: notes a run of another backup tool, good or failed."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from flows.models import Backup


class Command(BaseCommand):
    help = "Ghi nhận một lần sao lưu do công cụ khác làm (pgBackRest, ảnh chụp ổ đĩa…)."

    def add_arguments(self, parser):
        parser.add_argument("place", help="Nơi lưu hoặc tên bản sao lưu.")
        parser.add_argument("--bytes", type=int, help="Dung lượng, tính bằng byte.")
        parser.add_argument("--failed", default="", help="Vì sao hỏng, nếu hỏng.")

    def handle(self, *, place: str, failed: str, **options):
        Backup.objects.create(place=place[:300], size=options["bytes"], problem=failed[:500])
        self.stdout.write(_("Đã ghi nhận."))
