"""A certificate that an organisation hands in (chứng thư số), without any key: read from its file, judged
as the certificate of a signature is judged."""

import datetime

from asn1crypto import keys, pem, pkcs12, x509
from django.utils.translation import gettext as _

from .judging import chain_verdict, judged
from .refusals import RevocationUnknown, SignatureRefused
from .subjects import name_of, tax_codes
from .trust import Trust

LARGEST_KB = 64  # a certificate with its whole chain has less than 20
_JAVA_KEYSTORE = b"\xfe\xed\xfe\xed"
_KEYS = (keys.PrivateKeyInfo, keys.EncryptedPrivateKeyInfo, keys.RSAPrivateKey, keys.ECPrivateKey)


def read(content: bytes) -> list[x509.Certificate]:
    """The holder's certificate, then others of the file. SignatureRefused, above all for a private key:
    such a file is not kept and its content is told to nobody."""
    if not content.strip():
        raise SignatureRefused("empty", _("Tệp rỗng (0 byte). Hãy chọn lại tệp chứng thư số."))
    if _holds_a_key(content):
        raise _key()
    try:
        found = [x509.Certificate.load(der, strict=True) for der in _ders(content)]
        for one in found:
            one.native  # noqa: B018  parsed now, so that nonsense is refused here
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise _unreadable() from None
    if not found:
        raise _unreadable()
    return sorted(found, key=lambda one: bool(one.ca))  # authorities, if they came along, last


def judge(
    certificates: list[x509.Certificate], *, tax_code: str, trust: Trust, at: datetime.datetime
) -> list[bytes]:
    """Whether this is a signing certificate of the organisation that holds at `at`; SignatureRefused.

    Gives the chain (DER) about which the authority is still to be asked: an unknown revocation hinders
    no registration, since every signature is judged anew.
    """
    certificate = certificates[0]
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if at > ends:
        raise _expired(ends)
    if at < begins:
        raise _too_early(begins)
    if tax_code.replace("-", "") not in tax_codes(certificate):
        raise _others(name_of(certificate.subject), tax_code)
    try:
        judged(lambda context: chain_verdict(certificates, context), trust, at)
    except RevocationUnknown as unknown:
        return unknown.chain
    except SignatureRefused as refusal:
        raise _here(refusal) from None
    return []


def _holds_a_key(content: bytes) -> bool:
    """A key in PEM, PKCS#8, PKCS#1, SEC1, PKCS#12 or a keystore of Java, locked or not."""
    if b"PRIVATE KEY" in content or content.startswith(_JAVA_KEYSTORE):
        return True
    try:
        ders = _ders(content)
    except (ValueError, TypeError):
        return False
    return any(_is_key(der) for der in ders)


def _is_key(der: bytes) -> bool:
    for kind in (*_KEYS, pkcs12.Pfx):
        try:
            kind.load(der, strict=True).native  # noqa: B018  parsed now: each kind has its own shape
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            continue
        return True
    return False


def _ders(content: bytes) -> list[bytes]:
    """What stands in a PEM file, each by itself; a DER file as it is."""
    if pem.detect(content):
        return [der for _kind, _headers, der in pem.unarmor(content, multiple=True)]
    return [content]


def _key() -> SignatureRefused:
    return SignatureRefused(
        "private_key",
        _(
            "Tệp này chứa khóa bí mật (tệp .p12, .pfx, .key…). Tuyệt đối không gửi khóa bí mật cho bất kỳ "
            "ai, kể cả Cổng này. Tệp không được lưu. Hãy xuất riêng chứng thư số, không kèm khóa, thành "
            "tệp .cer hoặc .crt rồi chọn lại; nếu đã gửi tệp này cho nơi khác, hãy đề nghị nơi cấp thu hồi."
        ),
    )


def _unreadable() -> SignatureRefused:
    return SignatureRefused(
        "unreadable",
        _(
            "Không đọc được chứng thư số trong tệp này. Hãy xuất chứng thư số từ phần mềm ký thành tệp "
            ".cer, .crt hoặc .pem (X.509, dạng DER hoặc PEM) rồi chọn lại."
        ),
    )


def too_large() -> SignatureRefused:
    return SignatureRefused(
        "too_large",
        _(
            "Tệp lớn hơn %d KB nên không phải tệp chứng thư số. Hãy chọn đúng tệp .cer, .crt hoặc .pem."
        )
        % LARGEST_KB,
    )


def _expired(until: datetime.datetime) -> SignatureRefused:
    return SignatureRefused(
        "expired",
        _("Chứng thư số đã hết hạn ngày %s. Hãy gia hạn với nơi cấp rồi chọn tệp chứng thư số mới.")
        % f"{until:%d/%m/%Y}",
    )


def _too_early(since: datetime.datetime) -> SignatureRefused:
    return SignatureRefused(
        "too_early",
        _(
            "Chứng thư số chỉ có hiệu lực từ ngày %s. Hãy chọn chứng thư số đang có hiệu lực của đơn vị."
        )
        % f"{since:%d/%m/%Y}",
    )


def _others(holder: str, tax_code: str) -> SignatureRefused:
    return SignatureRefused(
        "other_signer",
        _(
            "Chứng thư số này cấp cho «%(holder)s», không ghi mã số thuế %(tax_code)s. Hãy kiểm tra lại "
            "mã số thuế, hoặc chọn chứng thư số của chính đơn vị."
        )
        % {"holder": holder, "tax_code": tax_code},
    )


def _here(refusal: SignatureRefused) -> SignatureRefused:
    """The reason in words for a certificate that nothing is signed with yet."""
    said = {
        "unknown_root": _(
            "Chứng thư số này không do tổ chức chứng thực chữ ký số được Cổng công nhận cấp. Hãy chọn "
            "chứng thư số công cộng của đơn vị (VNPT-CA, Viettel-CA, BkavCA…); nếu nơi cấp có giấy phép "
            "mà chưa được công nhận ở đây, hãy gọi tổng đài để được bổ sung."
        ),
        "revoked": _(
            "Chứng thư số này đã bị nơi cấp thu hồi. Hãy chọn chứng thư số đang có hiệu lực của đơn vị."
        ),
        "not_for_signing": _(
            "Chứng thư số này không được cấp để ký văn bản. Hãy chọn chứng thư ký số của đơn vị."
        ),
        "weak": _(
            "Chứng thư số dùng thuật toán đã lỗi thời (như SHA-1) hoặc khóa quá ngắn (RSA dưới 2048 bit). "
            "Hãy đổi chứng thư số với nơi cấp."
        ),
    }
    message = said.get(refusal.code)
    return SignatureRefused(refusal.code, message) if message else refusal
