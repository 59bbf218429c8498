"""The certificate of an organisation: asked for at registration, shown and replaced in the account."""

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from flows.console import evidence
from flows.models import Dossier, OrganisationCertificate, Promise, TrustedCertificate
from flows.services import certifying
from home.accounts import forms
from home.demo import authority as demo_authority
from tests.flows.signatures import authority
from tests.home.steps import address, known, sign_in, upload
from tests.home.test_accounts import User, code_sent, register
from tests.home.test_signing import to_sign

pytestmark = pytest.mark.django_db
HERE = "/tai-khoan/chung-thu-so/"
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM
PKCS8, PLAIN = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    monkeypatch.setattr(forms, "FASTEST_SECONDS", -1)


def ours(name="Công ty Hòa Bình", **how) -> authority.Holder:
    return authority.issue(name, by=authority.root(), uid=f"MST:{authority.TAX_CODE}", **how)


def file(content, name="chung-thu.cer") -> SimpleUploadedFile:
    content = content.der if isinstance(content, authority.Holder) else content
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def enter(client, **given):
    known_ = {
        "kind": "organisation",
        "tax_code": authority.TAX_CODE,
        "full_name": "Công ty Hòa Bình",
    }
    return register(client, **(known_ | given))


def sent(client, content) -> str:
    """What the account page says of this file."""
    return client.post(HERE, {"certificate": file(content)}, follow=True).text


def test_11_1a_registration_of_an_organisation_asks_for_its_certificate(client, believed):
    page = enter(client).text
    assert "Chọn tệp chứng thư số của đơn vị, hoặc đánh dấu ô" in page
    assert 'enctype="multipart/form-data"' in page
    assert "Công ty Hòa Bình" in page
    assert not User.objects.exists()

    page = enter(client, certificate=file(authority.company()), tax_code="0100233488").text
    assert "không ghi mã số thuế 0100233488" in page

    page = enter(client, certificate=file(authority.company()), contact="sai").text
    assert "Hãy chọn lại tệp chứng thư số" in page

    whole_chain = authority.root().pem + authority.company().pem
    enter(client, certificate=file(whole_chain.encode(), "a.pem"))
    kept = OrganisationCertificate.objects.get()
    facts = authority.company().certificate
    assert (kept.account, kept.registered_by) == (User.objects.get(),) * 2
    assert (kept.subject, kept.issuer) == ("Công ty Hòa Bình", "Gốc thử nghiệm")
    assert (kept.serial, kept.valid_to) == (
        f"{facts.serial_number:X}", facts.not_valid_after_utc,
    )  # fmt: skip
    assert bytes(kept.content) == authority.company().der
    client.post("/tai-khoan/xac-minh-thu-dien-tu/", {"code": code_sent()})
    assert "Do Gốc thử nghiệm cấp" in client.get("/tai-khoan/ho-so-ca-nhan/").text
    assert f"— → Gốc thử nghiệm, số sê-ri {kept.serial}" in client.get("/tai-khoan/lich-su/").text


def test_11_1a_an_organisation_without_one_says_so_and_a_person_is_not_asked(client, believed):
    enter(client, no_certificate="on")
    made = User.objects.get()
    assert not made.certificates.exists()
    client.post("/tai-khoan/xac-minh-thu-dien-tu/", {"code": code_sent()})
    assert HERE in client.get("/tai-khoan/ho-so-ca-nhan/").text
    assert "Tài khoản chưa có chứng thư số" in client.get(HERE).text
    client.logout()
    assert "chứng thư số" not in client.get("/tai-khoan/dang-ky/").context["form"].as_p()


def locked_key() -> bytes:
    how = serialization.BestAvailableEncryption(b"bi mat")
    return authority.company().key.private_bytes(DER, PKCS8, how)


def keystore(password: bytes = b"") -> bytes:
    how = serialization.BestAvailableEncryption(password) if password else PLAIN
    holder = authority.company()
    return pkcs12.serialize_key_and_certificates(b"x", holder.key, holder.certificate, None, how)


