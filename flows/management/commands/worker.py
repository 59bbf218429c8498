"""`manage.py worker`: keeps promises and runs the periodic works until it is told to stop."""

import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError
from django.utils.module_loading import autodiscover_modules

from flows.effects.outbox import keep_due
from flows.effects.sweeps import beat, run_due_sweeps

POLL_SECONDS = 0.5
BEAT_EVERY = 10  # rounds


class Command(BaseCommand):
    help = (
        "Gửi thông báo, lập giấy tờ và làm các việc định kỳ. --once: làm hết việc đến hạn rồi dừng."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")

    def handle(self, *, once, **options):
        autodiscover_modules("sweeps")
        if once:
            run_due_sweeps()
            while keep_due():
                pass
            beat()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        rounds = 0
        while not stop.is_set():
            kept = 0
            try:
                if rounds % BEAT_EVERY == 0:
                    beat()
                    run_due_sweeps()
                kept = keep_due()
            except (OperationalError, InterfaceError) as error:
                # The database restarts or is busy: what was claimed comes back when its lease ends.
                self.stderr.write(f"worker: {type(error).__name__}, thử lại sau giây lát")
            close_old_connections()
            rounds += 1
            if not kept:
                stop.wait(POLL_SECONDS)
