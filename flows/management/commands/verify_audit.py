"""Recomputes the chain of the journal and its daily anchors."""

import json
import sys

from django.core.management.base import BaseCommand

from flows.audit import verify


class Command(BaseCommand):
    help = "Kiểm tra chuỗi nhật ký; thoát với mã 1 và nêu mắt xích hỏng đầu tiên."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")

    def handle(self, **options):
        checked, broken = verify.everything()
        if options["json"]:
            first = vars(broken) if broken else None
            self.stdout.write(
                json.dumps({"entries": checked, "valid": not broken, "first_broken": first})
            )
        elif broken:
            self.stdout.write(
                f"Hỏng tại hồ sơ {broken.dossier}, mục {broken.seq}: {broken.reason}."
            )
        else:
            self.stdout.write(f"Nguyên vẹn: {checked} mục nhật ký.")
        if broken:
            sys.exit(1)
