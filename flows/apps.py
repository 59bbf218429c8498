from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlowsConfig(AppConfig):
    name = "flows"
    verbose_name = _("Một cửa điện tử")

    def ready(self):
        # Registers flow classes and keepers of promises before any is looked up.
        from flows import effects, papers, routings  # noqa: F401
        from flows.effects import revocation  # noqa: F401
        from flows.services import batching, disposing, paying, posting, refunding, rehearsing  # noqa: F401
