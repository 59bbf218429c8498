"""Signs a declaration with a demo organisation's certificate; refused without DEMO=1."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from home.demo import authority

User = get_user_model()


class Command(BaseCommand):
    help = "Ký thử một tờ khai PDF hoặc XML bằng chứng thư dùng thử của tổ chức (chỉ khi DEMO=1)."

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path)
        parser.add_argument("target", type=Path)
        parser.add_argument("--as", dest="username", default="congty")

    def handle(self, *, source, target, username, **options):
        if not settings.DEMO:
            raise CommandError("Lệnh này chỉ dùng khi DEMO=1.")
        user = User.objects.filter(username=username, kind=User.Kind.ORGANISATION).first()
        if user is None:
            raise CommandError(f"Không có tài khoản tổ chức «{username}».")
        authority.build()
        content = source.read_bytes()
        sign = authority.sign if content.startswith(b"%PDF-") else authority.sign_xml
        signed = sign(content, name=user.full_name, tax_code=user.tax_code)
        target.write_bytes(signed)
        self.stdout.write(f"Đã ký: {target}")
