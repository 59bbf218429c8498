"""Numbers that identify people and units: what is wrong with them, and what looks odd."""

import datetime
import re
import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as NumberError
from stdnum.vn import mst

_SEPARATORS = re.compile(r"[\s.\-]+")
# Where a birth was registered, by the 63 provinces of Circular 59/2021: they stay valid after 2025.
# From 101 on stand the countries where a birth was registered abroad; which numbers of them are given
# is not known here with certainty, so the whole range is taken.
_CODES = """
    001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035
    036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074
    075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096
"""
_BIRTH_PROVINCES = frozenset(_CODES.split())
_FIRST_COUNTRY = "101"


def unit_code(value: str) -> str:
    """The code of an employer at the social insurance (mã đơn vị): letters and digits."""
    value = compact(value).upper()
    if value and not (value.isascii() and value.isalnum()):
        raise ValidationError(_("Nhập mã đơn vị chỉ gồm chữ và số, ví dụ TC0123Z."))
    return value


def compact(value: str) -> str:
    """ASCII digits and letters without spaces, dots and hyphens: what people copy from cards."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", value)).upper()


def _digits(value: str, lengths: tuple[int, ...], message: str) -> str:
    number = compact(value)
    if not re.fullmatch(r"[0-9]+", number) or len(number) not in lengths:
        raise ValidationError(message)
    return number


def _year_of_birth(number: str) -> int:
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def _possible(number: str) -> str:
    """The number as it came, unless its 12 digits can be nobody's: no such province, not yet born."""
    if len(number) != 12:
        return number
    if number[:3] not in _BIRTH_PROVINCES and number[:3] < _FIRST_COUNTRY:
        raise ValidationError(
            _(
                "Kiểm tra lại số định danh cá nhân: ba chữ số đầu (%s) không phải là mã tỉnh, "
                "thành phố nơi đăng ký khai sinh"
            )
            % number[:3]
        )
    if _year_of_birth(number) > timezone.localdate().year:
        raise ValidationError(
            _(
                "Kiểm tra lại số định danh cá nhân: chữ số thứ 4 đến thứ 6 (%(digits)s) "
                "cho năm sinh %(year)d, ở tương lai"
            )
            % {"digits": number[3:6], "year": _year_of_birth(number)}
        )
    return number


def identity_number(value: str, *, old_card: bool = False) -> str:
    """Số định danh cá nhân, 12 digits (also the 9 of an old identity card where a form allows it)."""
    if old_card:
        message = _(
            "Nhập số định danh cá nhân gồm 12 chữ số, ví dụ 079090001234, "
            "hoặc số chứng minh nhân dân cũ gồm 9 chữ số"
        )
        return _possible(_digits(value, (9, 12), message))
    message = _("Nhập số định danh cá nhân gồm 12 chữ số, ví dụ 079090001234")
    return _possible(_digits(value, (12,), message))


def social_insurance_number(value: str) -> str:
    """Mã số BHXH: 10 digits, or the personal identity number that replaces it since 01/08/2025."""
    message = _(
        "Nhập mã số BHXH gồm 10 chữ số ghi trên sổ BHXH hoặc thẻ BHYT, ví dụ 7912345678, "
        "hoặc số định danh cá nhân gồm 12 chữ số"
    )
    return _possible(_digits(value, (10, 12), message))


def tax_code(value: str) -> str:
    """Mã số thuế: 10 digits with a check digit, a branch's -001 suffix, or a person's 12 digits."""
    number = compact(value)
    if re.fullmatch(r"[0-9]{12}", number):
        return _possible(number)
    try:
        return mst.format(mst.validate(number))
    except NumberError:
        raise ValidationError(
            _("Kiểm tra lại mã số thuế: 10 chữ số, ví dụ 0100233488; chi nhánh thêm 3 chữ số")
        ) from None


def phone(value: str) -> str:
    """A telephone number in E.164; numbers without a country code are Vietnamese."""
    refusal = ValidationError(_("Nhập số điện thoại gồm 10 chữ số, ví dụ 0912 345 678"))
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", value), "VN")
    except phonenumbers.NumberParseException:
        raise refusal from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_as_read(value: str) -> str:
    """E.164 as people write it: 0912 345 678; foreign numbers keep their country code."""
    try:
        number = phonenumbers.parse(value, "VN")
    except phonenumbers.NumberParseException:
        return value
    is_local = number.country_code == 84
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if is_local else style.INTERNATIONAL)


def contact_as_read(contact: str) -> str:
    """A telephone number as people write it; an e-mail address stays as it is."""
    return contact if "@" in str(contact) else phone_as_read(str(contact))


def account_number(value: str) -> str:
    """Số tài khoản ngân hàng: 4 to 24 digits or letters."""
    number = compact(value)
    if not re.fullmatch(r"[0-9A-Z]{4,24}", number):
        raise ValidationError(
            _("Nhập số tài khoản chỉ gồm chữ số (hoặc chữ cái không dấu), ví dụ 0071001234567")
        )
    return number


def identity_warnings(number: str, *, born: str = "", sex: str = "") -> list[str]:
    """What in a 12-digit number does not fit the rest: to be looked at, never a refusal.

    `born` is an ISO date or a year; `sex` is "nam" or "nu" (Circular 59/2021, Article 4).
    """
    if not re.fullmatch(r"[0-9]{12}", number):
        return []
    found = []
    if number[:3] not in _BIRTH_PROVINCES:
        found.append(
            _(
                "Ba chữ số đầu của số định danh không phải là mã tỉnh, thành phố: "
                "chỉ đúng khi khai sinh được đăng ký ở nước ngoài."
            )
        )
    told, year = identity_tells(number)
    if year > timezone.localdate().year:
        found.append(_("Năm sinh trong số định danh (%d) ở tương lai.") % year)
    elif born[:4].isdecimal() and int(born[:4]) != year:
        found.append(
            _("Số định danh cho biết sinh năm %(number)d, khác với năm đã khai là %(typed)s.")
            % {"number": year, "typed": born[:4]}
        )
    if sex in ("nam", "nu") and sex != told:
        found.append(_("Chữ số giới tính trong số định danh không khớp với giới tính đã khai."))
    return found


def identity_tells(number: str) -> tuple[str, int]:
    """Sex ("nam" or "nu") and year of birth that a 12-digit number carries."""
    return "nu" if int(number[3]) % 2 else "nam", _year_of_birth(number)


def made_identity_number(province: str, born: datetime.date, is_female: bool, serial: int) -> str:
    """A well-formed number for a made-up person (demo data, tests)."""
    century = (born.year - 1900) // 100
    return f"{province}{century * 2 + is_female}{born.year % 100:02d}{serial:06d}"
