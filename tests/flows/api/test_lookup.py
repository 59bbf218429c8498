"""The look-up as JSON: the items of Article 12, silence about everything else, one limit with the page."""

import pytest

from flows import tracking
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return given.received(given.procedure(), given.office())


def test_the_answer_has_exactly_the_items_of_article_12(client, dossier):
    response = client.get(f"/api/v1/status/{dossier.code}", {"check": dossier.check_code})
    assert response.status_code == 200
    assert set(response.json()) == {
        "code", "agency", "department", "received_on", "due_on", "returned_on", "status",
        "status_label",
    }  # fmt: skip
    assert response.json()["status"] == "received"
    assert response.json()["status_label"] == "Bảo hiểm xã hội đã tiếp nhận hồ sơ"


def test_an_unknown_code_and_a_wrong_check_cannot_be_told_apart(client, dossier):
    answers = [
        client.get(f"/api/v1/status/{code}", check)
        for code, check in (
            (dossier.code, {"check": "00000000"}),
            (dossier.code, {}),
            ("000.00.00.G24-000101-0001", {"check": dossier.check_code}),
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["Content-Type"].startswith("application/problem+json")


def test_page_and_api_share_one_limit(client, dossier, monkeypatch):
    monkeypatch.setattr(tracking, "PER_MINUTE", 2)
    where = {"ma": dossier.code, "kt": dossier.check_code}
    assert client.get("/tra-cuu/", where).status_code == 200
    address = f"/api/v1/status/{dossier.code}?check={dossier.check_code}"
    assert client.get(address).status_code == 200
    refused = client.get(address)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert refused.json()["code"] == "too_many_requests"