def no_signing() -> authority.Holder:
    return ours(may_sign=False)


def secret_pem() -> bytes:
    """As some tools export it: the certificate first, the key behind it."""
    key = authority.company().key
    return authority.company().pem.encode() + key.private_bytes(PEM, PKCS8, PLAIN)


BAD = {
    "a key in PEM": (secret_pem, "chứa khóa bí mật"),
    "a key in DER": (
        lambda: authority.company().key.private_bytes(DER, PKCS8, PLAIN), "chứa khóa bí mật",
    ),
    "a key of OpenSSL": (
        lambda: authority.company().key.private_bytes(
            DER, serialization.PrivateFormat.TraditionalOpenSSL, PLAIN
        ),
        "chứa khóa bí mật",
    ),
    "a locked key": (locked_key, "chứa khóa bí mật"),
    "PKCS#12": (keystore, "Tuyệt đối không gửi khóa bí mật"),
    "locked PKCS#12": (lambda: keystore(b"bi mat"), "Tuyệt đối không gửi khóa bí mật"),
    "garbage": (lambda: b"\x00\xffkhong phai" * 40, "Không đọc được chứng thư số"),
    "broken PEM": (
        lambda: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "Không đọc được chứng thư số",
    ),
    "half a certificate": (lambda: authority.company().der[:200], "Không đọc được chứng thư số"),
    "nothing": (lambda: b"", "Tệp rỗng"),
    "5 MB": (lambda: b"0" * 5_000_000, "lớn hơn 64 KB"),
    "expired": (lambda: ours(starts=-90, ends=-1), "đã hết hạn ngày"),
    "not yet": (lambda: ours(starts=2), "chỉ có hiệu lực từ ngày"),
    "of another": (
        lambda: authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488"),
        "cấp cho «Công ty Khác», không ghi mã số thuế",
    ),
    "unknown root": (
        lambda: authority.issue(
            "Cty", by=authority.issue("Gốc thử nghiệm"), uid=f"MST:{authority.TAX_CODE}"
        ),
        "không do tổ chức chứng thực chữ ký số được Cổng công nhận cấp",
    ),
    "not for signing": (no_signing, "không được cấp để ký văn bản"),
    "small key": (
        lambda: ours(key=authority.small_keys()["rsa-1024"]), "khóa quá ngắn",
    ),
}  # fmt: skip


def test_11_1a_what_is_no_certificate_of_the_organisation_is_refused_and_not_kept(
    client, company, believed
):
    sign_in(client, company)
    for case, (content, said) in BAD.items():
        assert said in sent(client, content()), case
    known(authority.revoked_list(authority.root(), authority.company()))
    assert "đã bị nơi cấp thu hồi" in sent(client, authority.company())
    assert not OrganisationCertificate.objects.exists()
    assert not company.account_events.exists()
    page = enter(Client(), certificate=file(keystore(), "don-vi.p12")).text
    assert "Tệp không được lưu" in page
    assert User.objects.count() == 1


def test_11_1a_another_certificate_replaces_it_with_history_and_the_contacts_hear(
    client, company, believed
):
    soon, later = ours(ends=12), ours(ends=400)
    sign_in(client, company)
    page = sent(client, soon)
    left = company.certificates.get().days_left
    assert left in (11, 12)
    assert f"Hết hạn sau {left} ngày" in page
    assert "sắp hết hạn" in page
    assert not Promise.objects.filter(kind="mail").exists()
    page = sent(client, later)
    page = sent(client, later)  # the same again is no change
    old, new = company.certificates.order_by("pk")
    assert (old.replaced_at, new.replaced_at) == (new.registered_at, None)
    assert old.serial in page.partition("đã dùng trước đây")[2]
    assert "Hết hạn sau" not in page
    assert company.account_events.count() == 2
    history = client.get("/tai-khoan/lich-su/").text
    assert f"số sê-ri {old.serial}" in history
    told = Promise.objects.filter(kind="mail")
    assert [row.payload["recipients"] for row in told] == [[company.email]]


