from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Trang cổng dịch vụ công")

    def ready(self):
        from cms import publishing, purging  # noqa: F401  the first registers its checks

        purging.connect()
