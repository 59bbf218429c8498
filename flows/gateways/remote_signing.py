"""A remote signing service (ký số từ xa) by the Cloud Signature Consortium's API, version 2.

The key stays with the service; only hashes leave the house, and what comes back is verified.
"""

import base64
import hashlib
import json
import urllib.parse
from dataclasses import dataclass

from asn1crypto import x509
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from flows.errors import EffectError
from flows.gateways import calling
from flows.signatures.keys import Declined, KeySilent, KeyUnreadable, Lapsed, WrongPin

SHA256 = "2.16.840.1.101.3.4.2.1"
_ALGORITHMS = {"rsa": "1.2.840.113549.1.1.11", "ec": "1.2.840.10045.4.3.2"}
# What the service says of a PIN or one-time code that it does not accept.
_WRONG = {
    "invalid_pin", "invalid_otp", "invalid_authdata", "invalid_authentication_data", "access_denied",
}  # fmt: skip
# What it says of a request for the holder's word that is no more.
_GONE = {400, 404, 410}


@dataclass(frozen=True)
class Credential:
    """A key at the service: its name there, its chain (the holder's first), what it asks for.

    `sends_code`: the one-time code is sent when it is asked for; `is_on_phone`: the holder allows each
    signature in the service's own app; `is_ours_to_open`: not on a page of the service (oauth2code).
    """

    name: str
    chain: list[x509.Certificate]
    wants_pin: bool
    wants_code: bool
    sends_code: bool
    is_on_phone: bool
    is_ours_to_open: bool


@dataclass(frozen=True)
class Permit:
    """What a service answers who wants to sign: the activation data (SAD), or, while the holder is
    asked on the phone, the handle under which to ask again."""

    activation: str = ""
    handle: str = ""


