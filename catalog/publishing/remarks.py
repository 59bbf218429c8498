"""Checks of what reviewers said about a draft."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from .findings import Finding, check


@check
def remarks(version) -> Iterator[Finding]:
    """Every remark is settled before the version goes into force."""
    if count := version.remarks.open().count():
        yield Finding(
            ngettext("Còn %d góp ý chưa khép.", "Còn %d góp ý chưa khép.", count) % count,
            ngettext("Trả lời, sửa rồi khép góp ý.", "Trả lời, sửa rồi khép các góp ý.", count),
            reverse("admin:catalog_procedureversion_compare", args=[version.pk]) + "#gop-y",
        )
