"""`manage.py smpp`: hears the operator's message centre until it is told to stop."""

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from flows.gateways import smpp
from flows.partners import sms_centre


class Command(BaseCommand):
    help = "Nghe tổng đài SMS qua SMPP: báo phát của tin đi và tin tra cứu của người dân."

    def handle(self, **options):
        if not settings.SMS_URL.startswith(("smpp://", "smpps://")):
            raise CommandError("SMS_URL không phải smpp://…; tin đến qua /api/v1/sms/inbound.")
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        smpp.listen(stop, told=sms_centre.told, asked=sms_centre.asked, alive=sms_centre.alive)
