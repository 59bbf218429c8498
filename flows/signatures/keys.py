"""Where a signing key lies and how it is opened: a file (PKCS#12), a token (PKCS#11), a remote service.

PINs and passwords pass through and are kept nowhere.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pkcs11
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign import signers
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

TOKEN = "pkcs11:"  # noqa: S105 the scheme of RFC 7512
# A token knows one signed-in user per process: whoever comes second waits.
_one_at_a_time = threading.Lock()


class KeyUnreadable(ValueError):
    """The key cannot be used: wrong file, wrong PIN, no such token. The text says which."""


class WrongPin(KeyUnreadable):
    """The PIN or password does not open the key; nothing more may be tried blindly."""


class Declined(KeyUnreadable):
    """The holder said no on the own device."""


class Lapsed(KeyUnreadable):
    """Nobody answered on the own device in time."""


class KeySilent(OSError):
    """The token or the signing service does not answer, or answers nonsense: try again later."""


def key_from(pkcs12: bytes, password: str) -> signers.SimpleSigner:
    """The key with its certificates; WrongPin when the file or password is wrong."""
    try:
        return signers.SimpleSigner.load_pkcs12_data(pkcs12, [], password.encode() or None)
    except ValueError:
        raise WrongPin("khóa ký (PKCS#12) sai mật khẩu hoặc sai tệp.") from None


@contextmanager
def token_key(address: str, pin: str) -> Iterator[signers.Signer]:
    """The key of a token while the block runs: `pkcs11:token=…;object=…?module-path=…` (RFC 7512).

    KeyUnreadable when there is no such token or key, WrongPin, or KeySilent when it fails.
    """
    parts = urlsplit(address)
    where = dict(part.split("=", 1) for part in parts.path.split(";") if "=" in part)
    module = parse_qs(parts.query).get("module-path", [""])[0]
    if not module or not Path(module).exists():
        raise KeyUnreadable("không thấy thư viện PKCS#11 (module-path) của thiết bị ký.")
    label = unquote(where.get("object", ""))
    criteria = TokenCriteria(label=unquote(where.get("token", "")))
    with (
        _one_at_a_time,
        _in_words(),
        open_pkcs11_session(module, token_criteria=criteria, user_pin=pin) as session,
    ):
        key = PKCS11Signer(session, cert_label=label, key_label=label)
        # Few tokens hash for elliptic curves themselves; all of them sign a hash.
        key.use_raw_mechanism = key.signing_cert.public_key.algorithm == "ec"
        yield key


@contextmanager
def _in_words() -> Iterator[None]:
    """What the token's library throws, as our own errors; the PIN is in none of them."""
    try:
        yield
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
        raise WrongPin("mã PIN không đúng.") from None
    except (pkcs11.PinLocked, pkcs11.PinExpired):
        raise KeyUnreadable("mã PIN của thiết bị ký đã bị khóa; hãy nhờ nơi cấp mở lại.") from None
    except (pkcs11.NoSuchToken, pkcs11.NoSuchKey, pkcs11.MultipleTokensReturned):
        raise KeyUnreadable("không thấy thiết bị ký hoặc khóa mang tên này.") from None
    except pkcs11.PKCS11Error as error:
        if type(error) is pkcs11.PKCS11Error:  # the library's own word for what it did not find
            raise KeyUnreadable("không thấy thiết bị ký hoặc khóa mang tên này.") from None
        raise KeySilent(f"thiết bị ký không trả lời ({type(error).__name__})") from None
