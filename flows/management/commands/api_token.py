"""`manage.py api_token SYSTEM`: joins the system when it is new and prints a token for it, once."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from catalog.models import Procedure, Role
from catalog.open_data import agency_by
from flows.models import ClientSystem, Token
from flows.models.partner import network
from flows.partners import systems


class Command(BaseCommand):
    help = "Cấp mã truy cập API cho một hệ thống kết nối; mã chỉ in ra một lần."

    def add_arguments(self, parser):
        parser.add_argument("system", help="mã hệ thống, ví dụ tst")
        parser.add_argument("--name", default="", help="tên, khi là hệ thống mới")
        parser.add_argument("--email", default="", help="thư điện tử đầu mối, khi là hệ thống mới")
        parser.add_argument("--right", action="append", required=True, choices=Token.Right.values)
        parser.add_argument("--role", action="append", default=[], help="vai trò trong quy trình")
        parser.add_argument("--agency", action="append", default=[], help="không ghi: mọi cơ quan")
        parser.add_argument(
            "--procedure", action="append", default=[], help="không ghi: mọi thủ tục"
        )
        parser.add_argument("--network", action="append", default=[], help="không ghi: từ mọi nơi")
        parser.add_argument("--all-dossiers", action="store_true", help="cả hồ sơ do nơi khác nộp")
        parser.add_argument("--days", type=int, default=365)

    @transaction.atomic
    def handle(self, **options):
        system = self._system(options)
        roles = [self._one(Role.objects.filter(code=code), code) for code in options["role"]]
        system.roles.add(*roles)
        token = Token(
            system=system,
            rights=sorted(set(options["right"])),
            every_agency=not options["agency"],
            every_procedure=not options["procedure"],
            only_own=not options["all_dossiers"],
            networks=[network(text) for text in options["network"]],
            expires_at=timezone.now() + datetime.timedelta(days=options["days"]),
        )
        text = systems.make_token(token, by=None)
        token.agencies.set(agency_by(code) or self._missing(code) for code in options["agency"])
        token.procedures.set(
            self._one(Procedure.objects.filter(code=code), code) for code in options["procedure"]
        )
        self.stdout.write(text)

    def _system(self, options) -> ClientSystem:
        found = ClientSystem.objects.filter(code=options["system"]).first()
        if found:
            return found
        if not options["email"]:
            raise CommandError("Hệ thống mới cần --email của đầu mối.")
        name = options["name"] or options["system"]
        return systems.join(
            ClientSystem(code=options["system"], name=name, contact_email=options["email"])
        )

    def _one(self, found, code: str):
        return found.first() or self._missing(code)

    def _missing(self, code: str):
        raise CommandError(f"Không có mã này: {code}.")
