"""Online payment as Vietnamese gateways speak it (VNPAY 2.1.0): signed redirect, signed call-back,
question and refund. Without PAYMENT_URL the demo has a provider of its own (`payment_demo`).
"""

import datetime
import hashlib
import hmac
import json
from dataclasses import dataclass
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from flows.errors import EffectError
from flows.gateways import calling, payment_demo

VERSION = "2.1.0"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HUNDREDFOLD = 100  # the provider counts in hundredths of a đồng
# The fields under the signature of each answer, in the provider's order.
QUERY_ANSWER = (
    "vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode",
    "vnp_TxnRef", "vnp_Amount", "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo",
    "vnp_TransactionType", "vnp_TransactionStatus", "vnp_OrderInfo", "vnp_PromotionCode",
    "vnp_PromotionAmount",
)  # fmt: skip
REFUND_ANSWER = QUERY_ANSWER[:13]


@dataclass(frozen=True)
class Word:
    """What the provider says of one payment. `succeeded` None: it has not ended there yet."""

    reference: str
    amount: int  # đồng
    succeeded: bool | None
    number: str = ""
    bank: str = ""


def is_open() -> bool:
    """Whether fees can be paid online here."""
    return bool(settings.PAYMENT_URL) or settings.DEMO


def signature(message: str) -> str:
    return hmac.new(settings.PAYMENT_SECRET.encode(), message.encode(), hashlib.sha512).hexdigest()


def signed_query(facts: dict[str, str]) -> str:
    """The query string of sorted facts with its signature at the end."""
    query = urlencode(sorted(facts.items()))
    return f"{query}&vnp_SecureHash={signature(query)}"


def pay_url(payment, *, info: str, address: str, language: str, return_url: str) -> str:
    """Where the payer goes: every fact signed, good until the payment expires."""
    facts = {
        "vnp_Version": VERSION,
        "vnp_Command": "pay",
        "vnp_TmnCode": settings.PAYMENT_CODE,
        "vnp_Amount": str(payment.amount * HUNDREDFOLD),
        "vnp_CreateDate": stamp(payment.started_at),
        "vnp_ExpireDate": stamp(payment.expires_at),
        "vnp_CurrCode": "VND",
        "vnp_IpAddr": address or "127.0.0.1",
        "vnp_Locale": "en" if language == "en" else "vn",
        "vnp_OrderInfo": info,
        "vnp_OrderType": "other",
        "vnp_ReturnUrl": return_url,
        "vnp_TxnRef": payment.reference,
    }
    where = settings.PAYMENT_URL or settings.BASE_URL + reverse("flows:payment_demo")
    return f"{where}?{signed_query(facts)}"


def read(said: dict[str, str]) -> Word | None:
    """A call-back or return as the provider's word; None when it is not signed by the provider."""
    facts = {
        name: value
        for name, value in said.items()
        if name.startswith("vnp_") and name not in ("vnp_SecureHash", "vnp_SecureHashType")
    }
    signed = signature(urlencode(sorted(facts.items())))
    given = said.get("vnp_SecureHash", "").lower()
    if not hmac.compare_digest(signed.encode(), given.encode()):
        return None
    if facts.get("vnp_TmnCode") != settings.PAYMENT_CODE:
        return None
    ended = facts.get("vnp_ResponseCode") == "00"
    return _word(facts, ended and facts.get("vnp_TransactionStatus", "00") == "00")


