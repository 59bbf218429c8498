"""The tests' authority on the net: OCSP, its list of the revoked and time-stamps over local HTTP."""

import datetime
from contextlib import contextmanager

from asn1crypto import keys, ocsp, tsp, x509
from asn1crypto.algos import SignedDigestAlgorithm
from certomancer.services import RevocationInfoInterface, SimpleOCSPResponder, TimeStamper
from cryptography.hazmat.primitives import serialization

from tests.flows.signatures import authority
from tests.local_server import Partner, Place, running

_ECDSA = SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})


class _Register(RevocationInfoInterface):
    """Who was revoked, and whom the authority does not know, by serial number."""

    def __init__(self, server):
        self.server = server

    def get_issuer_cert(self):
        return _certificate(authority.root())

    def check_revocation_status(self, cid, at_time):
        serial = cid["serial_number"].native
        if serial in self.server.revoked:
            facts = {"revocation_time": at_time, "revocation_reason": ocsp.CRLReason("superseded")}
            return ocsp.CertStatus("revoked", facts), []
        return ocsp.CertStatus("unknown" if serial in self.server.unknown else "good"), []


@contextmanager
def network():
    """`server.revoked` and `.unknown` are serial numbers, `.is_down` answers 503, `.seen` paths asked."""

    class Authority(Partner):
        def do_POST(self):
            body = self.asked()
            if self.path == "/tsa":
                asked = tsp.TimeStampReq.load(body)
                key = self.server.stamper
                made = TimeStamper(_certificate(key), key_of(key)).request_tsa_response(asked)
                self._tell(made.dump(), "application/timestamp-reply")
            else:
                root = authority.root()
                responder = SimpleOCSPResponder(
                    _certificate(root), key_of(root), _ECDSA, now(), _Register(self.server)
                )
                made = responder.build_ocsp_response(ocsp.OCSPRequest.load(body))
                self._tell(made.dump(), "application/ocsp-response")

        def do_GET(self):
            self._tell(authority.revoked_list(authority.root()), "application/pkix-crl")

        def _tell(self, content: bytes, kind: str):
            self.server.seen.append(self.path)
            if self.server.is_down:
                return self.say(b"", 503)
            return self.say(content, Content_Type=kind)

    server = Place(Authority)
    server.revoked, server.unknown, server.is_down, server.seen = set(), set(), False, []
    server.stamper = authority.issue(
        "Dấu thời gian thử nghiệm", by=authority.root(), stamps_time=True, **addresses(server)
    )
    with running(server):
        yield server


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def addresses(server) -> dict[str, str]:
    """What a certificate says of whom to ask."""
    return {"list_url": f"{server.url}/crl", "ocsp_url": f"{server.url}/ocsp"}


def _certificate(holder) -> x509.Certificate:
    return x509.Certificate.load(holder.der)


def key_of(holder) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(
        holder.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
