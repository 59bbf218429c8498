"""`manage.py prepare`: brings the database and everybody's rights up to date and, in a demo, fills it."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Cập nhật cơ sở dữ liệu; khi DEMO=1 thì nạp dữ liệu mẫu (chạy lại không làm mất gì)."
    requires_system_checks = []

    def handle(self, **options):
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO:
            call_command("load_demo")
        call_command("grant_rights")
