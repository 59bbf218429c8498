"""The demo's accounts, for people and for scripts."""

import json

from django.core.management.base import BaseCommand

from home.demo import people


class Command(BaseCommand):
    help = "In các tài khoản trình diễn: vai trò, tên đăng nhập, mật khẩu, khóa mã 6 số."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="In dạng JSON.")

    def handle(self, **options):
        rows = people.accounts()
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(
                f"{row['role']:18} {row['username']:16} {row['password']:16} "
                f"{row['totp_secret'] or '-':34} {row['agency'] or ''}"
            )
