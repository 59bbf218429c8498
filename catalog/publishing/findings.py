"""A finding tells what is wrong and where to mend it; a blocking one keeps the version out of force."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import ProcedureVersion


@dataclass(frozen=True)
class Finding:
    """What is wrong, what to do about it, and the page where it is done; `places` name every one."""

    text: str
    remedy: str
    url: str = ""
    blocks: bool = True
    places: tuple[str, ...] = ()


Check = Callable[[ProcedureVersion], Iterable[Finding]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Register a check: it is given a version and yields findings."""
    CHECKS.append(function)
    return function


def findings(version: ProcedureVersion) -> list[Finding]:
    """Everything that stands against the version, what blocks it first."""
    found = [finding for function in CHECKS for finding in function(version)]
    return sorted(found, key=lambda finding: not finding.blocks)


def at(version: ProcedureVersion, part: str = "") -> str:
    """The version's page, at one of its parts."""
    url = reverse("admin:catalog_procedureversion_change", args=[version.pk])
    return f"{url}#{part}-group" if part else url


@transaction.atomic
def approve(version: ProcedureVersion, *, by, warnings_read: bool = False) -> None:
    """Put the version in force from its day. ValidationError says what keeps it out.

    Findings that do not block must have been read by the person who approves.
    """
    version = ProcedureVersion.objects.select_for_update().get(pk=version.pk)
    if not version.is_draft:
        raise ValidationError(_("Phiên bản này đã được duyệt."))
    found = findings(version)
    if blocking := [finding.text for finding in found if finding.blocks]:
        raise ValidationError(blocking)
    if found and not warnings_read:
        raise ValidationError(_("Hãy đọc các lưu ý và đánh dấu đã xem trước khi duyệt."))
    version.approve(by=by)
