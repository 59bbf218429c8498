"""Prints figures beside their peer and their limit, measured in the same run on this database."""

import json
from importlib import import_module

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import module_has_submodule

from flows.models import IssuedDocument


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
    """What each room measures: `BENCHMARKS` of its `benchmarks`, by name."""
    found = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "benchmarks"):
            module = import_module(f"{config.name}.benchmarks")
            for name, run in getattr(module, "BENCHMARKS", {}).items():
                found[name] = lambda name=name, run=run: result(name, **run())
    return found


BENCHMARKS = all_benchmarks()


class Command(BaseCommand):
    help = "Đo trên cơ sở dữ liệu này: tra cứu, nộp hồ sơ, nhận việc, in phiếu, nhập danh mục, tìm thủ tục…"

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
