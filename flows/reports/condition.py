"""How the system itself is doing (tình trạng hệ thống): plain figures, without a judgement and without words."""

import datetime
import functools
import shutil
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import cms
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Count, Q
from django.utils import timezone

from flows.gateways.signing_keys import REMOTE
from flows.models import (
    AnchorSignature,
    Backup,
    OrganisationCertificate,
    SigningCertificate,
    TrustedCertificate,
)
from flows.papers.sealing import key_address
from flows.signatures.keys import TOKEN, WrongPin, key_from

SOON = datetime.timedelta(days=30)  # how long before its end a certificate is named


@dataclass(frozen=True)
class Disk:
    """Free and whole bytes of a place; None where it is nobody's disk, as an object store."""

    name: str
    free: int | None = None
    total: int | None = None

    @property
    def percent(self) -> float | None:
        return None if self.free is None or not self.total else 100 * self.free / self.total


@dataclass(frozen=True)
class Endings:
    """Of the certificates in use: how many have ended, how many end within `SOON`."""

    ended: int
    soon: int


def disks() -> list[Disk]:
    """The folder of this installation, and the store of the files where that is another disk."""
    var = _disk("var", Path(settings.VAR))
    if not isinstance(default_storage, FileSystemStorage):
        return [var, Disk("files")]
    files = Path(default_storage.location)
    if not files.exists() or files.stat().st_dev == Path(settings.VAR).stat().st_dev:
        return [var]
    return [var, _disk("files", files)]


def _disk(name: str, folder: Path) -> Disk:
    found = shutil.disk_usage(folder)
    return Disk(name, found.free, found.total)


def backups() -> tuple[Backup | None, Backup | None]:
    """(the last good one, the last of all): one question when the last is good."""
    last = Backup.objects.first()
    if last is None or not last.problem:
        return last, last
    return Backup.objects.good().first(), last


def endings(now: datetime.datetime) -> dict[str, Endings]:
    """By kind of certificate: the leaders', those believed, the organisations' registered ones."""
    believed = TrustedCertificate.objects.filter(is_active=True)
    in_use = {
        "leader": SigningCertificate.objects.filter(is_active=True),
        "trusted": believed if settings.DEMO else believed.filter(is_demo=False),
        "organisation": OrganisationCertificate.objects.current(),
    }
    ended, soon = Q(valid_to__lt=now), Q(valid_to__gte=now, valid_to__lte=now + SOON)
    return {
        kind: Endings(
            **rows.order_by().aggregate(
                ended=Count("pk", filter=ended), soon=Count("pk", filter=soon)
            )
        )
        for kind, rows in in_use.items()
    }


def seal_ends() -> datetime.datetime | None:
    """When the certificate of the agency's seal ends; None without a key or when nobody can tell.

    A key on a token or at a service is not opened for this: what it last signed bears its certificate.
    """
    address = key_address()
    if not address:
        return None
    if address.startswith((TOKEN, REMOTE)):
        return _last_signed_with()
    try:
        return _of_file(address, Path(address).stat().st_mtime_ns)
    except (OSError, WrongPin):
        return None


@functools.lru_cache(maxsize=4)
def _of_file(address: str, _changed: int) -> datetime.datetime:
    key = key_from(Path(address).read_bytes(), settings.SEAL_PASSWORD)
    return key.signing_cert.not_valid_after


def _last_signed_with() -> datetime.datetime | None:
    last = AnchorSignature.objects.order_by("-signed_at").values_list("content", flat=True).first()
    if last is None:
        return None
    signed = cms.ContentInfo.load(bytes(last))["content"]
    signer = signed["signer_infos"][0]["sid"].chosen
    for found in signed["certificates"]:
        if found.chosen.serial_number == signer["serial_number"].native:
            return found.chosen.not_valid_after
    return None


def age(since: datetime.datetime | None, now: datetime.datetime | None = None) -> float | None:
    return max(0.0, ((now or timezone.now()) - since).total_seconds()) if since else None
