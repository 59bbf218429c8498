"""Rules of the portal itself and of the packages that serve it."""

WAGTAIL_SITE_NAME = "Cổng Dịch vụ công BHXH Việt Nam"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
