"""What the operator's message centre brings over SMPP goes the way of the HTTP gateway's call-backs."""

import hashlib
import time

from django.db import close_old_connections

from flows.effects.sms import send_sms
from flows.effects.sweeps import beat
from flows.gateways.smpp import LOST, Question, Report
from flows.partners import sms_lookup

SAME_QUESTION = (
    60  # seconds in which the same text from the same number is one message brought again
)
_unknown: dict[str, float] = {}  # reports that came before their message was written down


def told(report: Report) -> bool:
    """Take a report; False asks the centre to bring it again, once, for a message not yet known."""
    if report.stat not in LOST | {"DELIVRD"}:
        return True  # still on its way
    arrived = report.stat == "DELIVRD"
    if sms_lookup.delivered(report.provider_id, arrived=arrived, word=report.stat):
        _unknown.pop(report.provider_id, None)
        return True
    if len(_unknown) > 10_000:
        _unknown.clear()
    return _unknown.setdefault(report.provider_id, time.monotonic()) < time.monotonic() - 1


def asked(question: Question) -> None:
    """Answer a question by a message of our own, once however often the centre brings it."""
    when = question.reference or str(int(time.time()) // SAME_QUESTION)
    same = f"{question.sender}|{question.text}|{when}"
    message_id = "smpp:" + hashlib.sha256(same.encode()).hexdigest()[:40]
    if reply := sms_lookup.answer(question.sender, question.text, message_id):
        send_sms(sms_lookup.number(question.sender), reply, key=f"reply:{message_id}")


def alive() -> None:
    """Between two messages: a sign of life, and no connection of a restarted database is kept."""
    close_old_connections()
    beat("smpp")
