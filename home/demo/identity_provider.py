"""An OpenID provider to click through, standing in for VNeID; it exists only with DEMO=1."""

import base64
import functools
import hashlib
import json
import secrets
import time
from pathlib import Path
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from flows import limits

SALT = "home.demo.identity"
CODE_SECONDS = 120
# Those who have an account in the demo, and one who comes for the first time. Invented numbers.
PEOPLE = {
    "an": ("Nguyễn Thị Bình An", "079190001236", "+84912345601"),
    "binh": ("Trần Quốc Bình", "079085004321", "+84912345602"),
    "moi": ("Võ Thị Thanh Xuân", "079195007788", "+84912345688"),
}
LEVEL = "2"


def only_demo(view):
    """404 on a real portal."""

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(inner)


def _issuer() -> str:
    return f"{settings.BASE_URL}/dinh-danh-thu"


@only_demo
def configuration(request):
    """What the provider says of itself (discovery)."""
    issuer = _issuer()
    return JsonResponse(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/dang-nhap/",
            "token_endpoint": f"{issuer}/token/",
            "userinfo_endpoint": f"{issuer}/userinfo/",
            "jwks_uri": f"{issuer}/jwks/",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


@only_demo
def jwks(request):
    """The key by which ID tokens are verified."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_key().public_key()))
    return JsonResponse({"keys": [public | {"kid": "thu", "use": "sig", "alg": "RS256"}]})


@only_demo
def sign_in(request):
    """The page on which somebody says who they are, or that they do not agree."""
    asked = request.GET
    back = f"{settings.BASE_URL}/tai-khoan/dinh-danh/vneid/ve/"
    if asked.get("redirect_uri") != back or asked.get("code_challenge_method") != "S256":
        raise Http404
    if request.method == "GET":
        people = [(key, name, number) for key, (name, number, _phone) in PEOPLE.items()]
        return render(request, "home/demo_identity.html", {"people": people})
    answer = {"state": asked.get("state", "")}
    person = request.POST.get("nguoi", "")
    if person in PEOPLE:
        answer["code"] = signing.dumps(
            {
                "sub": person,
                "nonce": asked.get("nonce", ""),
                "challenge": asked.get("code_challenge", ""),
                "client": asked.get("client_id", ""),
                "once": secrets.token_hex(8),
            },
            salt=SALT,
        )
    else:
        answer["error"] = "access_denied"
    return HttpResponseRedirect(f"{back}?{urlencode(answer)}")


@csrf_exempt
@only_demo
@require_POST
def token(request):
    """A code for a token, once and only with the verifier of the browser that began."""
    said = request.POST
    verifier = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
    try:
        code = signing.loads(said.get("code", ""), salt=SALT, max_age=CODE_SECONDS)
    except signing.BadSignature:
        return JsonResponse({"error": "invalid_grant"}, status=400)
    own = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() == code["challenge"]
    if not own or not limits.hit("demo_identity_code", code["once"], 1, 86400):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    now = int(time.time())
    claims = {
        "iss": _issuer(), "sub": code["sub"], "aud": code["client"], "nonce": code["nonce"],
        "iat": now, "exp": now + 300, "auth_time": now, "acr": LEVEL, "amr": ["pwd", "otp"],
    }  # fmt: skip
    signed = jwt.encode(claims, _key(), algorithm="RS256", headers={"kid": "thu"})
    access = signing.dumps(code["sub"], salt=f"{SALT}.access")
    return JsonResponse({"access_token": access, "token_type": "Bearer", "id_token": signed})


@only_demo
def userinfo(request):
    """What the provider knows of the person of this access token."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        person = signing.loads(bearer, salt=f"{SALT}.access", max_age=CODE_SECONDS)
    except signing.BadSignature:
        return JsonResponse({"error": "invalid_token"}, status=401)
    name, number, phone = PEOPLE[person]
    return JsonResponse(
        {
            "sub": person, "name": name, "identity_number": number,
            "phone_number": phone, "phone_number_verified": True,
        }
    )  # fmt: skip


def _key() -> rsa.RSAPrivateKey:
    """The key of this installation, made once and kept beside its database."""
    kept = Path(settings.VAR) / "demo_identity_key.pem"
    if not kept.exists():
        fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        kept.write_bytes(fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        kept.chmod(0o600)
    return load_pem_private_key(kept.read_bytes(), None)


urlpatterns = [
    path(".well-known/openid-configuration", configuration),
    path("dang-nhap/", sign_in),
    path("token/", token),
    path("userinfo/", userinfo),
    path("jwks/", jwks),
]
