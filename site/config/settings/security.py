"""Headers, cookies, how long a session lives, how often a password may be tried."""

import datetime
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from config import env

from .base import BASE_URL, HTTPS
from .identity import IDENTITY_ORIGINS

# How many proxies of our own stand before the web process; 0: the connection's address counts.
TRUSTED_PROXY_HOPS = env.number("TRUSTED_PROXY_HOPS", 0)
if TRUSTED_PROXY_HOPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"

# The counter photographs papers in the browser: blob: pictures are its own, data: ones are QR codes.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *IDENTITY_ORIGINS],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's editor and its previews need inline script and style, and frame each other.
EDITOR_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "frame-ancestors": [SELF],
}

_host = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_host}phien"
CSRF_COOKIE_NAME = f"{_host}csrf"
LANGUAGE_COOKIE_NAME = f"{_host}ngon-ngu"
MESSAGES_COOKIE_NAME = f"{_host}messages"
DEVICE_COOKIE_NAME = f"{_host}thiet-bi"  # the browser is known again at the next sign-in
MESSAGE_STORAGE = "config.message_storage.HostStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

# Security keys of staff answer for the name of the site alone; browsers know none for a bare number
# of a machine, so without https they work under http://localhost.
OTP_WEBAUTHN_ALLOWED_ORIGINS = (
    [BASE_URL] if HTTPS else [f"http://localhost:{urlsplit(BASE_URL).port or 80}"]
)
OTP_WEBAUTHN_RP_ID = urlsplit(OTP_WEBAUTHN_ALLOWED_ORIGINS[0]).hostname
OTP_WEBAUTHN_RP_NAME = "Bảo hiểm xã hội Việt Nam"
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False  # the second factor, never the only one

SESSION_LONGEST = datetime.timedelta(hours=12)
SESSION_IDLE_STAFF = datetime.timedelta(minutes=15)
SESSION_IDLE_CITIZEN = datetime.timedelta(minutes=30)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())

# By person and address together: one office behind one address must not lock itself out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "accounts.backends.name_typed"
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
