"""The console's admin site."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class ConsoleSite(AdminSite):
    site_header = _("Một cửa điện tử BHXH Việt Nam")
    site_title = _("Một cửa điện tử")
    index_title = _("Bàn làm việc")
