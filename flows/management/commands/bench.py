"""Prints figures beside their peer and their limit, measured in the same run on this database."""

import json
import time
from importlib import import_module

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.module_loading import module_has_submodule

from catalog.exchange import figures
from flows import tracking
from flows.audit import verify
from flows.models import Dossier, IssuedDocument, JournalEntry
from flows.papers import rendering

ROUNDS = 5


def best(work, times: int) -> float:
    """CPU milliseconds of one call, the best of several rounds."""
    rounds = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        for _time in range(times):
            work()
        rounds.append((time.process_time() - begun) * 1000 / times)
    return min(rounds)


def lookup() -> dict:
    """The public look-up of Article 12 by code; goal: three times the lazily written one."""
    dossier = Dossier.objects.latest("pk")

    def peer():
        found = Dossier.objects.get(code=dossier.code)
        return found.current_agency.name, found.current_department.name, found.procedure.name

    def limit():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT d.code, a.name, d.received_at, d.due_at, d.state FROM flows_dossier d "
                "JOIN catalog_agency a ON a.id = d.current_agency_id WHERE d.code_folded = %s",
                [dossier.code_folded],
            )
            return cursor.fetchone()

    ours = best(lambda: tracking.lookup(dossier.code, dossier.check_code), 50)
    return result("lookup", "ms CPU", ours, best(peer, 50), best(limit, 50), lower=True, goal=1)


def slip() -> dict:
    """A slip as PDF with its QR by the kept compiler, beside the first one of a new process."""
    issued = IssuedDocument.objects.select_related("template").latest("pk")

    def compile_it():
        rendering.compile_pdf(
            issued.template.source, issued.data, token=issued.token, at=issued.issued_at
        )

    begun = time.process_time()
    compile_it()
    first = (time.process_time() - begun) * 1000
    ours = best(compile_it, 5)
    return result("slip", "ms CPU", ours, first, None, lower=True, goal=1)


def journal() -> dict:
    """Entries verified a second; goal: 20,000."""
    count = JournalEntry.objects.count()
    seconds = best(verify.everything, 1) / 1000
    return result("journal", "entries/s", count / seconds, None, None, lower=False, goal=20_000)


def catalogue_import() -> dict:
    """20,000 rows checked, compared and applied, beside import-export's defaults; goal: 50 times."""
    found = figures.measure()
    return result("import", "rows/s", found.ours, found.peer, found.limit, lower=False, goal=50)


def result(name, unit, ours, peer, limit, *, lower: bool, goal=None, at_most=None) -> dict:
    """`goal` is a ratio to the peer where there is one, else a figure of its own; `at_most` is absolute."""

    def ratio(other):
        if not other:
            return None
        return round(other / ours if lower else ours / other, 2)

    reached = ratio(peer) if peer else ours
    return {
        "name": name,
        "unit": unit,
        "ours": round(ours, 2),
        "peer": peer and round(peer, 2),
        "limit": limit and round(limit, 2),
        "ratio_to_peer": ratio(peer),
        "ratio_to_limit": ratio(limit),
        "goal": at_most or goal,
        "met": ours <= at_most if at_most else reached >= goal,
    }


def all_benchmarks() -> dict:
    """Ours by name, and what other rooms measure: `BENCHMARKS` of their `benchmarks.py`."""
    found = {"lookup": lookup, "slip": slip, "journal": journal, "import": catalogue_import}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "benchmarks"):
            module = import_module(f"{config.name}.benchmarks")
            for name, run in getattr(module, "BENCHMARKS", {}).items():
                found[name] = lambda name=name, run=run: result(name, **run())
    return found


BENCHMARKS = all_benchmarks()


class Command(BaseCommand):
    help = "Đo trên cơ sở dữ liệu này: tra cứu, in phiếu, kiểm tra nhật ký, nhập danh mục, tìm thủ tục."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="In dạng JSON.")
        parser.add_argument("--only", choices=BENCHMARKS, help="Chỉ đo một việc.")

    def handle(self, *, only, **options):
        if not IssuedDocument.objects.exists():
            raise CommandError("Chưa có hồ sơ nào để đo; hãy chạy make run hoặc load_demo trước.")
        rows = [run() for name, run in BENCHMARKS.items() if only in (None, name)]
        if options["json"]:
            self.stdout.write(json.dumps({"results": rows}, ensure_ascii=False))
            return
        self.stdout.write(
            f"{'việc':10}{'đơn vị':12}{'ta':>12}{'đối chiếu':>12}{'giới hạn':>12}  đạt"
        )
        for row in rows:
            self.stdout.write(
                f"{row['name']:10}{row['unit']:12}{row['ours']:>12}{row['peer'] or '–':>12}"
                f"{row['limit'] or '–':>12}  {'có' if row['met'] else 'chưa'}"
            )
