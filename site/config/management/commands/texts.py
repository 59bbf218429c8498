"""`manage.py texts`: compiles the translations; `--missing` names what has no English."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import texts

ROOMS = ("catalog", "cms", "flows", "home", "site")


class Command(BaseCommand):
    help = "Biên dịch bản dịch; --missing: nêu câu chữ chưa có bản tiếng Anh."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true")

    def handle(self, *, missing, **options):
        catalogues = sorted(path for root in settings.LOCALE_PATHS for path in root.rglob("*.po"))
        for path in catalogues:
            texts.write_mo(path.with_suffix(".mo"), texts.read_po(path))
        if missing:
            self._name_missing([path for path in catalogues if path.parts[-3] == "en"])

    def _name_missing(self, english: list[Path]) -> None:
        known = set()
        for path in english:
            # A plural form answers for its singular.
            known |= {key.split("\0")[0] for key in texts.read_po(path)}
        lost = {}
        for room in ROOMS:
            for path in (settings.ROOT / room).rglob("*"):
                if path.suffix == ".py" and "migrations" not in path.parts:
                    found = texts.texts_of_code(path)
                elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                    found = texts.texts_of_template(path)
                else:
                    continue
                lost |= {text: path for text in found if text and text not in known}
        for text, path in sorted(lost.items(), key=lambda item: str(item[1])):
            self.stdout.write(f"{path.relative_to(settings.ROOT)}: {text!r}")
        if lost:
            raise CommandError(f"{len(lost)} câu chữ chưa có bản tiếng Anh.")
