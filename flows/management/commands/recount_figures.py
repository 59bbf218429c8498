"""`manage.py recount_figures`: proves that the summaries equal a direct count, or repairs them."""

import json
import sys

from django.core.management.base import BaseCommand

from flows.reports import recount


class Command(BaseCommand):
    help = "Đếm lại số liệu từ hồ sơ; thoát với mã 1 khi bảng cộng dồn sai khác. --repair: sửa lại."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="Sửa bảng cộng dồn cho đúng.")
        parser.add_argument("--json", action="store_true", help="In kết quả dạng JSON.")

    def handle(self, *, repair, **options):
        if repair:
            self.stdout.write(f"Đã sửa {recount.repair()} ô.")
            return
        wrong = recount.differences()
        if options["json"]:
            cells = [{"cell": list(cell), "difference": n} for cell, n in sorted(wrong.items())]
            self.stdout.write(json.dumps({"difference": len(wrong), "cells": cells[:100]}))
        else:
            self.stdout.write(f"Sai khác: {len(wrong)} ô.")
            for cell, number in sorted(wrong.items())[:20]:
                self.stdout.write(f"  {' '.join(map(str, cell))}: {number:+d}")
        if wrong:
            sys.exit(1)
