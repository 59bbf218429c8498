"""Database, files, cache, mail: an embedded default each, and one variable that replaces it."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

from .base import VAR


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


DATABASES = {"default": database(env.text("DATABASE_URL"))}

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
MESSAGES_DIR = VAR / "messages"
