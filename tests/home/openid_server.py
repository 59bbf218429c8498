"""A small OpenID provider on this machine that can be told to misbehave."""

import base64
import contextlib
import hashlib
import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests import local_server
from tests.local_server import Partner, Place

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "cong-bhxh", "a secret of more than thirty-two bytes"


class Provider:
    """What it answers: `claims` and `userinfo` are laid over the honest ones, `sign` makes the token."""

    def __init__(self, url: str):
        self.url, self.codes, self.asked = url, {}, []
        self.issuer, self.is_down, self.moves_to = url, False, ""
        self.claims, self.userinfo = {}, {}
        self.sign = lambda claims: jwt.encode(claims, KEY, "RS256", headers={"kid": "one"})

    def authorize(self, location: str) -> dict:
        """The person agrees on the provider's page: what comes back in the address."""
        query = {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}
        self.asked.append(query)
        code = f"code-{len(self.asked)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def get(self, path: str):
        if path == "/.well-known/openid-configuration":
            places = {"authorization": "/a", "token": "/t", "userinfo": "/u"}
            return {f"{name}_endpoint": self.url + place for name, place in places.items()} | {
                "issuer": self.issuer,
                "jwks_uri": f"{self.url}/k",
            }
        if path == "/k":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}
        person = {"sub": "p-1", "name": "Nguyễn Thị Bình An", "identity_number": "079190001236"}
        return person | self.userinfo

    def exchange(self, said: dict):
        """The token for a code, once, for whom it was given: PKCE and the secret are checked."""
        asked = self.codes.pop(said.get("code"), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or verifier != asked["code_challenge"] or said["client_secret"] != SECRET:
            return None
        now = int(time.time())
        claims = {
            "iss": self.url, "sub": "p-1", "aud": CLIENT, "nonce": asked["nonce"], "acr": "2",
            "iat": now, "exp": now + 300, **self.claims,
        }  # fmt: skip
        return {"access_token": "t", "id_token": self.sign(claims)}


@contextlib.contextmanager
def running():
    """A provider that answers until the end of the block."""

    class Handler(Partner):
        def do_GET(self):
            self._answer(provider.get(self.path))

        def do_POST(self):
            body = self.asked().decode()
            self._answer(
                provider.exchange({key: values[0] for key, values in parse_qs(body).items()})
            )

        def _answer(self, content):
            status = 503 if provider.is_down else 200 if content else 400
            self.say(
                content or {"error": "invalid_grant"},
                302 if provider.moves_to else status,
                Location=provider.moves_to,
                Content_Type="application/json",
            )

    server = Place(Handler)
    provider = Provider(server.url)
    with local_server.running(server):
        yield provider
