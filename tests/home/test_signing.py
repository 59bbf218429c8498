"""An organisation files, amends, supplements and withdraws by its digital signature."""

import io

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from flows.effects.outbox import keep_due
from flows.errors import DossierError
from flows.gateways import revocation
from flows.models import (
    Declaration,
    Document,
    Dossier,
    Promise,
    State,
    TrustedCertificate,
)
from flows.services import filing, withdrawing
from tests import situations
from tests.flows.signatures import authority
from tests.home.steps import address, content_of, known, pdf, sign_in, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations")]


@pytest.fixture
def draft(company_draft):
    return company_draft


def to_sign(client, draft) -> bytes:
    """From check-answers to the declaration, as the browser downloads it."""
    page = client.post(address(draft, "kiem-tra/"), {"truth": "on"})
    assert page.url == address(draft, "xac-nhan/")
    made = Declaration.objects.live().latest("pk")
    assert f"/to-khai/{made.token}.pdf" in client.get(page.url).content.decode()
    return b"".join(client.get(f"/to-khai/{made.token}.pdf").streaming_content)


def test_the_whole_way_of_an_organisation_by_plain_forms(
    client, version, office, company, believed
):
    sign_in(client, company)
    page = client.post("/nop-ho-so/1.002179/", {"co-quan": office.agency.office_code})
    draft = company.drafts.get()
    assert "chứng thư số" in client.get("/nop-ho-so/1.002179/").content.decode()
    client.post(address(draft, "truong-hop/"), {"agency": office.agency.pk, "lock": draft.lock})
    draft.refresh_from_db()
    page = client.get(address(draft, "chu-ho-so/")).content.decode()
    assert authority.TAX_CODE in page
    contact = {"insurance_number": "tc0123z", "phone": "0912345678", "email": "", "address": ""}
    tampered = {"name": "Công ty Khác", "identifier": "0100233488"}
    client.post(address(draft, "chu-ho-so/"), contact | tampered | {"lock": draft.lock})
    draft.refresh_from_db()
    assert draft.applicant["identifier"] == authority.TAX_CODE
    assert draft.applicant["insurance_number"] == "TC0123Z"
    answers = {"ho_ten": "Nguyễn Văn A", "ngay_sinh": "20/05/1990", "noi_dung": "Báo tăng"}
    client.post(address(draft, "phan/thong_tin/"), answers | {"lock": draft.lock})
    paper = f"giay-{version.components.get().pk}"
    client.post(address(draft, "giay-to/"), {"paper": paper, "files": [pdf("D02-TS.pdf")]})
    draft.refresh_from_db()
    client.post(address(draft, "ket-qua/"), {"channel": "online", "lock": draft.lock})

    signed = authority.sign(to_sign(client, draft), authority.company())
    page = upload(client, address(draft, "xac-nhan/"), signed)
    assert page.url == address(draft, "da-nop/")
    dossier = Dossier.objects.get()
    assert (dossier.applicant_kind, dossier.applicant) == ("organisation", company)
    evidence = dossier.current_submission.evidence
    assert evidence["method"] == "signature"
    assert evidence["signature"]["tax_code"] == authority.TAX_CODE
    assert evidence["declared"] is True
    kept = dossier.documents.get(source="signature")
    assert (kept.file.sha256, kept.verdict) == (evidence["signed_sha256"], "accepted")
    assert dossier.code in client.get(page.url).content.decode()


def test_the_same_content_gives_the_same_declaration_and_a_change_a_new_one(client, draft, company):
    sign_in(client, company)
    first = to_sign(client, draft)
    assert first == to_sign(client, draft)
    draft.answers |= {"noi_dung": "Khác"}
    draft.save()
    assert first != to_sign(client, draft)


def test_the_declaration_shows_answers_papers_with_digests_and_the_digest(client, draft, company):
    sign_in(client, company)
    made = to_sign(client, draft)
    with pikepdf.open(io.BytesIO(made)) as found:
        assert len(found.pages) >= 1
        assert str(found.docinfo.get("/Title", "")).startswith("Tờ khai")
    declaration = Declaration.objects.get()
    assert declaration.digest == filing.digest_of(draft)
    assert declaration.subject == f"draft:{draft.key}"


