"""Uploads: judged by their content, each refusal in its own sentence, nothing kept of what is refused."""

import datetime
import io
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from flows.files import FileRefused, clean_name, combine_images, store
from flows.files.orphans import drop_orphans
from flows.models import StoredFile
from tests import situations
from tests.flows.effects.servers import virus_scanner

pytestmark = pytest.mark.django_db


def pdf(change=lambda pdf: None, **saving) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 200))
        change(made)
        out = io.BytesIO()
        made.save(out, **saving)
    return out.getvalue()


def picture(kind="JPEG", size=(60, 40), **saving) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **saving)
    return out.getvalue()


def upload(content: bytes, name: str = "giay.pdf"):
    return SimpleUploadedFile(name, content)


def refusal(content: bytes, name: str = "giay.pdf", **limits) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        store(upload(content, name), **limits)
    assert not StoredFile.objects.exists()
    return refused.value


def test_a_pdf_is_kept_as_it_is_with_its_pages_and_hash():
    content = pdf(lambda made: made.add_blank_page())
    stored = store(upload(content))
    assert (stored.content_type, stored.pages, stored.size) == ("application/pdf", 2, len(content))
    with stored.file.open("rb") as kept:
        assert kept.read() == content
    assert "giay" not in stored.file.name


def test_a_photo_is_turned_upright_and_loses_where_and_with_what_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x0110] = "Máy ảnh"
    stored = store(upload(picture(exif=exif), "anh.jpg"))
    with stored.file.open("rb") as kept, Image.open(kept) as seen:
        assert seen.size == (40, 60)
        assert not seen.getexif()


def test_a_large_photo_is_made_smaller():
    stored = store(upload(picture(size=(6000, 4500)), "anh.jpg"))
    with stored.file.open("rb") as kept, Image.open(kept) as seen:
        assert max(seen.size) <= 4000


def test_a_png_stays_a_png():
    assert store(upload(picture("PNG"), "anh.png")).content_type == "image/png"


def test_an_empty_file_is_refused():
    assert refusal(b"").code == "empty"


def test_a_large_file_is_refused_with_the_limit_before_it_is_read():
    class Huge:
        name, size = "to.pdf", 11 * 1024 * 1024

        def read(self, *args):
            raise AssertionError("read")

    with pytest.raises(FileRefused, match="10 MB") as refused:
        store(Huge())
    assert refused.value.code == "too_large"
    assert "1 MB" in str(refusal(b"%PDF-" + b"x" * 1024 * 1024, max_mb=1))


def test_the_wrong_types_are_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/vbaProject.bin", "x")
    for content, name in [
        (b"<html><script>alert(1)</script></html>", "giay.pdf"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "anh.png"),
        (archive.getvalue(), "to-khai.docx"),
        (b"MZ\x90\x00" + b"\0" * 200, "giay.pdf"),
        (b"GIF89a" + b"\0" * 20 + b"alert(1)", "anh.jpg"),
    ]:
        assert refusal(content, name).code == "type"


def test_a_disguised_ending_is_refused():
    assert ".exe" in str(refusal(pdf(), "giay.pdf.exe"))
    assert refusal(pdf(), "anh.jpg").code == "type"
    assert refusal(picture(), "giay.pdf").code == "type"


def test_a_photo_named_png_by_its_phone_is_taken():
    assert store(upload(picture(), "anh.png")).content_type == "image/jpeg"


def test_a_pdf_header_on_something_else_is_refused():
    assert refusal(b"%PDF-1.7\n<html><script>alert(1)</script></html>").code == "broken"


def test_broken_pictures_are_refused():
    assert refusal(picture()[:200], "anh.jpg").code == "broken"


def test_an_encrypted_pdf_is_refused():
    for words in [{"user": "mat-khau", "owner": "x"}, {"user": "", "owner": "x"}]:
        assert refusal(pdf(encryption=pikepdf.Encryption(**words))).code == "encrypted"


