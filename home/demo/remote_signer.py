"""A remote signing service (Cloud Signature Consortium API v2) that keeps the keys of the demo's
organisations: the account is the tax code. At a second address the holder is asked on a phone, which is a page
(home/demo/phone.py). It exists only with DEMO=1.
"""

import base64
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import JsonResponse
from django.urls import include, path
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from home.demo import authority, phone
from home.demo.identity_provider import only_demo

PIN = "123456"
_SALT = "home.demo.remote_signer"
_SECONDS = 300


class _Refused(Exception):
    """What the service answers instead: (error, status)."""


def _answers(act):
    """A view of this act, (asked) → answer, for who shows the token."""

    @csrf_exempt
    @only_demo
    @require_POST
    def view(request):
        try:
            bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
            signing.loads(bearer, salt=_SALT, max_age=_SECONDS)
            answer = act(json.loads(request.body))
            return JsonResponse(answer, status=202 if "handle" in answer else 200)
        except signing.BadSignature:
            return JsonResponse({"error": "invalid_token"}, status=401)
        except _Refused as refused:
            error, status = refused.args
            return JsonResponse({"error": error}, status=status)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            return JsonResponse({"error": "invalid_request"}, status=400)

    return view


@csrf_exempt
@only_demo
@require_POST
def token(request):
    """An access token for the portal itself."""
    told = request.POST.get("client_secret", "")
    if not constant_time_compare(told, settings.REMOTE_SIGNER_TWIN["secret"]):
        return JsonResponse({"error": "invalid_client"}, status=401)
    made = signing.dumps("portal", salt=_SALT)
    return JsonResponse({"access_token": made, "token_type": "Bearer", "expires_in": _SECONDS})


def _names(asked: dict) -> dict:
    account = str(asked["userID"]).strip()
    return {"credentialIDs": [account] if _holders().filter(tax_code=account).exists() else []}


def _info(asked: dict) -> dict:
    authority.build()
    _key, certificate = _kept(asked)
    der = certificate.public_bytes(serialization.Encoding.DER)
    return {
        "key": {"status": "enabled", "algo": ["1.2.840.10045.4.3.2"], "len": 256},
        "cert": {"status": "valid", "certificates": [base64.b64encode(der).decode()]},
        "auth": {
            "mode": "explicit",
            "expression": "PIN",
            "objects": [{"type": "Password", "id": "PIN", "format": "N"}],
        },
        "SCAL": "2",
        "multisign": 1,
    }


def _authorize(asked: dict) -> dict:
    told = {one["id"]: one["value"] for one in asked["authData"]}
    if told.get("PIN") != PIN:
        raise _Refused("invalid_authentication_data", 400)
    return _activation([asked["credentialID"], asked["hashes"]])


def _activation(bound: list) -> dict:
    return {"SAD": signing.dumps(bound, salt=f"{_SALT}.sad"), "expiresIn": _SECONDS}


def _info_of_phone(asked: dict) -> dict:
    return _info(asked) | {"auth": {"mode": "implicit"}}


def _ask_phone(asked: dict) -> dict:
    """credentials/authorize of a key whose holder is asked: underway, under a handle."""
    holder = _holder(asked)
    bound = [asked["credentialID"], asked["hashes"]]
    what = str(asked.get("description", ""))[:500]
    return {"handle": phone.ask(bound, who=holder.full_name, what=what)}


def _ask_phone_again(asked: dict) -> dict:
    request = phone.read(str(asked["handle"]))
    if request is None:
        raise _Refused("invalid_request", 400)
    if request.answer == phone.WAITING:
        return {"handle": request.handle}
    phone.forget(request)
    if request.answer == phone.NO:
        raise _Refused("access_denied", 400)
    return _activation(request.bound)


def _sign_hash(asked: dict) -> dict:
    bound = signing.loads(asked["SAD"], salt=f"{_SALT}.sad", max_age=_SECONDS)
    if bound != [asked["credentialID"], asked["hashes"]]:
        raise _Refused("invalid_request", 400)
    key, _certificate = _kept(asked)
    (digest,) = asked["hashes"]
    made = key.sign(base64.b64decode(digest, validate=True), ec.ECDSA(Prehashed(hashes.SHA256())))
    return {"signatures": [base64.b64encode(made).decode()]}


def _kept(asked: dict):
    holder = _holder(asked)
    return authority.kept_for(name=holder.full_name, tax_code=holder.tax_code)


def _holder(asked: dict):
    holder = _holders().filter(tax_code=str(asked["credentialID"])).first()
    if holder is None:
        raise _Refused("invalid_request", 400)
    return holder


def _holders():
    return get_user_model().objects.filter(kind="organisation").exclude(tax_code="")


_common = [
    path("oauth2/token", token),
    path("credentials/list", _answers(_names)),
    path("signatures/signHash", _answers(_sign_hash)),
]
urlpatterns = [
    *_common,
    path("credentials/info", _answers(_info)),
    path("credentials/authorize", _answers(_authorize)),
]
phone_urlpatterns = [
    path("", phone.page),
    path("csc/v2/", include(_common)),
    path("csc/v2/credentials/info", _answers(_info_of_phone)),
    path("csc/v2/credentials/authorize", _answers(_ask_phone)),
    path("csc/v2/credentials/authorizeCheck", _answers(_ask_phone_again)),
]
