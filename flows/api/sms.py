"""Call-backs of the SMS gateway: questions that people send, and what became of our messages."""

import hmac
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.security import HttpBearer

from flows import limits
from flows.api.problems import ERRORS, Problem
from flows.partners import sms_lookup

router = Router(tags=["Cổng tin nhắn SMS"])
WRONG_PER_MINUTE = 30


class SecretDoor(HttpBearer):
    """The gateway's shared secret (SMS_INBOUND_SECRET), as a bearer token or in X-SMS-Secret."""

    def __call__(self, request):
        if given := request.headers.get("X-SMS-Secret"):
            return self.authenticate(request, given)
        return super().__call__(request)

    def authenticate(self, request, token: str) -> bool:
        known = settings.SMS_INBOUND_SECRET
        if known and hmac.compare_digest(token.encode(), known.encode()):
            return True
        if not limits.hit("sms_wrong", limits.client_address(request), WRONG_PER_MINUTE, 60):
            raise Problem(429)
        return False


class InboundIn(Schema):
    """As gateways send it; what else they add is left aside."""

    sender: str = Field(alias="from", min_length=3, max_length=40)
    text: str = Field(max_length=2000)
    message_id: str = Field(min_length=1, max_length=120)


class ReplyOut(Schema):
    """What to send back to the person; empty: nothing."""

    reply: str


class DeliveryIn(Schema):
    message_id: str = Field(
        min_length=1, max_length=120, description="Mã mà cổng đã trả khi nhận tin"
    )
    status: Literal["delivered", "failed"]
    error: str = Field("", max_length=40, description="Lý do của nhà mạng khi không tới")


class DeliveryOut(Schema):
    known: bool


@router.post(
    "/sms/inbound",
    response={200: ReplyOut, **ERRORS},
    auth=SecretDoor(),
    summary="Tin nhắn đến: BH HS <mã>",
)
def inbound(request: HttpRequest, message: InboundIn):
    return {"reply": sms_lookup.answer(message.sender, message.text, message.message_id)}


@router.post(
    "/sms/delivery",
    response={200: DeliveryOut, **ERRORS},
    auth=SecretDoor(),
    summary="Báo phát của tin nhắn đi",
)
def delivery(request: HttpRequest, message: DeliveryIn):
    arrived = message.status == "delivered"
    word = message.error or message.status
    return {"known": sms_lookup.delivered(message.message_id, arrived=arrived, word=word)}
