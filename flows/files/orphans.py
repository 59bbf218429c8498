"""Files that nothing names: left by an upload or a filing that was broken off."""

import datetime
import logging
import re

from django.core.files.storage import default_storage
from django.db.models import Exists, ForeignObjectRel, OuterRef, ProtectedError, Q
from django.utils import timezone

from flows.models import StoredFile

AFTER = datetime.timedelta(hours=2)
_OURS = re.compile(r"^[0-9a-f]{2}$")  # folders of storage_path; others keep their files there too
log = logging.getLogger(__name__)


def drop_orphans(now=None) -> int:
    """Delete rows that no paper points at and bytes that no row names, two hours old; how many."""
    before = (now or timezone.now()) - AFTER
    return _drop_rows(before) + _drop_bytes(before)


def _drop_rows(before) -> int:
    loose = StoredFile.objects.filter(created_at__lt=before).exclude(_is_named())
    dropped = 0
    for stored in loose:
        try:
            stored.delete()
        except ProtectedError:
            continue  # something else points at it: it is no orphan
        stored.file.delete(save=False)
        dropped += 1
    return dropped


def _is_named() -> Q:
    """Whether anything points at the file, by any relation there is to it."""
    named = Q()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            field = relation.field
            rows = field.model._base_manager.filter(**{field.name: OuterRef("pk")})
            named |= Q(Exists(rows.order_by()))
    return named


def _drop_bytes(before) -> int:
    """A folder at a time: the bytes of a day's uploads fit in memory, those of ten years do not."""
    dropped = 0
    for first in _folders(""):
        for folder in _folders(first):
            paths = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
            named = StoredFile.objects.filter(file__in=paths).values_list("file", flat=True)
            for path in paths - set(named):
                if default_storage.get_modified_time(path) < before:
                    default_storage.delete(path)
                    dropped += 1
    if dropped:
        log.info("dropped %s files without a row", dropped)
    return dropped


def _folders(parent: str) -> list[str]:
    try:
        names = default_storage.listdir(parent)[0]
    except FileNotFoundError:
        return []
    return [f"{parent}/{name}".lstrip("/") for name in names if _OURS.match(name)]