def test_a_list_of_employees_stands_in_the_declaration_as_a_table(monkeypatch):
    from catalog.eforms.review import ReviewTable
    from flows.papers import declaration

    listed = ReviewTable("<table>…</table>")
    listed.headings, listed.rows = ["Họ và tên", "Mã số BHXH"], [["Trần Văn B", "7916543210"]]
    seen = []
    typeset = declaration.typeset

    def spy(source, data, **how):
        seen.append(data)
        return typeset(source, data, **how)

    monkeypatch.setattr(declaration, "typeset", spy)
    declaration.declaration_pdf(
        title="Tờ khai", organisation={"name": "Cty", "tax_code": authority.TAX_CODE}, mark="draft:1",
        digest="0" * 64, parts=[("Danh sách", [("Người lao động", listed)])], files=[], at=authority.NOW,
    )  # fmt: skip
    assert "<table>" not in str(seen)
    assert seen[0]["parts"][0]["rows"][0]["rows"] == [["Trần Văn B", "7916543210"]]


def test_nobody_else_downloads_the_declaration(client, draft, company):
    sign_in(client, company)
    to_sign(client, draft)
    sign_in(client, situations.citizen("Người khác"))
    assert client.get(f"/to-khai/{Declaration.objects.get().token}.pdf").status_code == 404


def wrong_files():
    """(what is brought, a part of the sentence that says what to do)"""
    alien = authority.issue("Gốc lạ")
    other = authority.issue("Công ty Khác", by=authority.root(), uid="MST:0100233488")
    late = authority.issue(
        "Cty", by=authority.root(), uid=f"MST:{authority.TAX_CODE}", starts=-90, ends=-1
    )
    unknown = authority.issue("Cty", by=alien, uid=f"MST:{authority.TAX_CODE}")
    return {
        "unsigned": (lambda pdf: pdf, "chưa có chữ ký số"),
        "other signer": (lambda pdf: authority.sign(pdf, other), "không phải của đơn vị"),
        "expired": (lambda pdf: authority.sign(pdf, late), "gia hạn với nơi cấp"),
        "unknown root": (lambda pdf: authority.sign(pdf, unknown), "được Cổng công nhận"),
        "another dossier's": (
            lambda pdf: authority.sign(authority.paper("khác"), authority.company()),
            "không phải tờ khai của lần xác nhận này",
        ),
        "changed": (
            lambda pdf: authority.sign(pdf, authority.company()).replace(b"/SigFlags 3", b"/SigFlags 1"),
            "thay đổi sau khi ký",
        ),
        "appended": (lambda pdf: authority.sign(pdf, authority.company()) + b"\n% them\n", "ghi thêm sau"),
        "not a PDF": (lambda pdf: b"PK\x03\x04 khong phai pdf", "Chỉ nhận tệp PDF"),
        "empty": (lambda pdf: b"", "Tệp rỗng"),
        "huge": (lambda pdf: pdf + b"\0" * (10 * 1024 * 1024), "tối đa 10 MB"),
    }  # fmt: skip


@pytest.mark.parametrize("case", [
    "unsigned", "other signer", "expired", "unknown root", "another dossier's", "changed",
    "appended", "not a PDF", "empty", "huge",
])  # fmt: skip
def test_a_wrong_file_is_refused_with_what_to_do_and_files_nothing(
    client, draft, company, believed, case
):
    make, sentence = wrong_files()[case]
    sign_in(client, company)
    original = to_sign(client, draft)
    page = upload(client, address(draft, "xac-nhan/"), make(original))
    assert sentence in page.content.decode()
    assert not Dossier.objects.exists()


def test_a_password_on_the_signed_file_is_refused(client, draft, company, believed):
    sign_in(client, company)
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(to_sign(client, draft))) as found:
        found.save(kept, encryption=pikepdf.Encryption(owner="a", user="b"))
    page = upload(client, address(draft, "xac-nhan/"), kept.getvalue())
    assert "không đặt mật khẩu" in page.content.decode()


