"""Rules of the portal itself and of the packages that serve it."""

from config import env

WAGTAIL_SITE_NAME = "Cổng Dịch vụ công BHXH Việt Nam"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"

# Papers that people attach; what is larger or stranger is refused with the limit named.
FILE_MAX_MB = env.number("FILE_MAX_MB", 10)
FILE_MAX_PAGES = 300
FILE_MAX_PHOTOS = 20
FILE_MAX_MEGAPIXELS = 50
CLAMD_SOCKET = env.text("CLAMD_SOCKET")  # without it files are not scanned for viruses
# Nobody but this program reads what people file.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# How many proxies of our own stand before the web process; 0: the connection's address counts.
TRUSTED_PROXY_HOPS = env.number("TRUSTED_PROXY_HOPS", 0)
