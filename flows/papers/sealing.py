"""The agency's seal on slips and results (ký số của cơ quan): the key, the visible stamp, the facts."""

import io

import pikepdf
from asn1crypto import x509
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError, ValidationError

from flows.errors import EffectError
from flows.gateways import time_stamping
from flows.gateways.signing_keys import opened
from flows.signatures.keys import KeySilent, KeyUnreadable
from flows.signatures.known import trust
from flows.signatures.sealing import Stamp, seal
from flows.signatures.subjects import name_of

FIELD = "CoQuanKySo"
LEADER = "LanhDaoKySo"  # on results that a leader signs, before the agency
# In the upper margin of the first page: no template prints there.
WIDTH, HEIGHT, _SIDE, _TOP = 178, 30, 48, 9


def key_address() -> str:
    """SEAL_KEY: a PKCS#12, `pkcs11:…` or `csc:…`; in a demo its own; "": papers are issued unsealed."""
    if settings.SEAL_KEY:
        return settings.SEAL_KEY
    demo = settings.VAR / "demo-ca" / "agency.p12"
    return str(demo) if settings.DEMO and demo.exists() else ""


def sealed(content: bytes, title: str) -> tuple[bytes, dict]:
    """(the PDF with the seal, its facts); unchanged without a key. EffectError when it must wait."""
    address = key_address()
    if not address:
        return content, {}
    now = timezone.now()
    try:
        with opened(address, settings.SEAL_PASSWORD) as key:
            signer = name_of(key.signing_cert.subject)
            return sign(
                content,
                key,
                field=FIELD,
                title=title,
                now=now,
                stamp=stamp_on(content, signer, now),
            )
    except KeySilent as error:
        raise EffectError(f"Chưa ký số được: {error}.") from error
    except (KeyUnreadable, FileNotFoundError, PermissionError) as error:
        raise EffectError(f"Chưa ký số được: {error}") from error


def sign(
    content: bytes, key: Signer, *, field: str, title: str, now, stamp: Stamp
) -> tuple[bytes, dict]:
    """(the PDF signed with the key, the facts of the signature). EffectError when time-stamp or
    authorities do not answer, KeySilent and KeyUnreadable of the key itself."""
    certificate, believed, stamper = key.signing_cert, trust(now), time_stamping.address()
    lasts = bool(stamper) and believed.reaches(certificate, _others(key))
    try:
        made = seal(
            content,
            key,
            field=field,
            reason=title[:200],
            stamp=stamp,
            time_stamp_url=stamper,
            evidence=believed.lasting_context(at=now) if lasts else None,
        )
    except (KeySilent, KeyUnreadable):
        raise
    except (OSError, TimestampRequestError) as error:
        raise EffectError(
            f"Máy chủ dấu thời gian chưa trả lời ({type(error).__name__})."
        ) from error
    except (SigningError, ValidationError, CRLFetchError, OCSPFetchError) as error:
        raise EffectError(
            f"Chưa lấy được dữ liệu xác minh dài hạn từ nơi cấp chứng thư ({type(error).__name__})."
        ) from error
    return made, {
        "signer": name_of(certificate.subject),
        "issuer": name_of(certificate.issuer),
        "serial": f"{certificate.serial_number:X}",
        "sealed_at": now.isoformat(),
        "is_time_stamped": bool(stamper),
        "is_lasting": lasts,
    }


def _others(key: Signer) -> list[x509.Certificate]:
    return list(key.cert_registry) if key.cert_registry else []


def stamp_on(content: bytes, signer: str, now, *, left: bool = False) -> Stamp:
    """Who and when, in an upper corner of the first page: right the agency's, left the leader's."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        first, _bottom, last, top = (float(edge) for edge in pdf.pages[0].mediabox)
    start = first + _SIDE if left else last - _SIDE - WIDTH
    box = (start, top - _TOP - HEIGHT, start + WIDTH, top - _TOP)
    return Stamp(stamp_picture(signer, now), box)


def stamp_picture(signer: str, now) -> bytes:
    """A PDF of WIDTH × HEIGHT points that says who signed and when."""
    from flows.papers.rendering import HERE, typeset

    local = timezone.localtime(now)
    source = (HERE / "templates" / "stamp.typ").read_text(encoding="utf-8")
    data = {"signer": signer, "at": f"{local:%H:%M:%S %d/%m/%Y}"}
    return typeset(source, data, at=now)
