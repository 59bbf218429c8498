"""`manage.py staff_code USERNAME --reason …`: a hand-over code for setting up the second factor."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import handing_over
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Cấp mã bàn giao để cán bộ thiết lập xác thực hai lớp; việc cấp được ghi nhật ký và báo cho "
        "cán bộ và các quản trị viên. Cán bộ đã có xác thực hai lớp thì cần hai quản trị viên."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="vì sao cấp bằng dòng lệnh")

    def handle(self, *, username, reason, **options):
        user = User.objects.filter(username=username, is_staff=True, is_active=True).first()
        if user is None:
            raise CommandError(f"Không có cán bộ nào tên đăng nhập {username!r} đang hoạt động.")
        try:
            self.stdout.write(handing_over.from_command_line(user, reason=reason))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
