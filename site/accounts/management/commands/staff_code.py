"""`manage.py staff_code USERNAME`: a hand-over code for setting up the second factor."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User


class Command(BaseCommand):
    help = "Cấp mã bàn giao để cán bộ thiết lập xác thực hai lớp; thiết bị cũ bị gỡ."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = User.objects.filter(username=username, is_staff=True, is_active=True).first()
        if user is None:
            raise CommandError(f"Không có cán bộ nào tên đăng nhập {username!r} đang hoạt động.")
        self.stdout.write(user.issue_enrolment_code(by=None))