def test_a_revoked_certificate_is_refused(client, draft, company, believed):
    known(authority.revoked_list(authority.root(), authority.company()))
    sign_in(client, company)
    signed = authority.sign(to_sign(client, draft), authority.company())
    page = upload(client, address(draft, "xac-nhan/"), signed)
    assert "bị nơi cấp thu hồi" in page.content.decode()


def test_content_changed_after_signing_needs_a_new_declaration(client, draft, company, believed):
    sign_in(client, company)
    signed = authority.sign(to_sign(client, draft), authority.company())
    draft.answers |= {"noi_dung": "Khác"}
    draft.save()
    page = upload(client, address(draft, "xac-nhan/"), signed)
    assert page.url == address(draft, "kiem-tra/")
    to_sign(client, draft)
    page = upload(client, address(draft, "xac-nhan/"), signed)
    assert "không phải tờ khai của lần xác nhận này" in page.content.decode()
    assert not Dossier.objects.exists()


def test_the_authority_is_asked_by_the_worker_and_the_kept_file_then_files(
    client, draft, company, monkeypatch
):
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)
    sign_in(client, company)
    signed = authority.sign(to_sign(client, draft), authority.company())
    here = address(draft, "xac-nhan/")
    assert upload(client, here, signed).url == here
    assert "Đang hỏi nơi cấp" in client.get(here).content.decode()
    client.post(here, {"again": "1"})
    assert not Dossier.objects.exists()

    asked = []
    listed = authority.revoked_list(authority.root())
    monkeypatch.setattr(revocation, "_read", lambda url, *rest: asked.append(url) or listed)
    Promise.objects.exclude(kind="ask_revocation").delete()
    keep_due()
    assert asked == [authority.LIST_URL]
    assert "đã trả lời" in client.get(here).content.decode()
    assert client.post(here, {"again": "1"}).url == address(draft, "da-nop/")
    assert Dossier.objects.get().documents.filter(source="signature").exists()


def test_an_authority_that_does_not_answer_is_told_and_nothing_is_filed(
    client, draft, company, monkeypatch
):
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)

    def silent(*_args):
        raise OSError("no route")

    monkeypatch.setattr(revocation, "_read", silent)
    sign_in(client, company)
    signed = authority.sign(to_sign(client, draft), authority.company())
    upload(client, address(draft, "xac-nhan/"), signed)
    keep_due()
    assert "chưa trả lời" in client.get(address(draft, "xac-nhan/")).content.decode()
    assert not Dossier.objects.exists()


def test_a_signature_files_once(client, draft, company, believed):
    sign_in(client, company)
    signed = authority.sign(to_sign(client, draft), authority.company())
    for _twice in range(2):
        page = upload(client, address(draft, "xac-nhan/"), signed)
        assert page.url == address(draft, "da-nop/")
    assert Dossier.objects.count() == 1


def test_a_code_alone_never_files_for_an_organisation(draft, company):
    with pytest.raises(DossierError, match="chữ ký số"):
        filing.file_draft(
            draft, by=company, evidence=situations.EVIDENCE, digest=filing.digest_of(draft)
        )


@pytest.fixture
def dossier(client, draft, company, believed):
    sign_in(client, company)
    signed = authority.sign(to_sign(client, draft), authority.company())
    upload(client, address(draft, "xac-nhan/"), signed)
    return Dossier.objects.get()


def test_amending_is_signed_anew_and_the_first_declaration_stays(client, dossier):
    page = client.post(f"/ho-so/{dossier.code}/sua/")
    change = dossier.amendments.get()
    change.answers |= {"noi_dung": "Nội dung sửa"}
    change.save()
    url = page.url
    client.post(f"{url}kiem-tra/", {"truth": "on"})
    declaration = Declaration.objects.live().get()
    signed = authority.sign(content_of(declaration), authority.company())
    assert upload(client, f"{url}xac-nhan/", signed).url == f"/ho-so/{dossier.code}/"
    assert dossier.submissions.count() == 2
    assert dossier.current_submission.evidence["method"] == "signature"
    assert dossier.documents.filter(source="signature").count() == 2


