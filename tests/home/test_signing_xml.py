"""An organisation files by an XML declaration where the procedure asks for it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from flows.models import Declaration, Document, Dossier
from flows.papers.declaration_xml import NAMESPACE, SCHEMA
from flows.services import filing, readiness
from tests.flows.signatures import authority
from tests.home.steps import address, content_of, known, sign_in, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations", "believed")]


@pytest.fixture
def draft(version, company_draft):
    version.signs_xml = True
    version.save()
    return company_draft


def to_sign(client, draft) -> bytes:
    """From check-answers to the XML, as the browser downloads it."""
    sign_in(client, draft.owner)
    page = client.post(address(draft, "kiem-tra/"), {"truth": "on"})
    made = Declaration.objects.live().latest("pk")
    assert f"/to-khai/{made.token}.xml" in client.get(page.url).content.decode()
    return b"".join(client.get(f"/to-khai/{made.token}.xml").streaming_content)


def brought(client, draft, content: bytes):
    file = SimpleUploadedFile("da-ky.xml", content, content_type="text/xml")
    return client.post(address(draft, "xac-nhan/"), {"signed": file})


def test_the_signed_xml_files_and_is_kept_with_the_pdf_to_read(client, draft):
    xml = to_sign(client, draft)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(xml))
    assert etree.fromstring(xml).get("maBamNoiDung") == filing.digest_of(draft)
    keys = {one.get("ma") for one in etree.fromstring(xml).iter(f"{{{NAMESPACE}}}Truong")}
    assert keys == set(readiness.declared(draft))
    signed = authority.sign_xml(xml, authority.company())
    assert brought(client, draft, signed).url == address(draft, "da-nop/")
    dossier = Dossier.objects.get()
    evidence = dossier.current_submission.evidence
    assert (evidence["format"], evidence["signature"]["tax_code"]) == ("XAdES", authority.TAX_CODE)
    reading, declared = dossier.documents.filter(source="signature").order_by("pk")
    assert (reading.file.content_type, declared.file.content_type) == (
        "application/pdf", "application/xml",
    )  # fmt: skip
    assert declared.file.content() == signed
    assert etree.fromstring(signed).find(f"{{{NAMESPACE}}}BanDoc").get("sha256") == (
        reading.file.sha256
    )
    shown = client.get(f"/tep/{declared.pk}/?xem=1")
    assert "sandbox" in shown["Content-Security-Policy"]


def test_the_schema_is_handed_out(client):
    assert etree.XMLSchema(etree.parse(io.BytesIO(client.get("/to-khai/to-khai-1.xsd").content)))


def wrong_files():
    """(what is brought, a part of the sentence that says what to do)"""
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")
    return {
        "unsigned": (lambda xml: xml, "chưa có chữ ký số"),
        "other signer": (lambda xml: authority.sign_xml(xml, other), "không phải của đơn vị"),
        "changed": (
            lambda xml: authority.sign_xml(xml, authority.company()).replace(b"D02", b"D03").replace(
                b"<TieuDe>", b"<TieuDe>x"
            ),
            "thay đổi sau khi ký",
        ),
        "a PDF": (lambda xml: authority.paper(), "không phải XML"),
        "empty": (lambda xml: b"", "Tệp rỗng"),
        "a DTD": (lambda xml: b"<!DOCTYPE x><x/>", "khai báo DTD"),
    }  # fmt: skip


@pytest.mark.parametrize("case", ["unsigned", "other signer", "changed", "a PDF", "empty", "a DTD"])
def test_a_wrong_file_is_refused_with_what_to_do_and_files_nothing(client, draft, case):
    make, sentence = wrong_files()[case]
    page = brought(client, draft, make(to_sign(client, draft)))
    assert sentence in page.content.decode()
    assert not Dossier.objects.exists()


def test_a_revoked_certificate_is_refused(client, draft):
    known(authority.revoked_list(authority.root(), authority.company()))
    page = brought(client, draft, authority.sign_xml(to_sign(client, draft), authority.company()))
    assert "bị nơi cấp thu hồi" in page.content.decode()


def test_a_signed_pdf_does_not_stand_for_the_xml(client, draft):
    to_sign(client, draft)
    signed = authority.sign(Declaration.objects.get().reading.content(), authority.company())
    assert "không phải XML" in upload(client, address(draft, "xac-nhan/"), signed).content.decode()


def test_the_withdrawal_of_such_a_dossier_is_xml_too(client, draft):
    brought(client, draft, authority.sign_xml(to_sign(client, draft), authority.company()))
    dossier = Dossier.objects.get()
    page = client.post(f"/ho-so/{dossier.code}/rut/", {"reason": "Nộp nhầm"})
    signed = authority.sign_xml(content_of(Declaration.objects.live().get()), authority.company())
    file = SimpleUploadedFile("da-ky.xml", signed, content_type="text/xml")
    client.post(page.url, {"signed": file})
    assert Document.objects.filter(source="signature", file__content_type="application/xml").count() == 2  # fmt: skip


def test_the_demo_signs_xml(client, draft, settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, True
    to_sign(client, draft)
    signed = client.post(f"/ky-thu/{Declaration.objects.get().token}/").content
    assert brought(client, draft, signed).url == address(draft, "da-nop/")
