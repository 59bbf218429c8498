"""The leader signs the result with the own certificate before it is approved; the seal follows."""

import pytest
from django.urls import reverse

from flows import papers
from flows.errors import DossierError
from flows.models import (
    BookEntry,
    CodeCounter,
    Decision,
    Promise,
    ResultSheet,
    SigningCertificate,
    TrustedCertificate,
)
from flows.services import deciding, replacing, signing
from flows.signatures import RevocationUnknown
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.flows.signatures import authority, token
from tests.flows.signatures.service import CLIENT, PIN, signing_service


@pytest.fixture(autouse=True)
def trusted(db):
    TrustedCertificate.objects.create(name="Gốc thử nghiệm", pem=authority.root().pem)


@pytest.fixture
def version():
    return given.procedure(leader_signs=True)


@pytest.fixture
def leader(office):
    """The leader's certificate, which is registered."""
    return registered(office.leader)


def registered(person, *, address="", **facts):
    holder = authority.issue(person.full_name, by=authority.root(), **{"list_url": "", **facts})
    made = SigningCertificate(person=person, pem=holder.pem, address=address)
    made.full_clean()
    made.save()
    return holder


def prepared(version, office):
    dossier = given.proposed(version, office)
    return dossier, deciding.prepare(given.item(dossier), by=office.leader)


def test_the_signed_sheet_is_what_is_issued_and_the_seal_follows(
    version, office, leader, settings, tmp_path, client
):
    dossier, sheet = prepared(version, office)
    signing.take_signed(sheet, authority.sign(sheet.file.content(), leader))
    decision = deciding.approve(given.item(dossier), by=office.leader)
    issued = decision.document
    assert (issued.number, issued.token) == (sheet.data["number"], sheet.token)
    assert BookEntry.objects.get(issued=issued).number == 1
    agency = authority.issue("BHXH thử", by=authority.root(), list_url="")
    settings.SEAL_KEY = authority.kept(agency, tmp_path)
    content = papers.render(issued)
    assert content.startswith(sheet.signed_file.content())
    told = papers.verify(issued.token)
    assert told["leader"]["signer"] == office.leader.full_name
    assert told["leader"]["is_trusted"]
    assert told["seal"]["is_trusted"]
    entry = dossier.journal.get(act="approve")
    assert entry.data["signature"]["fingerprint"] == sheet.signature["fingerprint"]
    page = client.get(f"/xac-minh/{issued.token}/").content.decode()
    assert page.count("Hợp lệ: tệp nguyên vẹn") == 2


def test_without_the_signature_nothing_is_approved_and_no_number_is_taken(version, office, leader):
    dossier, sheet = prepared(version, office)
    with pytest.raises(DossierError, match="chữ ký số của người phê duyệt"):
        deciding.approve(given.item(dossier), by=office.leader)
    dossier.refresh_from_db()
    assert dossier.state == "processing"
    assert not CodeCounter.objects.filter(series__startswith="result:").exists()
    assert sheet.data["number"]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ({"name": "Nguyễn Văn Khác"}, "other_signer"),
        ({"ends": -1}, "expired"),
        ({"by": authority.issue("Gốc lạ")}, "unknown_root"),
        ({"may_sign": False}, "not_for_signing"),
    ],
)
def test_only_the_own_valid_certificate_counts(version, office, leader, who, code):
    _dossier, sheet = prepared(version, office)
    facts = {"by": authority.root(), "list_url": "", **who}
    other = authority.issue(facts.pop("name", office.leader.full_name), **facts)
    with pytest.raises(DossierError) as refused:
        signing.take_signed(sheet, authority.sign(sheet.file.content(), other))
    assert refused.value.code == code
    sheet.refresh_from_db()
    assert sheet.signature == {}


def test_a_certificate_withdrawn_before_approval_no_longer_counts(version, office, leader):
    dossier, sheet = prepared(version, office)
    signing.take_signed(sheet, authority.sign(sheet.file.content(), leader))
    SigningCertificate.objects.update(is_active=False)
    with pytest.raises(DossierError, match="không có trong danh sách"):
        deciding.approve(given.item(dossier), by=office.leader)


