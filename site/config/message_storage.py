"""Where a message waits for the next page: a cookie bound to the host, as all our cookies are."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    cookie_name = settings.MESSAGES_COOKIE_NAME


class HostStorage(FallbackStorage):
    """The cookie while it holds them, else the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
