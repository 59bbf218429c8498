"""A remote signing service in tests (Cloud Signature Consortium API v2), which misbehaves as told."""

import base64
import json
import urllib.parse
from contextlib import contextmanager

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from tests.flows.signatures import authority
from tests.local_server import Partner, Place, running

PIN = "204517"
CLIENT = ("cong-bhxh", "bi-mat-ung-dung")


@contextmanager
def signing_service(holder, *, wants_code: bool = False, keys=None):
    """`server.fault` is what goes wrong: down, nonsense, redirect, other_key, other_hash, disabled,
    elsewhere (the key is opened on the service's own page), no_certificate. `keys` are those of the
    account «lanhdao» by name. `server.phone`: "" the key has a PIN; else the holder is asked, as version
    2.0 ("implicit") or 2.1 ("nothing") says it; `server.answer` is what the holder said: "" not yet,
    "yes", "no", "gone".
    """
    keys = keys or {"LD-01": holder}

    class Service(Partner):
        def do_POST(self):
            body = self.asked()
            path = self.path.removeprefix("/csc/v2/")
            self.server.seen.append(path)
            fault = self.server.fault
            if fault == "down":
                return self.say({"error": "server_error"}, 503)
            if fault == "redirect":
                return self.say({}, 307, Location="http://127.0.0.1:1/")
            if path == "oauth2/token":
                told = dict(urllib.parse.parse_qsl(body.decode()))
                ok = (told["client_id"], told["client_secret"]) == CLIENT
                return self.say({"access_token": "the-1"} if ok else {"error": "invalid_client"},
                                 200 if ok else 401)  # fmt: skip
            if self.headers["Authorization"] != "Bearer the-1":
                return self.say({"error": "invalid_token"}, 401)
            if fault == "nonsense":
                return self.say(b"khong phai JSON")
            return getattr(self, path.replace("/", "_"))(json.loads(body))

        def credentials_list(self, asked):
            self.say({"credentialIDs": list(keys) if asked["userID"] == "lanhdao" else []})

        def credentials_info(self, asked):
            own = keys[asked["credentialID"]]
            chain = [base64.b64encode(one.der).decode() for one in (own, authority.root())]
            if self.server.fault == "no_certificate":
                chain = ["MIIB"]
            status = "disabled" if self.server.fault == "disabled" else "enabled"
            mode = "oauth2code" if self.server.fault == "elsewhere" else "explicit"
            objects = [{"type": "Password", "id": "PIN"}]
            objects += [{"type": "ChallengeResponse", "id": "OTP"}] if wants_code else []
            auth = {"mode": mode, "expression": "PIN", "objects": objects}
            if self.server.phone:
                auth = {"implicit": {"mode": "implicit"}, "nothing": {"mode": mode, "objects": []}}
                auth = auth[self.server.phone]
            self.say({
                "key": {"status": status, "algo": ["1.2.840.10045.4.3.2"], "len": 256},
                "cert": {"status": "valid", "certificates": chain},
                "auth": auth,
                "SCAL": "2", "multisign": 1,
            })  # fmt: skip

        def credentials_getChallenge(self, asked):
            if asked["authObjectID"] != "OTP":
                return self.say({"error": "invalid_request"}, 400)
            return self.say(b"", 204)

        def credentials_authorize(self, asked):
            self.server.told.append(asked)
            if asked["numSignatures"] != 1 or len(asked["hashes"]) != 1:
                return self.say({"error": "invalid_request"}, 400)
            if self.server.phone:
                self.server.authorised = asked["hashes"]
                return self.answer("lan-1")
            told = {one["id"]: one["value"] for one in asked["authData"]}
            if told.get("PIN") != PIN or (wants_code and told.get("OTP") != "112233"):
                return self.say({"error": "invalid_request",
                                  "error_description": "Invalid PIN or OTP"}, 400)  # fmt: skip
            self.server.authorised = asked["hashes"]
            return self.say({"SAD": "sad-1", "expiresIn": 300})

        def credentials_authorizeCheck(self, asked):
            if asked["handle"] != self.server.handle or self.server.answer == "gone":
                said = {"error": "invalid_request", "error_description": "Invalid parameter handle"}
                return self.say(said, 400)
            return self.answer("lan-2")

        def answer(self, handle):
            if not self.server.answer:
                self.server.handle = handle
                return self.say({"handle": handle}, 202)
            if self.server.answer == "no":
                return self.say({"error": "access_denied"}, 400)
            return self.say({"SAD": "sad-1", "expiresIn": 300})

        def signatures_signHash(self, asked):
            if asked["SAD"] != "sad-1" or asked["hashes"] != self.server.authorised:
                return self.say({"error": "invalid_request"}, 400)
            digest = base64.b64decode(asked["hashes"][0])
            if self.server.fault == "other_hash":
                digest = bytes(32)
            key = authority.root().key
            if self.server.fault != "other_key":
                key = keys[asked["credentialID"]].key
            way = [ec.ECDSA(Prehashed(hashes.SHA256()))]
            if isinstance(key, rsa.RSAPrivateKey):
                way = [padding.PKCS1v15(), Prehashed(hashes.SHA256())]
            made = key.sign(digest, *way)
            return self.say({"signatures": [base64.b64encode(made).decode()]})

    server = Place(Service)
    server.fault, server.seen, server.authorised = "", [], None
    server.phone, server.answer, server.handle, server.told = "", "", "", []
    server.url += "/csc/v2"
    with running(server):
        yield server
