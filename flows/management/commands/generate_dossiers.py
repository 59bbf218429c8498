"""`manage.py generate_dossiers N`: realistic synthetic load for benchmarks, in bulk."""

import time

from django.core.management.base import BaseCommand, CommandError

from flows.reports import fold
from flows.synthesis import making


class Command(BaseCommand):
    help = (
        "Sinh N hồ sơ giả lập (tên, thủ tục, quá trình xử lý) để đo tải; không dùng dữ liệu thật."
    )

    def add_arguments(self, parser):
        parser.add_argument("count", type=int, metavar="N")
        parser.add_argument(
            "--days", type=int, default=180, help="Nộp trong bao nhiêu ngày gần đây."
        )
        parser.add_argument("--seed", type=int, help="Để sinh lại đúng như lần trước.")

    def handle(self, *, count, days, seed, **options):
        if count < 1 or days < 1:
            raise CommandError("Số hồ sơ và số ngày phải từ 1 trở lên.")
        begun = time.monotonic()
        try:
            for made in making.generate(count, days=days, seed=seed):
                speed = made / (time.monotonic() - begun)
                self.stdout.write(f"{made}/{count} hồ sơ, {speed:.0f} hồ sơ/giây")
                fold.catch_up()
        except making.NothingToFile:
            raise CommandError(
                "Chưa có thủ tục nào đang hiệu lực mà cơ quan tiếp nhận được; hãy nạp danh mục trước."
            ) from None
