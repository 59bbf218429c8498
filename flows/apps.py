from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlowsConfig(AppConfig):
    name = "flows"
    verbose_name = _("Một cửa điện tử")

    def ready(self):
        from flows import routings  # noqa: F401  registers the flow classes before any is looked up