def test_when_the_number_went_to_another_result_the_sheet_is_signed_anew(version, office, leader):
    dossier, sheet = prepared(version, office)
    signing.take_signed(sheet, authority.sign(sheet.file.content(), leader))
    other, second = prepared(version, office)
    assert second.data["number"] == sheet.data["number"]
    signing.take_signed(second, authority.sign(second.file.content(), leader))
    deciding.approve(given.item(other), by=office.leader)
    with pytest.raises(signing.SheetOutdated, match="ký lại"):
        deciding.approve(given.item(dossier), by=office.leader)
    again = deciding.prepare(given.item(dossier), by=office.leader)
    signing.take_signed(again, authority.sign(again.file.content(), leader))
    deciding.approve(given.item(dossier), by=office.leader)
    assert list(BookEntry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_an_unknown_revocation_waits_for_the_authority(version, office):
    holder = registered(office.leader, list_url=authority.LIST_URL)
    _dossier, sheet = prepared(version, office)
    with pytest.raises(RevocationUnknown):
        signing.take_signed(sheet, authority.sign(sheet.file.content(), holder))
    assert Promise.objects.filter(kind="ask_revocation").count() == 1
    sheet.refresh_from_db()
    assert sheet.is_unanswered


def test_the_leader_signs_with_a_key_file_on_the_page(version, office, leader, tmp_path):
    dossier = given.proposed(version, office)
    address = reverse("admin:work_step", args=[given.item(dossier).pk, "approve"])
    desk = at_desk(office.leader)
    page = desk.get(address)
    assert "Tải văn bản để ký" in page.content.decode()
    drawn = desk.post(address, {"sheet": "1"})
    assert drawn.content.startswith(b"%PDF")
    assert desk.post(address, {"way": "key", "pin": "x"}).status_code == 422
    path = authority.kept(leader, tmp_path, "mat-khau")
    with open(path, "rb") as key:
        wrong = desk.post(address, {"way": "key", "key": key, "pin": "sai"})
    assert (wrong.status_code, "sai mật khẩu" in wrong.content.decode()) == (409, True)
    with open(path, "rb") as key:
        assert desk.post(address, {"way": "key", "key": key, "pin": "mat-khau"}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "result_ready"


def test_the_leader_signs_with_the_remote_service(version, office, settings):
    holder = registered(office.leader, address="csc:LD-01")
    with signing_service(holder) as service:
        settings.REMOTE_SIGNING_URL = service.url
        settings.REMOTE_SIGNING_CLIENT, settings.REMOTE_SIGNING_SECRET = CLIENT
        dossier = given.proposed(version, office)
        address = reverse("admin:work_step", args=[given.item(dossier).pk, "approve"])
        desk = at_desk(office.leader)
        assert desk.post(address, {"way": "held", "pin": "000000"}).status_code == 409
        assert desk.post(address, {"way": "held", "pin": PIN}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "result_ready"


def test_a_replacing_result_is_signed_too(version, office, leader):
    dossier, sheet = prepared(version, office)
    signing.take_signed(sheet, authority.sign(sheet.file.content(), leader))
    deciding.approve(given.item(dossier), by=office.leader)
    second = given.staff("Lê Thị Phó", "leader", office.departments["leadership"])
    own = registered(second)
    replacing.ask(dossier, by=office.leader, reason="Sai số.", content="Cấp lại sổ BHXH.")
    with pytest.raises(DossierError, match="chữ ký số"):
        replacing.confirm(dossier, by=second)
    sheet = replacing.prepare(dossier, by=second)
    signing.take_signed(sheet, authority.sign(sheet.file.content(), own))
    assert replacing.confirm(dossier, by=second).token == sheet.token


def test_an_online_dossier_is_answered_by_the_notice_of_electronic_transactions(office):
    dossier = given.decided(given.procedure(), office)
    notice = dossier.issued.get(kind="03-gddt")
    result = dossier.issued.get(kind="result")
    assert notice.data["result_number"] == result.number
    assert papers.render(notice).startswith(b"%PDF")


@pytest.mark.skipif(not token.IS_THERE, reason="no SoftHSM (Debian package softhsm2)")
def test_the_leader_signs_with_a_token_of_the_server(version, office, tmp_path):
    holder = registered(office.leader)
    SigningCertificate.objects.update(address=token.token_with(holder, tmp_path))
    dossier = given.proposed(version, office)
    step = reverse("admin:work_step", args=[given.item(dossier).pk, "approve"])
    desk = at_desk(office.leader)
    wrong = desk.post(step, {"way": "held", "pin": "000000"})
    assert (wrong.status_code, "Mã PIN chưa đúng." in wrong.content.decode()) == (409, True)
    assert desk.post(step, {"way": "held", "pin": token.PIN}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "result_ready"


def test_a_wrong_pin_of_a_key_file_at_the_server_speaks_of_the_pin_alone(
    version, office, leader, tmp_path
):
    SigningCertificate.objects.update(address=authority.kept(leader, tmp_path, "mat-khau"))
    step = reverse(
        "admin:work_step", args=[given.item(given.proposed(version, office)).pk, "approve"]
    )
    desk = at_desk(office.leader)
    assert 'data-asked-when="way=key,held"' in desk.get(step).text
    wrong = desk.post(step, {"way": "held", "pin": "sai"})
    assert (wrong.status_code, "Mã PIN chưa đúng." in wrong.text) == (409, True)
    assert "PKCS#12) sai" not in wrong.text


def test_a_batch_is_signed_one_by_one_with_one_pin_and_a_wrong_one_is_tried_once(
    version, office, settings
):
    holder = registered(office.leader, address="csc:LD-01")
    batch = [given.proposed(version, office) for _each in range(2)]
    chosen = {"item": [given.item(dossier).pk for dossier in batch]}
    desk, here = at_desk(office.leader), reverse("admin:signing")
    with signing_service(holder) as service:
        settings.REMOTE_SIGNING_URL = service.url
        settings.REMOTE_SIGNING_CLIENT, settings.REMOTE_SIGNING_SECRET = CLIENT
        page = desk.post(here, chosen).content.decode()
        assert 'name="pin"' in page
        refused = desk.post(here, chosen | {"confirmed": "1", "pin": "000000"}, follow=True)
        assert refused.content.decode().count("Dừng ở hồ sơ") == 1
        told = desk.post(here, chosen | {"confirmed": "1", "pin": PIN}, follow=True)
    assert "Đã phê duyệt 2 hồ sơ" in told.content.decode()
    assert ResultSheet.objects.filter(document__isnull=False).count() == 2


def test_without_a_key_at_the_server_the_inbox_says_why_a_result_is_signed_alone(version, office):
    registered(office.leader)
    dossier = given.proposed(version, office)
    desk, here = at_desk(office.leader), reverse("admin:signing")
    assert "nên hãy ký trong từng hồ sơ" in desk.get(here).content.decode()
    chosen = {"item": given.item(dossier).pk, "confirmed": "1"}
    told = desk.post(here, chosen).content.decode()
    assert f"không phê duyệt cùng lúc: {dossier.code}" in told
    assert Decision.pending(dossier) is not None
