"""Loads the demo once: catalogue, people, pages, dossiers. Running it again changes nothing."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import catalog.demo
from catalog.exchange import workbook
from catalog.models import Procedure
from cms import demo as pages
from flows.papers import defaults
from flows.reports.fold import catch_up
from flows.services.watching import sweep
from home.demo import (
    authority,
    exchange,
    fees,
    form_files,
    lobby,
    partners,
    people,
    publication,
    stories,
    voices,
)

User = get_user_model()

WORKBOOKS = Path(catalog.demo.__file__).parent


class Command(BaseCommand):
    help = "Nạp dữ liệu trình diễn: danh mục, tài khoản, trang cổng, hồ sơ ở mọi tình trạng."

    def handle(self, **options):
        self._catalogue()
        with transaction.atomic():
            defaults.load()
            people.build()
            fees.build()
            if settings.DEMO:
                authority.build()
                authority.register_certificate(User.objects.get(username="congty"))
                leader = User.objects.get(username=stories.SIGNS)
                authority.give_key(leader, pin=people.PASSWORD)
                partners.build()
        self.stdout.write("Tài khoản: xong.")
        pages.build(by=User.objects.get(username="xuatban"))
        form_files.build()
        publication.build()
        self.stdout.write("Trang cổng: xong.")
        stories.build()
        voices.build()
        lobby.build()
        if settings.DEMO:
            exchange.build()
        sweep()
        catch_up()
        self.stdout.write("Hồ sơ: xong.")

    def _catalogue(self):
        if Procedure.objects.exists():
            return
        for name in ("dia-ban.csv", "to-chuc.xlsx", "thu-tuc.xlsx", "to-khai.xlsx"):
            report = workbook.run((WORKBOOKS / name).read_bytes(), name, by=None, apply=True)
            if report.errors:
                raise CommandError(f"Tệp danh mục {name} có dòng sai: {report.errors[:5]}")
            self.stdout.write(f"{name}: thêm {len(report.added)}, đổi {len(report.changed)}.")
