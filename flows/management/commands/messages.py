"""`manage.py messages`: what the development e-mail and SMS backends delivered."""

import json

from django.core.management.base import BaseCommand

from flows.gateways import mailbox


class Command(BaseCommand):
    help = "In các thư và tin nhắn đã gửi vào hộp thư thử nghiệm, mới nhất trước."

    def add_arguments(self, parser):
        parser.add_argument("--to", default="", help="Chỉ tin gửi tới địa chỉ hoặc số này.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, to, **options):
        found = mailbox.read(to)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for message in found:
            self.stdout.write(
                f"{message['sent_at']}  {message['channel']}  {message['to']}\n"
                f"{message['subject']}\n{message['body']}\n"
            )
