"""A payment provider of one's own: signs by itself what VNPAY would sign, and misbehaves on demand."""

import hashlib
import hmac
import json
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.local_server import Partner, Place, running

SECRET, CODE = "khoa-cua-nha-cung-cap", "BHXH01"
# The provider's own lists of what it signs (merchant web service 2.1.0).
QUESTION = [
    "RequestId",
    "Version",
    "Command",
    "TmnCode",
    "TxnRef",
    "TransactionDate",
    "CreateDate",
    "IpAddr",
    "OrderInfo",
]
REFUND = [
    "RequestId",
    "Version",
    "Command",
    "TmnCode",
    "TransactionType",
    "TxnRef",
    "Amount",
    "TransactionNo",
    "TransactionDate",
    "CreateBy",
    "CreateDate",
    "IpAddr",
    "OrderInfo",
]
ANSWER = [
    "ResponseId",
    "Command",
    "ResponseCode",
    "Message",
    "TmnCode",
    "TxnRef",
    "Amount",
    "BankCode",
    "PayDate",
    "TransactionNo",
    "TransactionType",
    "TransactionStatus",
    "OrderInfo",
    "PromotionCode",
    "PromotionAmount",
]


def sign(text: str) -> str:
    return hmac.new(SECRET.encode(), text.encode(), hashlib.sha512).hexdigest()


class Provider(Place):
    """`paid` by reference; `down`, `lies` (wrong signature), `pending` are its moods."""

    paid: dict
    refunds: list
    down = lies = pending = False

    def page_opened(self, url: str) -> dict:
        """The payer's browser at the provider: a wrong signature is refused."""
        query = urlsplit(url).query
        signed, _, given = query.rpartition("&vnp_SecureHash=")
        assert sign(signed) == given
        return dict(parse_qsl(query))

    def pays(self, url: str, number: str = "14500001", **changed) -> dict:
        """The payer pays; what the provider then calls back with."""
        facts = self.page_opened(url)
        said = {
            "vnp_TmnCode": CODE,
            "vnp_TxnRef": facts["vnp_TxnRef"],
            "vnp_Amount": facts["vnp_Amount"],
            "vnp_OrderInfo": facts["vnp_OrderInfo"],
            "vnp_BankCode": "NCB",
            "vnp_PayDate": "20261122213000",
            "vnp_ResponseCode": "00",
            "vnp_TransactionStatus": "00",
            "vnp_TransactionNo": number,
        } | changed
        self.paid[said["vnp_TxnRef"]] = said
        return said | {"vnp_SecureHash": sign(urlencode(sorted(said.items())))}

    def answer(self, asked: dict) -> dict:
        fields = QUESTION if asked["vnp_Command"] == "querydr" else REFUND
        assert asked["vnp_SecureHash"] == sign("|".join(asked[f"vnp_{each}"] for each in fields))
        known = self.paid.get(asked["vnp_TxnRef"])
        said = {f"vnp_{name}": "" for name in ANSWER} | {
            "vnp_ResponseId": "tl1", "vnp_Command": asked["vnp_Command"], "vnp_TmnCode": CODE,
            "vnp_TxnRef": asked["vnp_TxnRef"], "vnp_ResponseCode": "00" if known else "91",
        } | {name: value for name, value in (known or {}).items() if name[4:] in ANSWER}  # fmt: skip
        if self.pending:
            said["vnp_TransactionStatus"] = "01"
        if asked["vnp_Command"] == "refund" and known:
            again = asked["vnp_RequestId"] in self.refunds
            self.refunds.append(asked["vnp_RequestId"])
            said["vnp_ResponseCode"] = "94" if again else "00"
        fields = ANSWER if asked["vnp_Command"] == "querydr" else ANSWER[:13]
        told = "|".join(said[f"vnp_{each}"] for each in fields)
        return said | {"vnp_SecureHash": "0" * 128 if self.lies else sign(told)}


@contextmanager
def provider(settings):
    class Service(Partner):
        def do_POST(self):
            asked = json.loads(self.asked())
            self.say(self.server.answer(asked), 503 if self.server.down else 200)

    server = Provider(Service)
    server.paid, server.refunds = {}, []
    settings.PAYMENT_URL = "https://cong-thanh-toan.example.vn/paymentv2/vpcpay.html"
    settings.PAYMENT_API_URL = f"{server.url}/api/transaction"
    settings.PAYMENT_CODE, settings.PAYMENT_SECRET = CODE, SECRET
    with running(server):
        yield server
