"""A security key in software: signs what it is asked, and can be made to lie."""

import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as text

ORIGIN = "http://localhost:8000"
PRESENT, ATTESTED = 0x01, 0x40


class SecurityKey:
    """One key pair of one person; `count` is what it says of how often it has signed."""

    def __init__(self, *, origin=ORIGIN, site="localhost"):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.origin, self.site, self.count, self.touched = origin, site, 0, PRESENT

    def create(self, options: str) -> str:
        """What the browser posts when the key is enrolled."""
        at = self.private.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")}
        )
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(PRESENT | ATTESTED) + attested
        return self._answer(
            "webauthn.create",
            options,
            lambda client: {
                "attestationObject": cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
            },
        )

    def get(self, options: str) -> str:
        """What the browser posts when somebody signs in with the key."""
        self.count += 1
        data = self._data(self.touched)

        def signed(client: bytes) -> dict:
            content = data + hashlib.sha256(client).digest()
            signature = self.private.sign(content, ec.ECDSA(hashes.SHA256()))
            return {"authenticatorData": data, "signature": signature}

        return self._answer("webauthn.get", options, signed)

    def _data(self, flags: int) -> bytes:
        site = hashlib.sha256(self.site.encode()).digest()
        return site + struct.pack(">BI", flags, self.count)

    def _answer(self, kind: str, options: str, made) -> str:
        said = {
            "type": kind,
            "challenge": json.loads(options)["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        client = json.dumps(said).encode()
        response = {"clientDataJSON": client} | made(client)
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "response": {name: text(value) for name, value in response.items()},
                "clientExtensionResults": {},
            }
        )
