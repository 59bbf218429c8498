"""People who sign in, how staff get their second factor and lose it, what happened to an account."""

from .blocks import AccountBlock
from .devices import KnownDevice
from .events import AccountEvent
from .resets import FactorReset
from .user import EnrolmentCode, User, _three_days_from_now

# The first migration knows `_three_days_from_now` by this module's name.
__all__ = [
    "AccountBlock",
    "AccountEvent",
    "EnrolmentCode",
    "FactorReset",
    "KnownDevice",
    "User",
    "_three_days_from_now",
]
