"""The agency's seal on slips and results (ký số của cơ quan): the key, the visible stamp, the facts."""

import io
from functools import lru_cache
from pathlib import Path

import pikepdf
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.timestamps import TimestampRequestError

from flows.errors import EffectError
from flows.signatures.sealing import KeyUnreadable, Stamp, key_from, seal
from flows.signatures.subjects import name_of

FIELD = "CoQuanKySo"
# In the upper margin of the first page: no template prints there.
_WIDTH, _HEIGHT, _RIGHT, _TOP = 178, 30, 48, 9


def key_path() -> Path | None:
    """The PKCS#12 of SEAL_KEY; in a demo its own; None: papers are issued without a seal."""
    if settings.SEAL_KEY:
        return Path(settings.SEAL_KEY)
    demo = settings.VAR / "demo-ca" / "agency.p12"
    return demo if settings.DEMO and demo.exists() else None


def sealed(content: bytes, title: str) -> tuple[bytes, dict]:
    """(the PDF with the seal, its facts); unchanged without a key. EffectError when it must wait."""
    path = key_path()
    if path is None:
        return content, {}
    try:
        key = _key(str(path), path.stat().st_mtime, settings.SEAL_PASSWORD)
    except (OSError, KeyUnreadable) as error:
        raise EffectError(f"Chưa ký số được: {error}") from error
    certificate = key.signing_cert
    now = timezone.now()
    signer = name_of(certificate.subject)
    try:
        made = seal(
            content,
            key,
            field=FIELD,
            reason=title[:200],
            stamp=_stamp(content, signer, now),
            time_stamp_url=settings.SEAL_TIME_STAMP_URL,
        )
    except (OSError, TimestampRequestError) as error:
        raise EffectError(
            f"Máy chủ dấu thời gian chưa trả lời ({type(error).__name__})."
        ) from error
    facts = {
        "signer": signer,
        "issuer": name_of(certificate.issuer),
        "serial": f"{certificate.serial_number:X}",
        "sealed_at": now.isoformat(),
        "is_time_stamped": bool(settings.SEAL_TIME_STAMP_URL),
    }
    return made, facts


@lru_cache(maxsize=4)
def _key(path: str, _changed: float, password: str):
    """Opened once per process and version of the file."""
    return key_from(Path(path).read_bytes(), password)


def _stamp(content: bytes, signer: str, now) -> Stamp:
    """Who and when, in the upper right corner of the first page."""
    from flows.papers.rendering import HERE, typeset

    local = timezone.localtime(now)
    source = (HERE / "templates" / "stamp.typ").read_text(encoding="utf-8")
    data = {"signer": signer, "at": f"{local:%H:%M:%S %d/%m/%Y}"}
    picture = typeset(source, data, at=now)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        right, top = (float(edge) for edge in list(pdf.pages[0].mediabox)[2:])
    box = (right - _RIGHT - _WIDTH, top - _TOP - _HEIGHT, right - _RIGHT, top - _TOP)
    return Stamp(picture, box)