def ask(payment) -> Word:
    """What the provider knows of the payment (querydr). EffectError when it does not say."""
    facts = {
        "vnp_RequestId": _request_id(f"ask:{payment.reference}:{timezone.now().timestamp()}"),
        "vnp_Version": VERSION,
        "vnp_Command": "querydr",
        "vnp_TmnCode": settings.PAYMENT_CODE,
        "vnp_TxnRef": payment.reference,
        "vnp_TransactionDate": stamp(payment.started_at),
        "vnp_CreateDate": stamp(timezone.now()),
        "vnp_IpAddr": "127.0.0.1",
        "vnp_OrderInfo": f"Hoi giao dich {payment.reference}",
    }
    said = _call(facts, QUERY_ANSWER)
    if said.get("vnp_ResponseCode") == "91":  # nobody has paid under this reference
        return Word(payment.reference, payment.amount, False)
    if said.get("vnp_ResponseCode") != "00":
        raise EffectError(f"Cổng thanh toán trả lời {said.get('vnp_ResponseCode', '')[:10]}.")
    if said.get("vnp_TxnRef") != payment.reference:
        raise EffectError("Cổng thanh toán trả lời về giao dịch khác.")
    status = said.get("vnp_TransactionStatus")
    return _word(said, None if status == "01" else status == "00")


def refund(payment, *, by: str, key: str) -> str:
    """Send the whole payment back; returns the provider's number. The same key is one refund.

    EffectError, permanent when the provider says that it never will.
    """
    facts = {
        "vnp_RequestId": _request_id(key),
        "vnp_Version": VERSION,
        "vnp_Command": "refund",
        "vnp_TmnCode": settings.PAYMENT_CODE,
        "vnp_TransactionType": "02",  # the whole amount
        "vnp_TxnRef": payment.reference,
        "vnp_Amount": str(payment.amount * HUNDREDFOLD),
        "vnp_TransactionNo": payment.provider_number,
        "vnp_TransactionDate": stamp(payment.started_at),
        "vnp_CreateBy": by,
        "vnp_CreateDate": stamp(timezone.now()),
        "vnp_IpAddr": "127.0.0.1",
        "vnp_OrderInfo": f"Hoan tra {payment.reference}",
    }
    said = _call(facts, REFUND_ANSWER)
    code = said.get("vnp_ResponseCode", "")
    if code in ("00", "94"):  # 94: it has this request already
        return said.get("vnp_TransactionNo", "")
    final = code in ("02", "03", "91", "95")
    raise EffectError(f"Cổng thanh toán không hoàn tiền (mã {code[:10]}).", permanent=final)


def stamp(moment: datetime.datetime) -> str:
    """A moment as the provider writes it: Vietnam's clock."""
    return f"{moment.astimezone(VIETNAM):%Y%m%d%H%M%S}"


def _word(facts: dict, succeeded: bool | None) -> Word:
    amount = str(facts.get("vnp_Amount", ""))
    number = str(facts.get("vnp_TransactionNo", ""))
    return Word(
        reference=str(facts.get("vnp_TxnRef", "")),
        # A sum that is no whole number of đồng is nobody's: it equals no payment of ours.
        amount=int(amount) // HUNDREDFOLD if amount.isdecimal() and amount.endswith("00") else -1,
        succeeded=succeeded,
        number="" if number.strip("0") == "" else number[:40],
        bank=str(facts.get("vnp_BankCode", ""))[:40],
    )


def _request_id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _call(facts: dict[str, str], answered: tuple[str, ...]) -> dict:
    """One signed request to the provider's web service, and its answer when that is signed too."""
    # Every request of the protocol signs its facts in the order in which it names them.
    signed = [value for name, value in facts.items() if name != "vnp_OrderInfo"]
    body = facts | {"vnp_SecureHash": signature("|".join([*signed, facts["vnp_OrderInfo"]]))}
    if not settings.PAYMENT_URL:
        return payment_demo.answer(body)
    said = _post(body)
    told = "|".join(str(said.get(name) or "") for name in answered)
    given = str(said.get("vnp_SecureHash", "")).lower()
    if not hmac.compare_digest(signature(told).encode(), given.encode()):
        raise EffectError("Trả lời của cổng thanh toán không đúng chữ ký.")
    return said


def _post(body: dict) -> dict:
    status, answer = calling.call(
        "POST", settings.PAYMENT_API_URL, json.dumps(body).encode(), who="Cổng thanh toán"
    )
    if not 200 <= status < 300:
        raise EffectError(f"Cổng thanh toán trả lời lỗi {status}.")
    try:
        said = json.loads(answer)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise EffectError("Trả lời của cổng thanh toán không đọc được.")
    return said
