"""OpenID Connect as we read it: PKCE, a nonce, and an ID token that is verified in every part."""

import secrets

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation

ALGORITHMS = ["RS256", "PS256", "ES256"]  # never "none", never one with the shared secret
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 30  # seconds by which two clocks may differ
# What is kept of an identity beside the account: how it was proven, nothing that is not needed.
KEPT = ("iss", "sub", "acr", "amr", "auth_time", "name")


class IdentityOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """Talks to one provider. `nonce` is what this sign-in sent with its request."""

    nonce = ""

    @property
    def openid_config(self):
        """The provider's own description; refused when it speaks for another issuer."""
        config = super().openid_config
        issuer = self.get_provider().app.settings["server_url"]
        if not isinstance(config, dict) or config.get("issuer", "").rstrip("/") != issuer:
            raise OAuth2Error("the discovery document is of another issuer")
        return config

    def get_callback_url(self, request, app):
        """The one address that is registered with the provider, whatever language the page is in."""
        with translation.override(settings.LANGUAGE_CODE):
            return settings.BASE_URL + reverse("openid_connect_callback", args=[self.provider_id])

    def complete_login(self, request, app, token, **kwargs):
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        said = (
            self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
        )
        if said and said.get("sub") != claims["sub"]:
            raise OAuth2Error("the user information is of another person")
        return self.get_provider().sociallogin_from_response(
            request, {"userinfo": {**said, **claims}, "id_token": claims}
        )

    def _decode_id_token(self, app, id_token: str) -> dict:
        """Always by the provider's signature, though the token came straight from it."""
        try:
            claims = jwt.decode(
                id_token,
                key=self._key_of(id_token),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": REQUIRED},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("the ID token does not hold") from error
        meant_for_us = claims["aud"] == app.client_id or claims.get("azp") == app.client_id
        if not meant_for_us or not self.nonce or claims["nonce"] != self.nonce:
            raise OAuth2Error("the ID token answers another request")
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        header = jwt.get_unverified_header(id_token)
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        for key in jwt.PyJWKSet.from_dict(answer.json()).keys:
            if key.key_id == header.get("kid"):
                return key
        raise OAuth2Error("signed with a key that the provider does not show")


class IdentityProvider(OpenIDConnectProvider):
    """One provider of `settings.SOCIALACCOUNT_PROVIDERS`."""

    pkce_enabled_default = True
    oauth2_adapter_class = IdentityOAuth2Adapter

    def redirect(self, request, process, next_url=None, data=None, **kwargs):
        """To the provider's page, with a nonce that stays in the state of this browser's session."""
        nonce = secrets.token_urlsafe(24)
        kwargs["auth_params"] = {"nonce": nonce, "ui_locales": translation.get_language()}
        if levels := self.app.settings.get("levels"):
            kwargs["auth_params"]["acr_values"] = " ".join(levels)
        return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)

    def extract_extra_data(self, data):
        return {key: data["userinfo"][key] for key in KEPT if key in data["userinfo"]}

    def extract_uid(self, data):
        return str(data["id_token"]["sub"])

    def extract_common_fields(self, data):
        """The provider's words in ours; what it does not say is empty."""
        said = data["userinfo"]
        return {
            "full_name": said.get("name") or "",
            "identity_number": said.get(self.app.settings["identity_claim"]) or "",
            "birthdate": said.get("birthdate") or "",
            "phone": said.get("phone_number") if said.get("phone_number_verified") is True else "",
            "level": said.get("acr") or "",
        }

    def extract_email_addresses(self, data):
        found = super().extract_email_addresses(data)
        return [each for each in found if each.verified is True]


UNREACHABLE = (requests.RequestException, OAuth2Error, KeyError, ValueError)
