"""Where time-stamps come from (dấu thời gian, RFC 3161): the server of the settings, in a demo a twin of it.

The twin answers over HTTP on this machine, under the demo's own authority; its stamps prove nothing.
"""

import functools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import core, keys, tsp, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"
LARGEST = 4096  # bytes of a question: a hash and little else
_HASHES = {"sha256": 32, "sha384": 48, "sha512": 64}


def address() -> str:
    """SEAL_TIME_STAMP_URL; in a demo the twin's; "": the signature says the server's time."""
    if settings.SEAL_TIME_STAMP_URL:
        return settings.SEAL_TIME_STAMP_URL
    kept = twin_key()
    return _twin(kept) if settings.DEMO and kept.exists() else ""


def twin_key() -> Path:
    """Where the demo keeps the twin's key (RSA, PKCS#12 without a password)."""
    return settings.VAR / "demo-ca" / "time-stamps.p12"


def stamped(question: bytes, kept: Path) -> bytes:
    """The twin's answer to a question; a refusal to what is none."""
    try:
        asked = tsp.TimeStampReq.load(question, strict=True)
        imprint = asked["message_imprint"]
        kind, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"]
        if _HASHES.get(kind) != len(digest.native):
            return _refusal("bad_alg")
        return _stamper(kept).request_tsa_response(asked).dump()
    except (ValueError, TypeError, KeyError):
        return _refusal("bad_data_format")


@functools.cache
def _twin(kept: Path) -> str:
    """The address of this process's twin, which listens from the first question on."""

    class Twin(BaseHTTPRequestHandler):
        def do_POST(self):
            size = min(int(self.headers.get("Content-Length") or 0), LARGEST)
            answer = stamped(self.rfile.read(size), kept)
            self.send_response(200)
            self.send_header("Content-Type", ANSWERED)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Twin)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


@functools.cache
def _stamper(kept: Path) -> DummyTimeStamper:
    key, certificate, others = pkcs12.load_key_and_certificates(kept.read_bytes(), None)
    der = serialization.Encoding.DER
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain = [x509.Certificate.load(one.public_bytes(der)) for one in (certificate, *others)]
    return DummyTimeStamper(
        chain[0],
        keys.PrivateKeyInfo.load(key.private_bytes(der, *plain)),
        certs_to_embed=SimpleCertificateStore.from_certs(chain),
    )


class _Refusal(core.Sequence):
    """A TimeStampResp without a token, which the library does not know."""

    _fields = [("status", tsp.PKIStatusInfo)]


def _refusal(why: str) -> bytes:
    said = {"status": tsp.PKIStatus("rejection"), "fail_info": tsp.PKIFailureInfo({why})}
    return _Refusal({"status": tsp.PKIStatusInfo(said)}).dump()