def test_a_supplement_is_signed(client, dossier, office):
    from flows.services import intake

    paper = Document.objects.filter(dossier=dossier, component__isnull=False).get()
    item = {"component": paper.component, "note": "Chụp rõ hơn"}
    intake.ask_completion(situations.item(dossier), by=office.clerk, reason="Mờ", items=[item])
    here = f"/ho-so/{dossier.code}/bo-sung/"
    asked = dossier.supplements.get().items.get()
    page = client.post(here, {f"files-{asked.pk}": [pdf("ro.pdf")], "send": "1"})
    assert page.url == f"{here}xac-nhan/"
    signed = authority.sign(content_of(Declaration.objects.live().get()), authority.company())
    assert upload(client, f"{here}xac-nhan/", signed).url == f"/ho-so/{dossier.code}/"
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED
    assert dossier.current_submission.evidence["method"] == "signature"


def test_a_withdrawal_is_signed_and_its_evidence_stands_in_the_journal(client, dossier, company):
    with pytest.raises(DossierError, match="chữ ký số"):
        withdrawing.ask(dossier, by=company, reason="Nộp nhầm")
    page = client.post(f"/ho-so/{dossier.code}/rut/", {"reason": "Nộp nhầm"})
    assert page.url == f"/ho-so/{dossier.code}/rut/xac-nhan/"
    signed = authority.sign(content_of(Declaration.objects.live().get()), authority.company())
    upload(client, page.url, signed)
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAW_REQUESTED
    entry = dossier.journal.get(act="ask_withdrawal")
    assert entry.data["evidence"]["method"] == "signature"


def test_the_demo_signs_for_its_organisation_and_is_not_there_without_demo(
    client, draft, company, settings, tmp_path
):
    settings.VAR = tmp_path
    sign_in(client, company)
    settings.DEMO = False
    original = to_sign(client, draft)
    token = Declaration.objects.get().token
    assert client.post(f"/ky-thu/{token}/").status_code == 404
    (tmp_path / "to-khai.pdf").write_bytes(original)
    with pytest.raises(CommandError):
        call_command("demo_sign", tmp_path / "to-khai.pdf", tmp_path / "ky.pdf", "--as", "dan1")

    settings.DEMO = True
    signed = client.post(f"/ky-thu/{token}/").content
    settings.DEMO = False
    page = upload(client, address(draft, "xac-nhan/"), signed)
    assert "được Cổng công nhận" in page.content.decode()
    settings.DEMO = True
    assert upload(client, address(draft, "xac-nhan/"), signed).url == address(draft, "da-nop/")


def test_the_demo_command_signs_a_file(company, settings, tmp_path, draft, client):
    settings.VAR, settings.DEMO = tmp_path, True
    sign_in(client, company)
    (tmp_path / "to-khai.pdf").write_bytes(to_sign(client, draft))
    signed = tmp_path / "da-ky.pdf"
    call_command("demo_sign", tmp_path / "to-khai.pdf", signed, "--as", company.username)
    page = upload(client, address(draft, "xac-nhan/"), signed.read_bytes())
    assert page.url == address(draft, "da-nop/")


@pytest.mark.parametrize(("stamped", "filed"), [(-3, True), (None, False), (0, False)])
def test_s44_a_declaration_stamped_before_its_certificate_ended_files(
    client, company, draft, believed, stamped, filed
):
    sign_in(client, company)
    known(authority.revoked_list(authority.root(), age=2))
    ended = authority.issue(
        "Công ty Hòa Bình", by=authority.root(), uid=f"MST:{authority.TAX_CODE}", ends=-1
    )
    when = None if stamped is None else authority.NOW + stamped * authority.DAY
    stamper = authority.stamping(when) if when else None
    signed = authority.sign(to_sign(client, draft), ended, stamper=stamper)
    page = upload(client, address(draft, "xac-nhan/"), signed)
    assert Dossier.objects.exists() is filed
    if filed:
        evidence = Dossier.objects.get().current_submission.evidence
        assert evidence["signature"]["stamped_at"] == when.isoformat()
    else:
        assert "đã hết hạn" in client.get(address(draft, "xac-nhan/")).text + page.text
