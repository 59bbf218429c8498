"""Rules of the portal itself and of the packages that serve it."""

from django.core.exceptions import ImproperlyConfigured

from config import env

from .base import BASE_URL, DEMO

WAGTAIL_SITE_NAME = "Cổng Dịch vụ công BHXH Việt Nam"
# As dates are typed here: a day typed first in Wagtail's own ISO order became «now» without a word.
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "two_factor:login"
# The editor asks nobody outside: no avatars by e-mail hash, no look for releases.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Its answer puts the comments the server knows in place of all on the page: one written while a
# draft is on its way would be lost without a word.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Without these codes any member of staff could import into and export every table.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.MediaStorage"

# Papers that people attach; what is larger or stranger is refused with the limit named.
FILE_MAX_MB = env.number("FILE_MAX_MB", 10)
# Private networks that webhooks may call, e.g. 10.20.0.0/16; everything public may be called by https.
WEBHOOK_NETWORKS = env.words("WEBHOOK_NETWORKS")
# The exchange with the National Public Service Portal: its adapter's address (…/forward), our account there,
# our unit's identifier and the destination's. Without an address nothing is told (DEMO: into the mailbox).
NATIONAL_URL = env.text("NATIONAL_URL").rstrip("/")
NATIONAL_USER = env.text("NATIONAL_USER")
NATIONAL_PASSWORD = env.text("NATIONAL_PASSWORD")
NATIONAL_UNIT = env.text("NATIONAL_UNIT", "000.00.00.G24")
NATIONAL_TARGET = env.text("NATIONAL_TARGET", "VN:GOV:000.00.00.G22:vpcpdvcprovider")
# The code of the connected system under which the national portal files dossiers with us.
NATIONAL_SYSTEM = env.text("NATIONAL_SYSTEM", "dvcqg")
# How long a message to or from another system may wait before the operators are told.
EXCHANGE_ALARM_MINUTES = env.number("EXCHANGE_ALARM_MINUTES", 10)
# After how many hours without a good backup the operators are warned; after twice that it is an alarm.
BACKUP_MAX_HOURS = env.number("BACKUP_MAX_HOURS", 26)
API_MAX_MB = env.number("API_MAX_MB", 40)  # one request of a known system, files included
# A workbook of an organisation that files many dossiers at once: how many rows; and for how many days
# the same row is taken for the dossier that it has become already.
BATCH_MAX_ROWS = env.number("BATCH_MAX_ROWS", 2000)
BATCH_REPEAT_DAYS = env.number("BATCH_REPEAT_DAYS", 90)
FILE_MAX_PAGES = 300
FILE_MAX_PHOTOS = 20
FILE_MAX_MEGAPIXELS = 50
CLAMD_SOCKET = env.text("CLAMD_SOCKET")  # without it files are not scanned for viruses
FILE_UNCAPPED_PATHS = ("/quan-tri/", "/bien-tap/")
FILE_UPLOAD_HANDLERS = [
    "flows.files.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Nobody but this program reads what people file.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# The agency's key (PKCS#12 file, PKCS#11 token, remote service) seals slips and results; a time-stamp server (RFC 3161) when given.
SEAL_KEY = env.text("SEAL_KEY")
SEAL_PASSWORD = env.text("SEAL_PASSWORD")
SEAL_TIME_STAMP_URL = env.text("SEAL_TIME_STAMP_URL")
# A remote signing service by the Cloud Signature Consortium's API v2: …/csc/v2
REMOTE_SIGNING_URL = env.text("REMOTE_SIGNING_URL")
REMOTE_SIGNING_CLIENT = env.text("REMOTE_SIGNING_CLIENT")
REMOTE_SIGNING_SECRET = env.text("REMOTE_SIGNING_SECRET")


def remote_signer(code: str) -> dict[str, str]:
    """A service of the same API at which organisations keep their keys: REMOTE_SIGNER_CODE_URL, …"""
    prefix = f"REMOTE_SIGNER_{code.upper().replace('-', '_')}"
    url = env.text(f"{prefix}_URL").rstrip("/")
    if not url.startswith("https://") and not DEMO:  # PINs go there
        raise ImproperlyConfigured(
            f"{prefix}_URL={url!r}: hãy đặt địa chỉ https://… của dịch vụ ký số."
        )
    return {
        "code": code,
        "name": env.text(f"{prefix}_NAME", code),
        "url": url,
        "client": env.text(f"{prefix}_CLIENT"),
        "secret": env.text(f"{prefix}_SECRET"),
    }


REMOTE_SIGNERS = [remote_signer(code) for code in env.words("REMOTE_SIGNERS")]
# The demo's stand-in: home/demo/remote_signer.py
REMOTE_SIGNER_TWIN = {
    "code": "ky-thu",
    "name": "Dịch vụ ký số dùng thử",
    "url": f"{BASE_URL}/ky-thu/csc/v2",
    "client": "cong-dich-vu-cong-bhxh",
    "secret": "thu-nghiem",
}
# The same stand-in, with keys whose holder is asked on the phone.
REMOTE_PHONE_TWIN = {
    **REMOTE_SIGNER_TWIN,
    "code": "ky-thu-dien-thoai",
    "name": "Dịch vụ ký số dùng thử trên điện thoại",
    "url": f"{BASE_URL}/ky-thu/dien-thoai/csc/v2",
}
if DEMO and not REMOTE_SIGNERS:
    REMOTE_SIGNERS = [REMOTE_SIGNER_TWIN, REMOTE_PHONE_TWIN]

HOTLINE = env.text("HOTLINE", "1900 9068")
# The AGPL asks every screen to say where its source is.
SOURCE_URL = env.text("SOURCE_URL", "/ma-nguon/")
