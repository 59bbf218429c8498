"""An organisation signs its declaration by a remote service, on the page of the signature."""

import hashlib
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config.settings import portal
from flows.gateways import calling
from flows.models import Declaration, Dossier, TrustedCertificate
from flows.papers.summary import _declared
from flows.services import signing_remotely
from flows.signatures.keys import WrongPin
from flows.signatures.subjects import tax_codes
from home.demo import remote_signer
from tests.flows.signatures import authority
from tests.flows.signatures.service import CLIENT, PIN, signing_service
from tests.home.steps import address, known, sign_in, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations")]
ACCOUNT = "lanhdao"  # the one that the service knows
RSA = rsa.generate_private_key(65537, 2048)


@pytest.fixture
def draft(version, company_draft):
    return company_draft


def configured(settings, server, **more):
    """The services of the settings: this one, and others by name that nobody answers for."""
    one = {"url": server.url, "client": CLIENT[0], "secret": CLIENT[1]}
    settings.REMOTE_SIGNERS = [{"code": "vnca", "name": "VN-CA ký số từ xa"} | one] + [
        {"code": code, "name": name, "url": "http://127.0.0.1:9", "client": "", "secret": ""}
        for code, name in more.items()
    ]
    return server


@pytest.fixture
def service(settings):
    with signing_service(authority.company()) as server:
        yield configured(settings, server)


def at_the_page(client, draft) -> str:
    """Signed in, the declaration made; the address of the page of the signature."""
    sign_in(client, draft.owner)
    return client.post(address(draft, "kiem-tra/"), {"truth": "on"}).url


def find(client, here, account=ACCOUNT, provider="vnca"):
    told = {"remote-provider": provider, "remote-account": account}
    return client.post(here, told | {"remote": "find"})


def sign(client, here, name="LD-01", pin=PIN, **more):
    told = {"remote-certificate": name, "remote-pin": pin} | more
    return client.post(here, told | {"remote": "sign"})


@pytest.mark.usefixtures("believed")
def test_an_organisation_signs_by_its_service_and_the_evidence_names_it(client, draft, service):
    here = at_the_page(client, draft)
    assert "Tìm chứng thư số" in client.get(here).content.decode()
    assert find(client, here).url == f"{here}#ky-so-tu-xa"
    page = client.get(here).content.decode()
    assert "Công ty Hòa Bình" in page
    assert "Mã PIN của chứng thư" in page
    assert "Mã OTP của nhà cung cấp" not in page
    assert sign(client, here).url == address(draft, "da-nop/")

    dossier, declaration = Dossier.objects.get(), Declaration.objects.get()
    evidence = dossier.current_submission.evidence
    assert (evidence["way"], evidence["provider"]) == ("remote", "VN-CA ký số từ xa")
    assert (evidence["format"], evidence["signature"]["tax_code"]) == ("PAdES", authority.TAX_CODE)
    kept = dossier.documents.get(source="signature")
    assert kept.file.content().startswith(declaration.file.content())
    assert "ký số từ xa: VN-CA" in kept.note
    assert "ký số từ xa: VN-CA" in _declared(dossier, dossier.current_submission)["confirmed"]
    # The account is there the next time, the PIN nowhere.
    assert signing_remotely.remembered(declaration)["account"] == ACCOUNT
    everything = [*client.session.values(), *Declaration.objects.values().get().values(), evidence]
    assert PIN not in str(everything)


@pytest.mark.usefixtures("believed")
@pytest.mark.parametrize("key", [None, RSA])
def test_where_the_procedure_asks_for_xml_the_service_signs_xml(
    client, draft, version, settings, key
):
    version.signs_xml = True
    version.save()
    own = authority.issue("Cty", by=authority.root(), uid=f"MST:{authority.TAX_CODE}", key=key)
    with signing_service(own) as server:
        configured(settings, server)
        here = at_the_page(client, draft)
        find(client, here)
        assert sign(client, here).url == address(draft, "da-nop/")
    evidence = Dossier.objects.get().current_submission.evidence
    assert (evidence["way"], evidence["format"]) == ("remote", "XAdES")


