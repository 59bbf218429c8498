"""Call-back of the postal carrier: what happened to consignments, signed with the shared key."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from flows import limits
from flows.api.problems import ERRORS, Problem
from flows.gateways import post
from flows.services import posting

router = Router(tags=["Bưu chính"])
WRONG_PER_MINUTE = 30


def signed(request: HttpRequest) -> bool:
    """`X-Signature` over `X-Timestamp`, a full stop and the body, as the carrier's own."""
    stamp, given = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    if post.is_signed(request.body, stamp=stamp, given=given):
        return True
    if not limits.hit("post_wrong", limits.client_address(request), WRONG_PER_MINUTE, 60):
        raise Problem(429)
    return False


class EventIn(Schema):
    """One event; codes: accepted, in_transit, delivered, returned."""

    id: str = Field(min_length=1, max_length=80)
    number: str = Field(min_length=1, max_length=60)
    code: str = Field(max_length=40)
    at: str = Field(max_length=40)
    place: str = Field("", max_length=160)


class EventsIn(Schema):
    events: list[EventIn] = Field(max_length=500)


class TakenOut(Schema):
    """How many were new, told before, and of consignments that are none of ours."""

    taken: int
    known: int
    unknown: int


@router.post(
    "/post/events",
    response={200: TakenOut, **ERRORS},
    auth=signed,
    summary="Bưu chính báo hành trình bưu gửi",
)
def events(request: HttpRequest, message: EventsIn):
    said = [posting.take(event) for event in post.read([one.dict() for one in message.events])]
    return {name: said.count(name) for name in ("taken", "known", "unknown")}