def test_a_certificate_that_ended_was_revoked_or_is_of_a_former_tax_code_is_pointed_out(
    client, company, believed
):
    sign_in(client, company)
    sent(client, authority.company())
    assert "không còn dùng được" not in client.get(HERE).text
    known(authority.revoked_list(authority.root(), authority.company()))
    assert "đã bị nơi cấp thu hồi" in client.get(HERE).text
    company.certificates.update(valid_to=timezone.now() - datetime.timedelta(days=1))
    assert "Đã hết hạn" in client.get("/tai-khoan/ho-so-ca-nhan/").text
    company.tax_code = "0100233488"
    company.save()
    assert "không ghi mã số thuế 0100233488" in client.get(HERE).text


def test_whether_it_is_revoked_is_asked_of_the_authority_and_hinders_no_registration(company):
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    found = certifying.read(file(authority.company()))
    judged = certifying.judge(found, tax_code=company.tax_code)
    certifying.register(company, judged, by=company)
    asked = Promise.objects.get(kind="ask_revocation").payload["chain"]
    assert [bytes.fromhex(one) for one in asked] == [authority.company().der, authority.root().der]


@pytest.mark.usefixtures("for_organisations")
def test_a_filing_signed_by_another_certificate_is_lawful_told_and_may_become_the_registered_one(
    client, company, company_draft, believed
):
    sign_in(client, company)
    sent(client, ours(ends=400))
    assert "Dùng chứng thư số này" not in client.get(HERE).text
    signed = authority.sign(to_sign(client, company_draft), authority.company())
    upload(client, address(company_draft, "xac-nhan/"), signed)
    dossier = Dossier.objects.get()
    assert dossier.current_submission.evidence["certificate"] == "other"
    assert "khác chứng thư đã đăng ký" in dossier.documents.get(source="signature").note
    (rows,) = [dict(one.rows) for one in evidence.of([dossier.current_submission])]
    assert rows["So với tài khoản"].startswith("Khác chứng thư số đã đăng ký")
    assert "Dùng chứng thư số này" in client.get(HERE).text
    page = client.post(HERE, {"last": "1"}, follow=True).text
    assert "Đã ghi nhận chứng thư số" in page
    assert "Dùng chứng thư số này" not in page
    current = company.certificates.current().get()
    assert bytes(current.content) == authority.company().der
    assert certifying.compared(company.tax_code, current.fingerprint) == "registered"
    page = client.post(HERE, {"last": "1"}, follow=True).text
    assert "Chứng thư số của lần ký gần nhất đã được đăng ký" in page


def test_the_page_is_the_organisations_and_the_demo_issues_a_certificate_to_try_with(
    client, company, person, settings, tmp_path
):
    sign_in(client, person)
    assert client.get(HERE).status_code == 404
    assert client.get("/ky-thu/chung-thu-so/").status_code == 404
    settings.DEMO, settings.VAR = True, tmp_path
    page = client.post("/ky-thu/chung-thu-so/", {"tax_code": "12", "name": "Cty"})
    assert "Kiểm tra lại mã số thuế" in page.text
    holder = {"tax_code": company.tax_code, "name": company.full_name}
    issued = client.post("/ky-thu/chung-thu-so/", holder)
    assert issued["Content-Disposition"].endswith('.cer"')
    sign_in(client, company)
    assert "Đã ghi nhận chứng thư số" in sent(client, issued.content)
    key = demo_authority.organisation_key(name=company.full_name, tax_code=company.tax_code)
    assert key.signing_cert.dump() == bytes(company.certificates.get().content)
    assert x509.load_der_x509_certificate(issued.content)
    demo_authority.register_certificate(company)
    assert company.certificates.count() == 1
