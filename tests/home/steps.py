"""What a person does at the filing pages, one line each."""

import re

from flows.models import Promise, RevocationRecord
from tests.flows.signatures import authority


def pdf(name="giay-to.pdf", content=None):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(
        name, small_pdf() if content is None else content, content_type="application/pdf"
    )


def small_pdf() -> bytes:
    """A page that readers accept."""
    import io

    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def photo(name="anh.jpg"):
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue(), content_type="image/jpeg")


def sign_in(client, user):
    client.force_login(user, backend="accounts.backends.CitizenDoorBackend")


def address(draft, page: str = "") -> str:
    return f"/nop-ho-so/{draft.procedure.code}/{draft.key}/{page}"


def code_sent() -> str:
    """The code of the newest SMS, before the worker scrubs it."""
    text = Promise.objects.filter(kind="sms").latest("pk").payload["text"]
    return re.search(r"\b\d{6}\b", text).group()


def known(content: bytes) -> None:
    """The authority's list of the revoked, as the worker keeps it."""
    RevocationRecord.objects.update_or_create(
        kind="crl", source=authority.LIST_URL, about="",
        defaults={"content": content, "good_until": authority.NOW + 5 * authority.DAY},
    )  # fmt: skip


def content_of(declaration) -> bytes:
    """The bytes of a declaration."""
    with declaration.file.file.open("rb") as kept:
        return kept.read()


def upload(client, url, signed: bytes):
    """Send the signed file from the page of the signature."""
    return client.post(url, {"signed": pdf("da-ky.pdf", signed)})
