"""Uploaded sheets between check and confirmation: private, of one person, gone within the hour."""

import datetime

from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone
from import_export.tmp_storages import MediaStorage

FOLDER = "catalog-imports"
LIFE = datetime.timedelta(hours=1)


class PrivateUpload(MediaStorage):
    """A file under the private media folder; saving one removes those that nobody confirmed."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs, MEDIA_FOLDER=FOLDER)
        self.MEDIA_FOLDER = FOLDER

    def save(self, data):
        reap()
        super().save(data)


def reap() -> None:
    """Remove uploads older than an hour."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - LIFE:
            default_storage.delete(path)


def ticket(name: str, user) -> str:
    """The name of an upload as its owner's page carries it: signed, for this person alone."""
    return TimestampSigner(salt=f"catalog-upload-{user.pk}").sign(name)


def redeem(signed: str, user) -> str | None:
    """The name behind a ticket of this person, or None when it is not theirs or too old."""
    try:
        return TimestampSigner(salt=f"catalog-upload-{user.pk}").unsign(signed, max_age=LIFE)
    except BadSignature:
        return None
