"""One POST to a partner's address: resolved once and pinned, no redirect, no way into our own network."""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from flows.errors import EffectError
from flows.gateways import calling

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class _Pinned(http.client.HTTPConnection):
    """Speaks to the address that was checked, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None):
        super().__init__(host, port, timeout=calling.TIMEOUT)
        self.address, self.context = address, context

    def connect(self):
        self.sock = socket.create_connection((self.address, self.port), calling.TIMEOUT)
        if self.context:
            self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send the body; returns the status (2xx). EffectError says why it was not taken."""
    host, port, address, context = where(url)
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    status, _said = calling.post(_Pinned(host, port, address, context), path, body, headers)
    if not 200 <= status < 300:
        raise EffectError(f"Bên nhận trả lời {status}.")
    return status


def where(url: str) -> tuple[str, int, str, ssl.SSLContext | None]:
    """(host, port, address, TLS) of a URL that may be called; EffectError says what forbids it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise EffectError("Địa chỉ webhook viết sai.") from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise EffectError("Địa chỉ webhook phải là https://tên-máy/…, không kèm tài khoản.")
    port = port or (443 if parts.scheme == "https" else 80)
    try:
        found = {
            str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        }
    except (OSError, UnicodeError):
        raise EffectError("Không tìm thấy máy chủ của địa chỉ webhook.") from None
    addresses = [ipaddress.ip_address(one.split("%")[0]) for one in sorted(found)]
    allowed = all(_is_named(one) for one in addresses)
    if not allowed and not all(_is_public(one) for one in addresses):
        raise EffectError("Địa chỉ webhook nằm trong mạng riêng nên không được gọi.")
    if parts.scheme == "http" and not allowed:
        raise EffectError("Địa chỉ webhook phải dùng https.")
    context = ssl.create_default_context() if parts.scheme == "https" else None
    return host, port, str(addresses[0]), context


def _is_named(address) -> bool:
    """Within the networks that the operator has opened (WEBHOOK_NETWORKS)."""
    return any(
        address in ipaddress.ip_network(network, strict=False)
        for network in settings.WEBHOOK_NETWORKS
    )


def _is_public(address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None:
        return _is_public(inner)
    if address.version == 6 and (address in _NAT64 or address.teredo):
        return False
    return address.is_global and not address.is_multicast
