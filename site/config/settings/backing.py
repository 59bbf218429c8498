"""Database, files, cache, mail: an embedded default each, and one variable that replaces it."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

from .base import BASE_URL, DEBUG, DEMO, VAR


def database(url: str) -> dict:
    """Django's settings of one database from sqlite:///path or postgres://user:pass@host/name."""
    if not url:
        url = f"sqlite:///{VAR / 'portal.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path or ":memory:",
            "OPTIONS": {
                # A writer takes its lock at the start; otherwise readers that turn writers fail at once.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": env.number("DATABASE_CONN_MAX_AGE", 60),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "options": "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000",
                **dict(parse_qsl(parts.query)),
            },
        }
    raise ImproperlyConfigured("DATABASE_URL: hãy dùng sqlite:///… hoặc postgres://…")


def cache(url: str) -> dict:
    """Django's settings of the cache: this process's memory, or redis://host/0."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(url).scheme in {"redis", "rediss", "unix"}:
        return {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": url,
            # Without its cache the portal is slower, never down: nothing that must be right is there.
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_TIMEOUT": 2},
        }
    raise ImproperlyConfigured("CACHE_URL: hãy dùng redis://… hoặc để trống")


def pages(url: str) -> dict:
    """The store of whole public pages: shared by every process, so that one purge reaches them all."""
    if url:
        return {**cache(url), "KEY_PREFIX": "pages"}
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "pages",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }


def storages(url: str) -> tuple[dict, dict]:
    """The private store of papers and the store of public pictures.

    file:///folder, or s3://key:secret@bucket?endpoint_url=…&region_name=… for any S3 service.
    Both stay behind our own addresses: papers behind their rights, pictures behind RENDITIONS_URL.
    """
    parts = urlsplit(url or f"file://{VAR / 'files'}")
    if parts.scheme == "file":
        backend = "django.core.files.storage.FileSystemStorage"
        private = {"location": unquote(parts.path), "base_url": None}
        public = {"location": f"{unquote(parts.path)}/public", "base_url": RENDITIONS_URL}
    elif parts.scheme == "s3":
        backend = "storages.backends.s3.S3Storage"
        private = {
            "bucket_name": parts.hostname,
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_expire": 60,
            **dict(parse_qsl(parts.query)),
        }
        site = urlsplit(BASE_URL)
        public = {
            **private,
            "location": "public",
            "querystring_auth": False,
            "custom_domain": f"{site.netloc}{RENDITIONS_URL.rstrip('/')}",
            "url_protocol": f"{site.scheme}:",
        }
    else:
        raise ImproperlyConfigured("STORAGE_URL: hãy dùng file:///… hoặc s3://…")
    return {"BACKEND": backend, "OPTIONS": private}, {"BACKEND": backend, "OPTIONS": public}


DATABASES = {"default": database(env.text("DATABASE_URL"))}
CACHES = {"default": cache(env.text("CACHE_URL")), "pages": pages(env.text("CACHE_URL"))}

RENDITIONS_URL = "/anh/"
_papers, _pictures = storages(env.text("STORAGE_URL"))
STORAGES = {
    "default": _papers,
    "renditions": _pictures,
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"

MEDIA_ROOT = VAR / "files"
# Every mail waits in the outbox; the worker delivers it by EMAIL_URL (smtp://user:password@host:587,
# smtps:// for TLS from the start), by default into the development mailbox.
EMAIL_BACKEND = "flows.effects.mail.OutboxEmailBackend"
EMAIL_URL = env.text("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.text(
    "EMAIL_FROM", "Cổng Dịch vụ công BHXH Việt Nam <khong-tra-loi@localhost>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# A gateway that takes JSON over HTTP; by default the development mailbox.
SMS_URL = env.text("SMS_URL")
SMS_TOKEN = env.text("SMS_TOKEN")
SMS_SENDER = env.text("SMS_SENDER", "BHXHVN")
# What the gateway shows when it brings messages to us; without one it is not let in.
SMS_INBOUND_SECRET = env.text("SMS_INBOUND_SECRET", "thu-nghiem" if DEMO else "")
SMS_LOOKUPS_PER_HOUR = env.number("SMS_LOOKUPS_PER_HOUR", 5)  # answered to one telephone number
# Fees paid online, by the protocol of VNPAY: the payer's page, the web service, our code and key
# there. Without an address the demo has a provider of its own; elsewhere fees are paid at the desk.
PAYMENT_URL = env.text("PAYMENT_URL")
PAYMENT_API_URL = env.text("PAYMENT_API_URL")
PAYMENT_CODE = env.text("PAYMENT_CODE", "THUNGHIEM" if DEMO else "")
PAYMENT_SECRET = env.text("PAYMENT_SECRET", "thu-nghiem-thanh-toan" if DEMO else "")
# The postal carrier's JSON service, our token there, and the key it signs its call-backs with.
POST_URL = env.text("POST_URL")
POST_TOKEN = env.text("POST_TOKEN")
POST_SECRET = env.text("POST_SECRET", "thu-nghiem-buu-chinh" if DEMO else "")
MESSAGES_DIR = VAR / "messages"
