from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Dịch vụ cho công dân")

    def ready(self):
        # Tells the figures what ratings add, for the worker too.
        from home import statistics  # noqa: F401
