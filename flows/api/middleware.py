"""Around every answer below /api/: errors speak JSON, and calls of known systems are logged."""

import time

from django.utils import timezone

from flows.api.problems import TYPE, answer
from flows.limits import client_address
from flows.models import ApiCall, ClientSystem, Token

API = "/api/"


class ApiMiddleware:
    """Errors made outside the API's own code (address, method, crash) become problems too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(API):
            return self.get_response(request)
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return answer(400, "bad_text", "Địa chỉ có ký tự không được nhận (NUL).")
        begun = time.monotonic()
        response = _as_problem(self.get_response(request))
        if token := getattr(request, "api_token", None):
            _log(request, token, response.status_code, time.monotonic() - begun)
        return response


def _as_problem(response):
    is_ours = response.headers.get("Content-Type", "").startswith(TYPE)
    if response.status_code < 400 or is_ours:
        return response
    said = answer(response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response:
            said[name] = response[name]
    return said


def _log(request, token: Token, status: int, seconds: float) -> None:
    now = timezone.now()
    ApiCall.objects.create(
        token=token,
        at=now,
        method=request.method[:8],
        path=request.path_info[:300],
        status=status,
        milliseconds=round(seconds * 1000),
        address=client_address(request)[:45],
        request_id=getattr(request, "id", ""),
    )
    Token.objects.filter(pk=token.pk).update(last_used_at=now)
    if request.method == "POST" and status < 400:  # it has told something
        ClientSystem.objects.filter(pk=token.system_id).update(heard_at=now)