def _action(kind, **facts):
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **facts)


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.Root.__setattr__("OpenAction", _action("JavaScript", JS="app.alert(1)")),
        lambda made: made.Root.__setattr__("OpenAction", _action("URI", URI="http://x")),
        lambda made: made.Root.__setattr__("AA", pikepdf.Dictionary(WC=_action("GoTo"))),
        lambda made: made.pages[0].obj.__setattr__(
            "AA", pikepdf.Dictionary(O=_action("JavaScript", JS="x"))
        ),
        lambda made: made.Root.__setattr__(
            "Names",
            pikepdf.Dictionary(
                JavaScript=pikepdf.Dictionary(
                    Names=pikepdf.Array([pikepdf.String("a"), _action("JavaScript", JS="x")])
                )
            ),
        ),
        lambda made: made.Root.__setattr__("AcroForm", pikepdf.Dictionary(XFA="x")),
        lambda made: made.pages[0].obj.__setattr__(
            "Annots",
            pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=_action("Launch"))]),
        ),
    ],
)
def test_a_pdf_that_acts_by_itself_is_refused(change):
    assert refusal(pdf(change)).code == "active"


def test_a_pdf_with_a_file_inside_is_refused():
    def attach(made):
        made.attachments["virus.exe"] = b"MZ"

    assert refusal(pdf(attach)).code == "attachment"


def test_a_pdf_that_only_opens_at_a_page_is_taken():
    def jump(made):
        made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])

    assert store(upload(pdf(jump))).pages == 1


def test_a_pixel_flood_is_refused_before_it_is_decoded():
    head = picture("PNG", size=(1, 1))
    for side in (12_000, 30_000):
        flood = head[:16] + side.to_bytes(4, "big") * 2 + head[24:29]
        flood += zlib.crc32(flood[12:29]).to_bytes(4, "big") + head[33:]
        assert refusal(flood, "anh.png").code == "too_many_pixels"


def test_photos_become_one_pdf_in_order():
    stored = combine_images(
        [upload(picture(), "1.jpg"), upload(picture("PNG", size=(40, 90)), "2.png")]
    )
    assert (stored.content_type, stored.pages) == ("application/pdf", 2)
    with stored.file.open("rb") as kept, pikepdf.open(kept) as seen:
        first, second = (page.mediabox for page in seen.pages)
    assert first[2] > first[3]
    assert second[2] < second[3]
    with pytest.raises(FileRefused, match="ảnh"):
        combine_images([upload(pdf())])


def test_a_full_disk_is_said_and_leaves_no_row(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage._wrapped.__class__, "_save", full)
    assert refusal(pdf()).code == "storage"


def test_a_virus_is_refused_and_a_silent_scanner_holds_the_file_back(settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    assert refusal(pdf()).code == "unchecked"
    with virus_scanner(settings.CLAMD_SOCKET):
        assert refusal(pdf() + b"EICAR").code == "virus"
        assert store(upload(pdf()))
    StoredFile.objects.all().delete()
    (tmp_path / "clamd").unlink()
    with virus_scanner(settings.CLAMD_SOCKET, answer=b"INSTREAM size limit exceeded. ERROR\0"):
        assert refusal(pdf()).code == "unchecked"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\Giấy khai sinh.PDF", "Giấy khai sinh.PDF"),
        ("Gia\u0302\u0301y.pdf", "Giấy.pdf"),
        ("a\u202efdp.exe\r\n.pdf", "afdp.exe.pdf"),
        ("...", "giay-to"),
        ("", "giay-to"),
    ],
)
def test_the_name_shown_has_no_path_and_no_tricks(given_name, kept):
    assert clean_name(given_name) == kept


def test_the_name_ends_as_the_content_is():
    assert clean_name("anh.png", "image/jpeg") == "anh.jpg"
    assert clean_name("blob", "application/pdf") == "blob.pdf"


@given(st.text(max_size=400))
def test_any_name_becomes_a_short_plain_one(name):
    cleaned = clean_name(name, "application/pdf")
    assert 0 < len(cleaned) <= 120
    assert not set(cleaned) & set("/\\\r\n\0\u202e")
    assert cleaned.lower().endswith(".pdf")


def test_what_nothing_names_is_swept_away_and_papers_stay():
    office = situations.office()
    dossier = situations.filed(situations.procedure(), office)
    loose = store(upload(pdf()))
    default_storage.save("ab/cd/abcd-half", ContentFile(b"x"))
    soon = timezone.now() + datetime.timedelta(hours=3)
    assert drop_orphans(timezone.now()) == 0
    drop_orphans(soon)
    assert not StoredFile.objects.filter(pk=loose.pk).exists()
    assert not default_storage.exists(loose.file.name)
    assert not default_storage.exists("ab/cd/abcd-half")
    for document in dossier.documents.exclude(file=None):
        assert default_storage.exists(document.file.file.name)