@pytest.mark.usefixtures("believed")
def test_of_several_certificates_one_is_chosen_and_others_organisations_are_not_offered(
    client, draft, settings
):
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")
    uid = f"MST:{authority.TAX_CODE}"
    second = authority.issue("Chi nhánh", by=authority.root(), uid=uid, key=RSA)
    keys = {"K-1": authority.company(), "K-2": other, "K-3": second}
    with signing_service(other, keys=keys, wants_code=True) as server:
        configured(settings, server, khac="CA khác")
        here = at_the_page(client, draft)
        assert "CA khác" in client.get(here).content.decode()
        find(client, here)
        page = client.get(here).content.decode()
        assert ("(K-1)" in page, "(K-2)" in page, "(K-3)" in page) == (True, False, True)
        assert "Nhập mã OTP" in sign(client, here, "K-3").content.decode()
        client.post(here, {"remote": "send", "remote-certificate": "K-3"})
        assert "credentials/getChallenge" in server.seen
        refused = sign(client, here, "K-2", **{"remote-code": "112233"}).content.decode()
        assert "credentials/authorize" not in server.seen
        assert "K-3" in refused
        assert "112233" not in refused
        page = sign(client, here, "K-3", **{"remote-code": "112233"})
        assert page.url == address(draft, "da-nop/")
    assert Dossier.objects.get().current_submission.evidence["signature"]["signer"] == "Chi nhánh"


@pytest.mark.parametrize(("fault", "said"), [
    ("down", "từ chối (503 server_error). Hãy thử lại sau ít phút"),
    ("redirect", "từ chối (307). Hãy thử lại"),
    ("nonsense", "không trả lời (JSONDecodeError)"),
    ("no_certificate", "trả chứng thư sai"),
    ("disabled", "đang bị tạm khóa. Hãy liên hệ nhà cung cấp"),
    ("elsewhere", "chỉ mở được trên trang của nhà cung cấp"),
])  # fmt: skip
def test_a_service_that_misbehaves_is_told_and_what_was_typed_stays(
    client, draft, service, fault, said
):
    here = at_the_page(client, draft)
    service.fault = fault
    page = find(client, here).content.decode()
    assert said in page
    assert f'value="{ACCOUNT}"' in page
    assert "Gửi tệp đã ký" in page
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(("fault", "said"), [
    ("down", "từ chối (503 server_error). Hãy thử lại sau ít phút"),
    ("other_key", "không khớp với chứng thư"),
    ("other_hash", "không khớp với chứng thư"),
    ("disabled", "đang bị tạm khóa"),
])  # fmt: skip
def test_a_bad_signature_files_nothing_and_the_local_way_stays_open(
    client, draft, service, believed, fault, said
):
    here = at_the_page(client, draft)
    find(client, here)
    service.fault = fault
    page = sign(client, here).content.decode()
    assert said in page
    assert "Công ty Hòa Bình" in page
    assert PIN not in page
    assert not Dossier.objects.exists()
    signed = authority.sign(Declaration.objects.get().file.content(), authority.company())
    assert upload(client, here, signed).url == address(draft, "da-nop/")
    assert Dossier.objects.get().current_submission.evidence["way"] == "upload"


def test_a_wrong_pin_is_told_and_is_kept_nowhere(client, draft, service, caplog):
    here = at_the_page(client, draft)
    find(client, here)
    page = sign(client, here, pin="990011").content.decode()
    assert "không nhận mã PIN hoặc mã OTP này" in page
    rows = Declaration.objects.values().get()
    assert "990011" not in page + caplog.text + str(rows) + str(dict(client.session))


def test_anothers_certificate_is_named_and_its_pin_is_never_tried(client, draft, settings):
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")
    with signing_service(other) as server:
        configured(settings, server)
        here = at_the_page(client, draft)
        assert "«Công ty Khác», không phải của đơn vị" in find(client, here).content.decode()
        assert "credentials/authorize" not in server.seen


@pytest.mark.parametrize(("holder", "said"), [
    ({"starts": -90, "ends": -1}, "gia hạn với nơi cấp"),
    ({"by": None}, "được Cổng công nhận"),
])  # fmt: skip
def test_what_the_service_signed_passes_the_verification_of_an_uploaded_file(
    client, draft, settings, believed, holder, said
):
    root = authority.root() if "by" not in holder else authority.issue("Gốc lạ")
    holder = {name: value for name, value in holder.items() if name != "by"}
    own = authority.issue("Cty", by=root, uid=f"MST:{authority.TAX_CODE}", **holder)
    with signing_service(own) as server:
        configured(settings, server)
        here = at_the_page(client, draft)
        find(client, here)
        assert said in sign(client, here).content.decode()
    assert not Dossier.objects.exists()


