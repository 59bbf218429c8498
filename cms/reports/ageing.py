"""Words that grew old: pages nobody touched for long, guidance older than the law it explains, forgotten drafts."""

import dataclasses
import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from catalog.models import Procedure, ProcedureVersion

UNTOUCHED = datetime.timedelta(days=180)
FORGOTTEN = datetime.timedelta(days=14)
# A piece of news belongs to its day; it does not age.
LASTING = ("contentpage", "helppage", "finderpage", "homepage", "helpindexpage", "procedureindexpage")  # fmt: skip


@dataclasses.dataclass
class Stale:
    """What to look at again, since when, and why."""

    thing: object
    since: datetime.datetime
    reason: str


def stale(now: datetime.datetime | None = None) -> list[Stale]:
    """Everything to look at again, the oldest first."""
    now = now or timezone.now()
    found = [*_untouched(now), *_overtaken(now), *_forgotten(now)]
    return sorted(found, key=lambda row: row.since)


def _untouched(now):
    pages = Page.objects.live().filter(
        content_type__app_label="cms",
        content_type__model__in=LASTING,
        last_published_at__lt=now - UNTOUCHED,
    )
    return [
        Stale(page, page.last_published_at, _("chưa được xem lại hơn sáu tháng")) for page in pages
    ]


def _overtaken(now):
    """Procedures with guidance published before the version in force was approved."""
    versions: dict[int, ProcedureVersion] = {}
    for version in ProcedureVersion.objects.in_force(timezone.localdate(now)).select_related(
        "procedure"
    ):
        versions.setdefault(version.procedure_id, version)
    return [
        Stale(version.procedure, version.approved_at, _("quy định đã đổi sau lời hướng dẫn"))
        for version in versions.values()
        if (version.procedure.guidance or version.procedure.summary)
        and version.procedure.last_published_at
        and version.procedure.last_published_at < version.approved_at
        and not version.procedure.is_repealed()
    ]


def _forgotten(now):
    """Drafts that wait for nobody knows what."""
    waiting = {"has_unpublished_changes": True, "latest_revision__created_at__lt": now - FORGOTTEN}
    said = _("bản nháp để quá hai tuần")
    drafts = [
        *Page.objects.filter(**waiting).annotate(at=F("latest_revision__created_at")),
        *Procedure.objects.filter(**waiting).annotate(at=F("latest_revision__created_at")),
    ]
    return [Stale(draft, draft.at, said) for draft in drafts]
