"""Takes one import back: the catalogue is again what it was before."""

from django.core.management.base import BaseCommand, CommandError

from catalog.exchange import history
from catalog.models import CatalogImport


class Command(BaseCommand):
    help = "Hoàn tác một lần nhập danh mục."

    def add_arguments(self, parser):
        parser.add_argument("import_id", type=int)

    def handle(self, *, import_id: int, **options):
        done = CatalogImport.objects.filter(pk=import_id).first()
        if done is None:
            raise CommandError(f"Không có lần nhập số {import_id}.")
        try:
            history.roll_back(done)
        except history.CannotRollBack as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã hoàn tác lần nhập số {import_id} ({done.filename}).")
