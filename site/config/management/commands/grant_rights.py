"""`manage.py grant_rights`: editors' groups and staff roles get the rights this version brings."""

from django.core.management.base import BaseCommand

from catalog import roles
from cms import editors


class Command(BaseCommand):
    help = "Cấp quyền mới của phiên bản này cho nhóm biên tập và vai trò (chạy lại không đổi gì)."

    def handle(self, **options):
        editors.set_up()
        for role, rights in roles.give_new_rights().items():
            self.stdout.write(f"{role}: {', '.join(rights)}")
