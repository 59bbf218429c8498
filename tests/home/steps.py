"""What a person does at the filing pages, one line each."""

import re

from flows.models import Promise


def pdf(name="giay-to.pdf", content=None):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content or small_pdf(), content_type="application/pdf")


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
