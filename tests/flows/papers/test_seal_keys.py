"""The agency's seal by a token, by a remote service, and with evidence that lasts (PAdES-B-LTA)."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from flows import papers
from flows.errors import EffectError
from flows.gateways.remote_signing import RemoteService
from flows.models import TrustedCertificate
from flows.signatures.keys import KeySilent
from flows.signatures.trust import certificate
from tests.flows.signatures import authority, online, service, token
from tests.flows.signatures.seals import AGENCY, judged

pytestmark = pytest.mark.django_db


@pytest.fixture
def remote(settings):
    with service.signing_service(authority.issue(AGENCY, by=authority.root())) as server:
        settings.SEAL_KEY, settings.SEAL_PASSWORD = "csc:LD-01", service.PIN
        settings.REMOTE_SIGNING_URL = server.url
        settings.REMOTE_SIGNING_CLIENT, settings.REMOTE_SIGNING_SECRET = service.CLIENT
        yield server


@pytest.mark.skipif(not token.IS_THERE, reason="no SoftHSM (Debian package softhsm2)")
def test_a_token_seals_and_a_wrong_pin_waits(settings, tmp_path, issued):
    holder = authority.issue(AGENCY, by=authority.root(), list_url="")
    settings.SEAL_KEY, settings.SEAL_PASSWORD = token.token_with(holder, tmp_path), "sai-ma"
    with pytest.raises(EffectError, match="PIN không đúng"):
        papers.render(issued)
    settings.SEAL_PASSWORD = token.PIN
    assert judged(papers.render(issued)).bottom_line
    assert issued.seal["signer"] == AGENCY
    settings.SEAL_KEY = settings.SEAL_KEY.replace("Con%20dau", "Khac")
    issued.file = None
    with pytest.raises(EffectError, match="không thấy thiết bị ký"):
        papers.render(issued)


def test_a_remote_service_seals_by_a_hash_that_it_authorised(remote, issued):
    papers.render(issued)
    assert issued.seal["signer"] == AGENCY
    assert remote.seen == [
        "oauth2/token", "credentials/info", "credentials/authorize", "signatures/signHash",
    ]  # fmt: skip
    assert RemoteService().names("lanhdao") == ["LD-01"]


@pytest.mark.parametrize(("fault", "said"), [
    ("down", "từ chối \\(503 server_error"), ("redirect", "từ chối \\(307"), ("nonsense", "không trả lời"),
    ("other_key", "không khớp với chứng thư"), ("other_hash", "không khớp với chứng thư"),
    ("disabled", "tạm khóa"),
])  # fmt: skip
def test_a_remote_service_that_misbehaves_seals_nothing(remote, issued, fault, said):
    remote.fault = fault
    with pytest.raises(EffectError, match=said):
        papers.render(issued)
    issued.refresh_from_db()
    assert issued.file is None


def test_a_wrong_pin_is_told_and_stands_in_no_message(remote, issued, settings, caplog):
    settings.SEAL_PASSWORD = "990011"
    with pytest.raises(EffectError, match="PIN hoặc mã OTP") as caught:
        papers.render(issued)
    assert "990011" not in str(caught.value) + caplog.text


def test_a_service_that_is_not_there_is_silent(settings):
    settings.REMOTE_SIGNING_URL = "http://127.0.0.1:9/csc/v2"
    with pytest.raises(KeySilent):
        RemoteService().names("lanhdao")


def test_with_a_time_stamp_server_the_seal_proves_itself_for_years(settings, tmp_path, issued):
    with online.network() as net:
        holder = authority.issue(AGENCY, by=authority.root(), **online.addresses(net))
        settings.SEAL_KEY = authority.kept(holder, tmp_path)
        settings.SEAL_PASSWORD, settings.SEAL_TIME_STAMP_URL = "", f"{net.url}/tsa"
        TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
        content = papers.render(issued)
    assert issued.seal["is_lasting"]
    assert {"/tsa", "/ocsp"} <= set(net.seen)
    found = PdfFileReader(io.BytesIO(content))
    kept = DocumentSecurityStore.read_dss(found)
    alone = kept.as_validation_context(
        {
            "trust_roots": [certificate(authority.root().der)],
            "allow_fetching": False,
            "revocation_mode": "require",  # all of it must stand in the file
        }
    )
    status = validate_pdf_signature(found.embedded_regular_signatures[0], alone)
    assert (status.bottom_line, status.timestamp_validity.trusted) == (True, True)
    assert validate_pdf_timestamp(found.embedded_timestamp_signatures[0], alone).valid
    assert papers.verify(issued.token)["seal"]["is_trusted"]
