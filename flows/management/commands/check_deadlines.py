"""Warns, escalates and stops what is due; the worker does the same by itself."""

from django.core.management.base import BaseCommand

from flows.services.watching import sweep


class Command(BaseCommand):
    help = "Nhắc việc sắp đến hạn, báo việc quá hạn, dừng hồ sơ không được bổ sung trong hạn."

    def handle(self, **options):
        done = sweep()
        self.stdout.write(
            f"Đã nhắc {done.warned}, báo quá hạn {done.escalated}, dừng {done.stopped} hồ sơ."
        )
