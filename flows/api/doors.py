"""Who may come in: a bearer token, in force, from its networks, not too often, with the right."""

from django.utils import timezone
from ninja.security import HttpBearer

from flows import limits
from flows.api import bodies
from flows.api.problems import Problem
from flows.models import Token
from flows.partners.systems import hash_of

WRONG_PER_MINUTE = 30  # unknown tokens from one address


class TokenDoor(HttpBearer):
    """Opens to a token with the right; `request.auth` is the Token, with its system."""

    def __init__(self, right: str):
        super().__init__()
        self.right = right

    def authenticate(self, request, token: str) -> Token:
        address = limits.client_address(request)
        found = (
            Token.objects.select_related("system__account", "system__signer")
            .filter(hash=hash_of(token))
            .first()
        )
        if found is None:
            if not limits.hit("api_wrong", address, WRONG_PER_MINUTE, 60):
                raise Problem(429)
            raise Problem(401)
        request.api_token = found
        if found.revoked_at or not found.system.is_active:
            raise Problem(401, "token_revoked", "Mã truy cập đã bị thu hồi.")
        if found.expires_at <= timezone.now():
            raise Problem(401, "token_expired", "Mã truy cập đã hết hạn.")
        if not found.comes_from(address):
            raise Problem(403, "network_not_allowed", "Không gọi được từ mạng này.")
        if not limits.hit("api", str(found.pk), found.per_minute, 60):
            raise Problem(429)
        if not found.may(self.right):
            label = Token.Right(self.right).label
            raise Problem(403, "right_missing", f"Mã truy cập không có quyền «{label}».")
        bodies.take(request)
        return found
