"""Filing through the API: the portal's own checks, once per key and per external code."""

import threading

import pytest
from django.db import connection, connections

from flows.models import Dossier, Draft, KeptAnswer
from tests import situations as given
from tests.flows.api import partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    given.loaded_slips()
    return given.office()


@pytest.fixture
def version(office):
    return given.procedure()


@pytest.fixture
def token(office):
    return partners.token()


@pytest.fixture
def client(token):
    return partners.caller(token[1])


def paths(response) -> set[str]:
    assert response.status_code == 422, response.content
    return {error["path"] for error in response.json()["errors"]}


def test_a_system_files_and_the_evidence_says_which(client, token, version, office):
    response = partners.post(
        client, "/dossiers", partners.sent(version, office, external_code="A-1")
    )
    assert response.status_code == 201, response.content
    body = response.json()
    dossier = Dossier.objects.get(code=body["code"])
    assert body["check"] == dossier.check_code
    assert body["status"] == "submitted"
    assert dossier.code in body["tracking_url"]
    assert (dossier.channel, dossier.system, dossier.external_code) == (
        "api",
        token[0].system,
        "A-1",
    )
    assert dossier.answer_due_at
    assert dossier.applicant_phone == "+84912345601"
    evidence = dossier.submissions.get().evidence
    assert (evidence["method"], evidence["system"]) == ("api", token[0].system.code)
    assert dossier.documents.get().component.code == "giay-to"
    assert dossier.notices.filter(channel="sms").exists()
    looked_up = client.get(f"/api/v1/status/{body['code']}", {"check": body["check"]})
    assert looked_up.json()["status"] == "submitted"


def test_the_office_deals_with_it_as_with_any_other(client, version, office):
    code = partners.post(client, "/dossiers", partners.sent(version, office)).json()["code"]
    dossier = Dossier.objects.get(code=code)
    given.papers_checked(dossier, office)
    given.intake.receive(given.item(dossier), by=office.clerk)
    assert Dossier.objects.get(code=code).state == "received"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"procedure": "9.999999"}, "/procedure"),
        ({"agency": "99999"}, "/agency"),
        ({"case": "khong-co"}, "/case"),
        ({"answers": {"ho_ten": "An", "ngay_sinh": "hôm qua"}}, "/answers/ngay_sinh"),
        ({"answers": {"ho_ten": "An"}}, "/answers/ngay_sinh"),
        ({"answers": {"la": 1}}, "/answers/la"),
        ({"attachments": []}, "/attachments"),
        ({"result_channel": "drone"}, "/result_channel"),
        ({"la": 1}, "/la"),
        ({"applicant": {"name": "An", "identifier": "12"}}, "/applicant/identifier"),
        ({"applicant": {"name": "An", "identifier": "079190001236"}}, "/applicant"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(client, version, office, changes, wrong):
    response = partners.post(client, "/dossiers", partners.sent(version, office, **changes))
    assert wrong in paths(response)
    assert not Dossier.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [("không phải base64", "invalid"), ("aGVsbG8=", "file_type"), ("", "file_empty")],
)
def test_a_bad_attachment_is_named(client, version, office, content, code):
    papers = [{"component": "giay-to", "filename": "a.pdf", "content_base64": content}]
    response = partners.post(
        client, "/dossiers", partners.sent(version, office, attachments=papers)
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["code"] == code


def test_the_same_key_gets_the_first_answer_another_body_is_refused(client, version, office):
    body = partners.sent(version, office)
    first = partners.post(client, "/dossiers", body, key="k-1")
    again = partners.post(client, "/dossiers", body, key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = partners.post(client, "/dossiers", {**body, "result_channel": "online"}, key="k-1")
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"
    assert Dossier.objects.count() == 1


def test_a_refused_filing_leaves_its_key_free(client, version, office):
    wrong = partners.sent(version, office, answers={})
    assert partners.post(client, "/dossiers", wrong, key="k-2").status_code == 422
    assert not KeptAnswer.objects.exists()
    assert (
        partners.post(client, "/dossiers", partners.sent(version, office), key="k-2").status_code
        == 201
    )


def test_an_external_code_is_used_once_by_each_system(client, version, office):
    body = partners.sent(version, office, external_code="NT-7")
    code = partners.post(client, "/dossiers", body).json()["code"]
    again = partners.post(client, "/dossiers", body)
    assert again.status_code == 409
    assert (again.json()["code"], again.json()["dossier"]) == ("external_code_used", code)
    other = partners.caller(partners.token()[1])
    assert partners.post(other, "/dossiers", body).status_code == 201


def test_a_token_files_only_where_it_may(version, office):
    elsewhere, other = given.office(), given.procedure("1.003333")
    _made, text = partners.token(agencies=[office.agency], procedures=[version.procedure])
    client = partners.caller(text)
    assert partners.post(client, "/dossiers", partners.sent(version, office)).status_code == 201
    for body in (partners.sent(version, elsewhere), partners.sent(other, office)):
        refused = partners.post(client, "/dossiers", body)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


@pytest.mark.django_db(transaction=True)
def test_one_key_sent_by_many_at_once_files_once():
    given.loaded_slips()
    office = given.office()
    version, (_token, text) = given.procedure(), partners.token()
    body, answers = partners.sent(version, office), []
    start = threading.Barrier(4)

    def send():
        start.wait()
        answers.append(partners.post(partners.caller(text), "/dossiers", body, key="cung-luc"))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Dossier.objects.count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
