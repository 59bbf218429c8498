"""The development twin of the payment provider: remembers what was "paid" on its page, and answers
questions and refunds in the provider's own words.
"""

import json

from django.conf import settings
from django.utils import timezone


def keep(facts: dict[str, str], *, succeeded: bool) -> dict[str, str]:
    """The payer has decided on the page: the call-back's facts, without signature.

    A reference is paid once: a second decision changes nothing.
    """
    known = _known().get(facts["vnp_TxnRef"])
    if known is None:
        code = "00" if succeeded else "24"  # 24: the payer has cancelled
        known = {
            "vnp_TmnCode": facts["vnp_TmnCode"],
            "vnp_TxnRef": facts["vnp_TxnRef"],
            "vnp_Amount": facts["vnp_Amount"],
            "vnp_OrderInfo": facts.get("vnp_OrderInfo", ""),
            "vnp_BankCode": "NCB",
            "vnp_PayDate": f"{timezone.localtime():%Y%m%d%H%M%S}",
            "vnp_ResponseCode": code,
            "vnp_TransactionStatus": "00" if succeeded else "02",
            "vnp_TransactionNo": str(timezone.now().timestamp()).replace(".", "")
            if succeeded
            else "0",
        }
        _write(known)
    return known


def answer(request: dict[str, str]) -> dict[str, str]:
    """What the provider's web service says to a question (querydr) or a refund."""
    known = _known().get(request["vnp_TxnRef"])
    said = {
        "vnp_ResponseId": request["vnp_RequestId"],
        "vnp_Command": request["vnp_Command"],
        "vnp_TmnCode": request["vnp_TmnCode"],
        "vnp_TxnRef": request["vnp_TxnRef"],
        "vnp_Message": "OK",
        "vnp_ResponseCode": "91" if known is None else "00",
    }
    if known:
        named = ("vnp_Amount", "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo")
        said |= {name: known[name] for name in (*named, "vnp_TransactionStatus", "vnp_OrderInfo")}
    return said


def _known() -> dict[str, dict]:
    """What was decided, by reference; the first word on a reference stands."""
    found: dict[str, dict] = {}
    path = settings.MESSAGES_DIR / "payments.jsonl"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row["vnp_TxnRef"], row)
    return found


def _write(row: dict) -> None:
    settings.MESSAGES_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.MESSAGES_DIR / "payments.jsonl").open("a", encoding="utf-8") as book:
        book.write(json.dumps(row, ensure_ascii=False) + "\n")
