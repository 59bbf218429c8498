"""Slips and results bear the agency's seal: outside validators accept it, the public page says so."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.status import SignatureCoverageLevel

from flows import papers
from flows.effects.outbox import keep_due
from flows.errors import EffectError
from flows.files import keep_bytes
from flows.models import IssuedDocument, Promise, TrustedCertificate
from flows.papers.sealing import FIELD
from tests import situations
from tests.flows.signatures import authority
from tests.flows.signatures.seals import AGENCY, judged

pytestmark = pytest.mark.django_db


def test_the_worker_seals_and_the_hash_is_of_the_sealed_file(key, issued):
    Promise.objects.exclude(kind="render").delete()
    keep_due()
    issued.refresh_from_db()
    content = papers.render(issued)
    status = judged(content)
    assert status.bottom_line
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert issued.sha256 == issued.file.sha256
    assert issued.seal["signer"] == AGENCY
    assert papers.render(issued) == content


def test_without_a_key_papers_are_issued_without_a_seal(issued):
    assert not list(PdfFileReader(io.BytesIO(papers.render(issued))).embedded_signatures)
    assert issued.seal == {}
    assert papers.verify(issued.token)["seal"] is None


def test_a_wrong_password_waits_and_the_download_says_so(key, issued, settings, client):
    settings.SEAL_PASSWORD = "sai"
    with pytest.raises(EffectError):
        papers.render(issued)
    issued.refresh_from_db()
    assert issued.file is None
    client.force_login(issued.dossier.applicant, backend="accounts.backends.CitizenDoorBackend")
    page = client.get(f"/giay-to/{issued.token}.pdf")
    assert (page.status_code, page["Retry-After"]) == (503, "60")


def test_a_time_stamp_server_that_is_down_makes_the_paper_wait(key, issued, settings):
    settings.SEAL_TIME_STAMP_URL = "http://127.0.0.1:9/tsa"
    with pytest.raises(EffectError, match="dấu thời gian"):
        papers.render(issued)


def test_the_public_page_says_who_signed_when_and_whether_it_holds(key, issued, client):
    papers.render(issued)
    page = client.get(f"/xac-minh/{issued.token}/").content.decode()
    assert AGENCY in page
    assert "không nằm trong danh sách" in page
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    page = client.get(f"/xac-minh/{issued.token}/").content.decode()
    assert "Hợp lệ: tệp nguyên vẹn" in page
    assert "chưa có bên thứ ba xác nhận bằng dấu thời gian" in page  # no such server is set here
    assert "NO_POE" not in page


def test_a_changed_file_is_told_on_the_public_page(key, issued, client):
    papers.render(issued)
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    with issued.file.file.open("rb") as kept:
        content = kept.read()
    path = issued.file.file.path
    place = content.index(b"/MediaBox")
    with open(path, "wb") as kept:
        kept.write(content[: place + 1] + b"X" + content[place + 2 :])
    assert "Không hợp lệ" in client.get(f"/xac-minh/{issued.token}/").content.decode()


def test_a_seal_of_another_paper_is_no_seal_of_this_one(key, issued, client):
    papers.render(issued)
    other = situations.filed(
        issued.dossier.version, situations.office("BHXH khác"), situations.citizen("Khác")
    ).issued.get(kind="filing")
    papers.render(other)
    issued.file.file.storage.delete(issued.file.file.name)
    with other.file.file.open("rb") as kept:
        issued.file.file.storage.save(issued.file.file.name, kept)
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    assert not papers.verify(issued.token)["seal"]["is_sound"]


def test_the_demo_has_a_seal_of_its_own(settings, tmp_path, issued):
    from home.demo import authority as demo

    settings.VAR, settings.DEMO = tmp_path, True
    demo.build()
    papers.render(issued)
    assert issued.seal["signer"] == demo.AGENCY
    assert papers.verify(issued.token)["seal"]["is_trusted"]


@pytest.mark.parametrize(("ends", "sealed", "stamped", "by", "holds"), [
    (-1, -3, -3, None, True),  # the certificate has ended since: the stamp proves the time
    (-5, -6, -1, None, False),  # stamped when it had ended already, whatever our record says
    (30, -3, -3, "Gốc lạ", False),  # by an authority of nobody
])  # fmt: skip
def test_s44_the_public_page_believes_a_seal_as_its_time_stamp_does(
    issued, client, ends, sealed, stamped, by, holds
):
    papers.render(issued)
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    agency = authority.issue(AGENCY, by=authority.root(), ends=ends)
    stamper = authority.time_authority(authority.issue(by)) if by else None
    stamping = authority.stamping(authority.NOW + stamped * authority.DAY, stamper)
    content = authority.sign(papers.render(issued), agency, field=FIELD, stamper=stamping)
    kept = keep_bytes(content, "application/pdf")
    at = authority.NOW + sealed * authority.DAY
    facts = {"signer": AGENCY, "issuer": "Gốc thử nghiệm", "sealed_at": at.isoformat()}
    IssuedDocument.objects.filter(pk=issued.pk).update(file=kept, sha256=kept.sha256, seal=facts)
    told = papers.verify(issued.token)["seal"]
    assert (told["is_sound"], told["is_trusted"]) == (True, holds)
    assert told["stamp"].is_trusted is (by is None)
    page = client.get(f"/xac-minh/{issued.token}/").text
    assert ("Hợp lệ: tệp nguyên vẹn" in page) is holds
