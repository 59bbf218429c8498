"""What leaves the house: kept promises of mail, SMS, PDF; nothing here decides anything."""

from .mail import send_mail
from .notices import notify
from .outbox import handler, keep_due, promise
from .sms import send_sms
from .sweeps import every

__all__ = ["every", "handler", "keep_due", "notify", "promise", "send_mail", "send_sms"]
