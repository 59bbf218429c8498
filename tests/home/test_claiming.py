"""What was handed in on paper comes into the applicant's account, and into nobody else's (15.4a)."""

import pytest

from flows.models import Promise
from flows.services import supplements
from tests import situations
from tests.home.steps import code_sent, sign_in

pytestmark = pytest.mark.django_db
CLAIM = "/ho-so/nhan-ve/"


@pytest.fixture
def dossier(version, office):
    return situations.on_paper(version, office)


def asked(client, dossier, **changes):
    typed = {"code": dossier.code, "identifier": dossier.applicant_identifier}
    return client.post(CLAIM, typed | changes)


def test_15_4a_a_paper_dossier_is_claimed_by_code_number_and_the_phone_in_it(
    client, version, office, dossier, person
):
    sign_in(client, person)
    assert dossier.code not in client.get("/ho-so/").content.decode()
    assert CLAIM in client.get("/ho-so/").content.decode()
    loose = dossier.office_number.lower()
    confirming = asked(client, dossier, code=loose).url
    assert confirming == f"{CLAIM}{dossier.code}/"
    assert Promise.objects.filter(kind="sms").last().payload["to"] == dossier.applicant_phone
    assert (
        "Mã chưa đúng" in client.post(confirming, {"code": "000000"}, follow=True).content.decode()
    )
    answer = client.post(confirming, {"code": code_sent()}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/ho-so/{dossier.code}/"
    assert client.post(confirming, {"code": "1"}).url == f"/ho-so/{dossier.code}/"  # a double click
    dossier.refresh_from_db()
    assert dossier.applicant == person
    entry = dossier.journal.get(act="claim_dossier")
    assert entry.actor == person
    assert dossier.applicant_phone not in str(entry.data)
    request = supplements.ask_supplement(
        situations.item(dossier), by=office.officer, reason="Thiếu",
        items=[{"question_key": "noi_dung", "note": "Ghi rõ"}],
    )  # fmt: skip
    assert client.get(f"/ho-so/{dossier.code}/bo-sung/").status_code == 200, request
    other = situations.citizen("an.khac@example.vn")
    sign_in(client, other)
    assert "Không có hồ sơ" in asked(client, dossier).content.decode()
    assert client.get(confirming).status_code == 404


def test_who_does_not_know_the_number_or_has_another_one_sends_no_code(
    client, version, office, dossier, person
):
    sent = Promise.objects.filter(kind="sms").count()
    sign_in(client, person)
    wrong = asked(client, dossier, identifier="001085012345").content.decode()
    unknown = asked(client, dossier, code="000.00.00.G24-010120-9999").content.decode()
    for page in (wrong, unknown):
        assert "Không có hồ sơ nộp trên giấy nào khớp" in page
    person.identity_number = "001085012345"
    person.save()
    assert "Không có hồ sơ nộp trên giấy nào khớp" in asked(client, dossier).content.decode()
    online = situations.filed(version, office, person)
    assert "Không có hồ sơ" in asked(client, online).content.decode()
    assert Promise.objects.filter(kind="sms").count() == sent


def test_without_a_contact_in_the_dossier_the_desk_helps_and_organisations_claim_their_own(
    client, dossier, person
):
    type(dossier).objects.update(applicant_phone="", applicant_email="")
    sign_in(client, person)
    assert "đến bộ phận một cửa" in asked(client, dossier).content.decode()
    type(dossier).objects.update(applicant_phone="+84912345678")
    person.kind, person.tax_code = person.Kind.ORGANISATION, "0300588569"
    person.save()
    assert "Không có hồ sơ" in asked(client, dossier, identifier="0300588569").content.decode()
    type(dossier).objects.update(
        applicant_kind="organisation", applicant_identifier="0300588569", applicant_name="Công ty"
    )
    assert asked(client, dossier, identifier="0300588569").status_code == 302


def test_tries_are_limited_and_staff_claim_nothing(client, dossier, person, office):
    sign_in(client, person)
    for _number in range(20):
        asked(client, dossier, code="1")
    assert "thử quá nhiều lần" in asked(client, dossier).content.decode()
    client.force_login(office.clerk)
    assert client.get(CLAIM).status_code in {302, 403}