@pytest.mark.usefixtures("believed")
def test_a_revoked_certificate_of_the_service_is_refused(client, draft, service):
    known(authority.revoked_list(authority.root(), authority.company()))
    here = at_the_page(client, draft)
    find(client, here)
    assert "bị nơi cấp thu hồi" in sign(client, here).content.decode()


def test_while_revocation_is_asked_the_file_is_kept_and_still_names_the_service(
    client, draft, service
):
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    here = at_the_page(client, draft)
    find(client, here)
    assert sign(client, here).url == here
    assert not Dossier.objects.exists()
    known(authority.revoked_list(authority.root()))
    assert client.post(here, {"again": "1"}).url == address(draft, "da-nop/")
    assert Dossier.objects.get().current_submission.evidence["provider"] == "VN-CA ký số từ xa"


def test_an_empty_account_and_too_many_tries_are_told(client, draft, service, monkeypatch):
    here = at_the_page(client, draft)
    assert "Nhập tài khoản" in find(client, here, account="").content.decode()
    assert "không có chứng thư số nào" in find(client, here, account="la").content.decode()
    monkeypatch.setattr(signing_remotely, "CALLS_PER_HOUR", 1)
    assert "quá nhiều lần" in find(client, here).content.decode()


def test_services_are_named_in_the_environment_and_pins_go_by_https(monkeypatch):
    given = {
        "URL": "https://ky.example.vn/csc/v2/",
        "NAME": "VNPT-CA",
        "CLIENT": "c",
        "SECRET": "s",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"REMOTE_SIGNER_VNPT_CA_{name}", value)
    monkeypatch.setattr(portal, "DEMO", False)
    found = portal.remote_signer("vnpt-ca")
    assert (found["name"], found["url"]) == ("VNPT-CA", "https://ky.example.vn/csc/v2")
    monkeypatch.setenv("REMOTE_SIGNER_VNPT_CA_URL", "http://ky.example.vn/csc/v2")
    with pytest.raises(ImproperlyConfigured, match="REMOTE_SIGNER_VNPT_CA_URL"):
        portal.remote_signer("vnpt-ca")


def by_ourselves(_method, url, body, headers):
    """The portal calls itself without a network."""
    kind, bearer = headers["Content-Type"], headers.get("Authorization", "")
    said = Client().post(
        urlsplit(url).path, body, content_type=kind, headers={"Authorization": bearer}
    )
    return said.status_code, said.content


def test_the_demos_service_signs_what_it_authorised_and_is_not_there_without_demo(
    client, company, settings, tmp_path, monkeypatch
):
    settings.VAR, settings.DEMO = tmp_path, True
    monkeypatch.setattr(calling, "call", by_ourselves)
    twin = signing_remotely.Provider(**settings.REMOTE_SIGNER_TWIN).service()
    (name,) = twin.names(authority.TAX_CODE)
    credential = twin.credential(name)
    assert tax_codes(credential.chain[0]) == {authority.TAX_CODE}
    how = "1.2.840.10045.4.3.2"
    digest = hashlib.sha256(b"to khai").digest()
    with pytest.raises(WrongPin):
        twin.sign(name, digest, how, "000000", "")
    made = twin.sign(name, digest, how, remote_signer.PIN, "")
    holder = x509.load_der_x509_certificate(credential.chain[0].dump())
    holder.public_key().verify(made, b"to khai", ec.ECDSA(hashes.SHA256()))
    assert twin.names("0100233488") == []
    assert client.post("/ky-thu/csc/v2/credentials/list").status_code == 401
    settings.DEMO = False
    assert client.post("/ky-thu/csc/v2/oauth2/token").status_code == 404


def test_without_a_service_the_page_offers_the_local_way_alone(client, draft):
    here = at_the_page(client, draft)
    page = client.get(here).content.decode()
    assert "Ký ở máy rồi gửi tệp đã ký" in page
    assert "Tìm chứng thư số" not in page
    assert find(client, here).status_code == 200