class RemoteService:
    """One conversation with the service; its access token lives as long as this object.

    Without an address it is the agency's own; what opens that one is shown to no other.
    """

    def __init__(self, url: str = "", client: str = "", secret: str = ""):
        if not url:
            url = settings.REMOTE_SIGNING_URL
            client, secret = settings.REMOTE_SIGNING_CLIENT, settings.REMOTE_SIGNING_SECRET
        self.url, self.client, self.secret = url.rstrip("/"), client, secret
        self._token = ""
        if not self.url:
            raise KeyUnreadable(_("chưa đặt dịch vụ ký số từ xa (REMOTE_SIGNING_URL)."))

    def names(self, user: str) -> list[str]:
        """credentials/list: the keys of this user of the service."""
        found = self._call("credentials/list", {"userID": user})["credentialIDs"]
        if not (isinstance(found, list) and all(isinstance(one, str) and one for one in found)):
            raise KeySilent(_("dịch vụ ký số từ xa trả lời sai"))
        return found

    def credential(self, name: str) -> Credential:
        """credentials/info: the certificates of a key that may sign now; else KeyUnreadable."""
        said = self._call("credentials/info", {"credentialID": name, "certificates": "chain"})
        try:
            if said.get("key", {}).get("status", "enabled") != "enabled":
                raise KeyUnreadable(_("khóa ký tại dịch vụ ký số từ xa đang bị tạm khóa."))
            auth = said.get("auth", {})
            mode, objects = auth.get("mode", "explicit"), auth.get("objects")
            asked = {one.get("id"): one.get("type") for one in objects or []}
            raw = [base64.b64decode(one) for one in said["cert"]["certificates"]]
            chain = [x509.Certificate.load(one, strict=True) for one in raw]
            chain[0].public_key.native  # noqa: B018 parsed now, so that nonsense is refused here
            certificates.load_der_x509_certificate(raw[0])
        except KeyUnreadable:
            raise
        except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
            raise KeySilent(_("dịch vụ ký số từ xa trả chứng thư sai")) from error
        return Credential(
            name,
            chain,
            wants_pin="PIN" in asked or (mode == "explicit" and objects is None),
            wants_code="OTP" in asked,
            sends_code=asked.get("OTP") == "ChallengeResponse",
            # Version 2.0 calls it implicit; 2.1 knows an explicit key that asks for nothing.
            is_on_phone=mode == "implicit" or (mode == "explicit" and objects == []),
            is_ours_to_open=mode in ("explicit", "implicit"),
        )

    def send_code(self, name: str) -> None:
        """credentials/getChallenge: the service sends its one-time code to the holder."""
        self._call("credentials/getChallenge", {"credentialID": name, "authObjectID": "OTP"})

    def sign(self, name: str, digest: bytes, algorithm: str, pin: str, code: str) -> bytes:
        """A signature of exactly this hash, whose PIN and code are at hand."""
        permit = self.permit(name, digest, pin=pin, code=code)
        if permit.handle:
            raise KeyUnreadable(
                _("khóa ký này chờ người ký đồng ý trên điện thoại, chưa dùng được ở đây")
            )
        return self.signature(name, digest, algorithm, permit)

    def permit(
        self, name: str, digest: bytes, *, pin: str = "", code: str = "", what: str = ""
    ) -> Permit:
        """credentials/authorize for exactly this hash; `what` is read on the phone."""
        given = {"PIN": pin, "OTP": code}
        asked = _hashed(name, digest) | {"numSignatures": 1}
        if secrets := [{"id": one, "value": value} for one, value in given.items() if value]:
            asked["authData"] = secrets
        if what:
            asked["description"] = what[:500]
        return _permit(self._call("credentials/authorize", asked))

    def permit_again(self, handle: str) -> Permit:
        """credentials/authorizeCheck: has the holder answered? Declined, Lapsed."""
        try:
            return _permit(self._call("credentials/authorizeCheck", {"handle": handle}))
        except WrongPin:
            raise Declined(_("bị từ chối trên điện thoại")) from None
        except Refused as error:
            if error.status not in _GONE:
                raise
            raise Lapsed(_("yêu cầu không còn")) from None

    def signature(self, name: str, digest: bytes, algorithm: str, permit: Permit) -> bytes:
        """signatures/signHash of the hash that was permitted."""
        asked = {
            **_hashed(name, digest),
            "SAD": permit.activation,
            "signAlgo": algorithm,
            "operationMode": "S",
        }
        try:
            (signature,) = self._call("signatures/signHash", asked)["signatures"]
            return base64.b64decode(signature, validate=True)
        except (TypeError, ValueError) as error:
            raise KeySilent(_("dịch vụ ký số từ xa trả chữ ký sai")) from error

    def _call(self, path: str, body: dict) -> dict:
        if not self._token:
            grant = {
                "grant_type": "client_credentials",
                "client_id": self.client,
                "client_secret": self.secret,
            }
            form = urllib.parse.urlencode(grant).encode()
            self._token = self._post("oauth2/token", form, "application/x-www-form-urlencoded")[
                "access_token"
            ]
        return self._post(path, json.dumps(body).encode(), "application/json")

    def _post(self, path: str, body: bytes, kind: str) -> "_Said":
        headers = {"Content-Type": kind, "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            status, content = calling.call("POST", f"{self.url}/{path}", body, headers)
        except EffectError as error:
            raise KeySilent(_("dịch vụ ký số từ xa không trả lời: %s") % error) from None
        if not 200 <= status < 300:
            raise _refused(status, content)
        if status == 204:  # done, with nothing to say
            return _Said()
        try:
            return _Said(_read(content))
        except (ValueError, RecursionError) as error:
            why = type(error).__name__
            raise KeySilent(_("dịch vụ ký số từ xa không trả lời (%s)") % why) from None


class _Said(dict):
    """An answer; what it lacks is the service's fault."""

    def __missing__(self, name):
        raise KeySilent(_("dịch vụ ký số từ xa trả lời thiếu «%s»") % name)


class Refused(KeySilent):
    """The service answers with an error that is none of the above."""

    def __init__(self, said: str, status: int):
        super().__init__(said)
        self.status = status


def _hashed(name: str, digest: bytes) -> dict:
    return {
        "credentialID": name,
        "hashes": [base64.b64encode(digest).decode()],
        "hashAlgorithmOID": SHA256,
    }


def _permit(said: _Said) -> Permit:
    """One of the two, never both."""
    if "SAD" not in said and isinstance(said.get("handle"), str):
        return Permit(handle=said["handle"])
    return Permit(activation=said["SAD"])


def _read(content: bytes) -> dict:
    said = json.loads(content)
    if not isinstance(said, dict):
        raise ValueError("no JSON object")
    return said


def _refused(status: int, content: bytes) -> Exception:
    """The service's own word, without what was sent."""
    try:
        said = _read(content)
    except (ValueError, RecursionError):
        said = {}
    why = str(said.get("error", ""))[:40]
    about_pin = any(
        word in str(said.get("error_description", "")).lower() for word in ("pin", "otp")
    )
    if status in (400, 401, 403) and (why.lower() in _WRONG or about_pin):
        return WrongPin(_("mã PIN hoặc mã OTP của dịch vụ ký số từ xa không đúng."))
    word = f"{status} {why}".strip()
    return Refused(_("dịch vụ ký số từ xa từ chối (%s)") % word, status)


class RemoteKey(Signer):
    """A key of the service as the signing library wants it; every signature is checked at once."""

    def __init__(self, service: RemoteService, name: str, *, pin: str, code: str = ""):
        self.service, self.pin, self.code = service, pin, code
        self.credential = service.credential(name)
        first, *others = self.credential.chain
        super().__init__(
            signing_cert=first, cert_registry=SimpleCertificateStore.from_certs(others)
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False):
        if dry_run:
            return bytes(512)
        if digest_algorithm.lower() != "sha256":
            raise KeyUnreadable(_("loại khóa tại dịch vụ ký số từ xa chưa được hỗ trợ."))
        certificate, digest = self.credential.chain[0], hashlib.sha256(data).digest()
        signature = self.service.sign(
            self.credential.name, digest, algorithm_of(certificate), self.pin, self.code
        )
        check(certificate, signature, digest)
        return signature


def algorithm_of(certificate: x509.Certificate) -> str:
    """The signature algorithm of this holder's key, as the service is told it."""
    kind = certificate.public_key.algorithm
    if kind not in _ALGORITHMS:
        raise KeyUnreadable(_("loại khóa tại dịch vụ ký số từ xa chưa được hỗ trợ."))
    return _ALGORITHMS[kind]


def check(certificate: x509.Certificate, signature: bytes, digest: bytes) -> None:
    """KeySilent unless the signature is of this hash (SHA-256) by this certificate."""
    way = Prehashed(hashes.SHA256())
    public = certificates.load_der_x509_certificate(certificate.dump()).public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, digest, ec.ECDSA(way))
        else:
            public.verify(signature, digest, padding.PKCS1v15(), way)
    except InvalidSignature:
        raise KeySilent(_("chữ ký của dịch vụ ký số từ xa không khớp với chứng thư")) from None
