"""Outside identities that citizens may sign in with (OpenID Connect); each opens by its environment."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from config import env

from .base import BASE_URL, DEMO

SOCIALACCOUNT_ADAPTER = "home.accounts.identities.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = (
    False  # a new identity is never joined to an account without being asked
)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# The part of the address, the prefix of the variables, the name people read.
_KNOWN = [
    ("vneid", "VNEID", _("VNeID")),
    ("cong-quoc-gia", "NATIONAL_SIGN_IN", _("Cổng Dịch vụ công quốc gia")),
]


def _provider(key: str, prefix: str, name) -> dict | None:
    """One provider from PREFIX_ISSUER, _CLIENT_ID, _CLIENT_SECRET, …; None when it is not opened."""
    twin = f"{BASE_URL}/dinh-danh-thu" if DEMO and key == "vneid" else ""
    issuer = env.text(f"{prefix}_ISSUER", twin).rstrip("/")
    if not issuer:
        return None
    return {
        "provider_id": key,
        "name": name,
        "client_id": env.text(f"{prefix}_CLIENT_ID", "cong-dich-vu-cong-bhxh"),
        "secret": env.text(f"{prefix}_CLIENT_SECRET", "thu-nghiem" if issuer == twin else ""),
        "settings": {
            "server_url": issuer,
            "scope": env.words(f"{prefix}_SCOPE", "openid,profile,email,phone"),
            # What the provider calls the personal identity number; its contract says so.
            "identity_claim": env.text(f"{prefix}_IDENTITY_CLAIM", "identity_number"),
            # Levels of assurance (acr) that are enough; empty: every level, and it is kept.
            "levels": env.words(f"{prefix}_LEVELS"),
        },
    }


_OPENED = [made for known in _KNOWN if (made := _provider(*known))]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _OPENED}}
# A form of ours is answered by a redirect to the provider: the browser asks leave for its origin.
IDENTITY_ORIGINS = sorted(
    {"{0.scheme}://{0.netloc}".format(urlsplit(made["settings"]["server_url"])) for made in _OPENED}
    - {BASE_URL}
)
