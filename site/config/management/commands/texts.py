"""`manage.py texts`: compiles the translations; `--missing` names what has no English, or no use."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import texts

ROOMS = ("catalog", "cms", "flows", "home", "site")


class Command(BaseCommand):
    help = (
        "Biên dịch bản dịch; --missing: nêu câu chữ chưa có bản tiếng Anh, bản dịch không còn dùng."
    )
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
        # A plural form answers for its singular.
        known = {key.split("\0")[0] for path in english for key in texts.read_po(path)} - {""}
        used = self._used()
        lost, idle = used.keys() - known, known - used.keys()
        for text in sorted(lost, key=lambda text: (str(used[text]), text)):
            self.stdout.write(f"{used[text].relative_to(settings.ROOT)}: {text!r}")
        for text in sorted(idle):
            self.stdout.write(f"không còn dùng: {text!r}")
        if lost or idle:
            raise CommandError(
                f"{len(lost)} câu chữ chưa có bản tiếng Anh, {len(idle)} bản dịch không còn dùng."
            )

    @staticmethod
    def _used() -> dict[str, Path]:
        """Every text of our rooms and a file that says it."""
        used = {}
        for room in ROOMS:
            for path in (settings.ROOT / room).rglob("*"):
                if path.suffix == ".py" and "migrations" not in path.parts:
                    found = texts.texts_of_code(path)
                elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                    found = texts.texts_of_template(path)
                else:
                    continue
                used |= {text: path for text in found if text}
        return used
