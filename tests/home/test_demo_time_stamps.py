"""The demo's stand-in for a time-stamp server: what it stamps, an outside program accepts."""

import io
import subprocess

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from flows import papers
from flows.audit import anchoring, verify
from flows.gateways import time_stamping
from flows.papers import sealing
from home.demo import authority
from tests import situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, True
    authority.build()
    return tmp_path


def openssl(*told) -> str:
    """What the program says; it fails the test when it refuses."""
    line = ["openssl", *map(str, told)]
    return subprocess.run(line, check=True, capture_output=True).stdout.decode()  # noqa: S603


def accepted(token: bytes, of: bytes, folder) -> bool:
    data, stamp = folder / "data", folder / "stamp.tsr"
    data.write_bytes(of)
    stamp.write_bytes(token)
    root = folder / "demo-ca" / "root.pem"
    said = openssl("ts", "-verify", "-data", data, "-in", stamp, "-token_in", "-CAfile", root)
    return "Verification: OK" in said


def test_whoever_asks_gets_a_stamp_that_openssl_accepts(client, demo, settings):
    data, asked, said = demo / "data", demo / "asked.tsq", demo / "said.tsr"
    data.write_text("tờ khai")
    openssl("ts", "-query", "-data", data, "-sha256", "-cert", "-out", asked)
    here, kind = "/dau-thoi-gian-thu/", time_stamping.ASKED
    answer = client.post(here, asked.read_bytes(), content_type=kind)
    assert answer["Content-Type"] == time_stamping.ANSWERED
    said.write_bytes(answer.content)
    root = demo / "demo-ca" / "root.pem"
    verified = openssl("ts", "-verify", "-queryfile", asked, "-in", said, "-CAfile", root)
    assert "Verification: OK" in verified
    refused = client.post(here, b"khong phai cau hoi", content_type=kind)
    said.write_bytes(refused.content)
    assert "Rejected" in openssl("ts", "-reply", "-in", said, "-text")
    settings.DEMO = False
    assert client.post(here, asked.read_bytes(), content_type=kind).status_code == 404


def test_papers_of_the_demo_bear_a_stamp_and_what_proves_them_later(client, demo):
    situations.loaded_slips()
    dossier = situations.filed(situations.procedure(), situations.office())
    issued = dossier.issued.get(kind="filing")
    content = papers.render(issued)
    assert (issued.seal["is_time_stamped"], issued.seal["is_lasting"]) == (True, True)
    signed = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[0]
    signer = signed.signed_data["signer_infos"][0]
    (stamp,) = [
        one["values"][0]
        for one in signer["unsigned_attrs"]
        if one["type"].native == "signature_time_stamp_token"
    ]
    assert accepted(stamp.dump(), signer["signature"].native, demo)
    page = client.get(f"/xac-minh/{issued.token}/").content.decode()
    assert "chữ ký đã có trước lúc ấy" in page
    assert "dữ liệu xác minh dài hạn" in page
    assert authority.TIME_STAMPS in page


def test_the_daily_head_of_the_demo_is_stamped(demo):
    situations.filed(situations.procedure(), situations.office())
    anchor = verify.fold_day()
    anchoring.sign_days()
    content = bytes(anchor.signature.content)
    signer = cms.ContentInfo.load(content)["content"]["signer_infos"][0]
    (token,) = [one["values"][0] for one in signer["unsigned_attrs"]]
    assert accepted(token.dump(), signer["signature"].native, demo)


def test_a_portal_that_is_no_demo_has_no_stamps_of_its_own(demo, settings):
    assert time_stamping.address().startswith("http://127.0.0.1:")
    settings.DEMO = False
    assert time_stamping.address() == ""
    settings.SEAL_TIME_STAMP_URL = "https://tsa.example.vn"
    assert time_stamping.address() == "https://tsa.example.vn"
    assert sealing.key_address() == ""
