"""Which kind each question is: its inputs, its stored answer, its text.

A kind has one or several inputs, called parts; a simple question has the one part "".
Tables are made of other kinds' rows and live in `tables` and `blocks`.
"""

from catalog.models import Question

from . import identifiers
from .composite import Address, BankAccount, Period
from .simple import (
    Calculation,
    Choice,
    Choices,
    Date,
    Email,
    IdentityNumber,
    Kind,
    LongText,
    Money,
    Number,
    PersonalNumber,
    Phone,
    YesNo,
)

_K = Question.Kind
KINDS: dict[str, Kind] = {
    _K.TEXT: Kind(),
    _K.LONG_TEXT: LongText(),
    _K.NUMBER: Number(),
    _K.MONEY: Money(),
    _K.DATE: Date(),
    _K.PERIOD: Period(),
    _K.CHOICE: Choice(),
    _K.CHOICES: Choices(),
    _K.YES_NO: YesNo(),
    _K.IDENTITY_NUMBER: IdentityNumber(None, "^([0-9]{9}|[0-9]{12})$"),
    _K.SOCIAL_INSURANCE_NUMBER: PersonalNumber(
        identifiers.social_insurance_number, "^([0-9]{10}|[0-9]{12})$"
    ),
    _K.TAX_CODE: PersonalNumber(identifiers.tax_code, "^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"),
    _K.PHONE: Phone(),
    _K.EMAIL: Email(),
    _K.ADDRESS: Address(),
    _K.BANK_ACCOUNT: BankAccount(),
    _K.CALCULATION: Calculation(),
}
WITHOUT_ANSWER = frozenset({_K.HEADING, _K.NOTE, _K.FILE})
