"""Reports of a specialised system move the flow as a person would, and no further."""

import datetime

import pytest
from django.utils import timezone

from flows.models import Decision, Dossier
from flows.services import deciding
from tests import situations as given
from tests.flows.api import partners

pytestmark = pytest.mark.django_db

EVERYBODY = ("intake_clerk", "case_officer", "leader", "return_clerk")
RESULT = {"filename": "ket-qua.pdf", "content_base64": partners.pdf()}


@pytest.fixture
def office(db):
    return given.office()


@pytest.fixture
def version(office):
    return given.procedure()


@pytest.fixture
def whole(db):
    """A system that is trusted with every step."""
    return partners.caller(partners.token(partners.system(*EVERYBODY))[1])


def report(client, dossier, status: str, key: str = "", **more):
    return partners.post(
        client, f"/dossiers/{dossier.code}/status", {"status": status, **more}, key
    )


def fine(response) -> dict:
    assert response.status_code == 200, response.content
    return response.json()


def refused(response, status: int, code: str) -> str:
    assert response.status_code == status, response.content
    assert response.json()["code"] == code
    return response.json()["detail"]


def test_a_system_takes_a_dossier_the_whole_way(whole, version, office):
    dossier = given.filed(version, office)
    for status, more in (
        ("received", {}), ("processing", {"note": "TST đang rà soát"}),
        ("completed", {"result": RESULT}), ("returned", {}),
    ):  # fmt: skip
        assert fine(report(whole, dossier, status, **more))["status"] == status
    dossier.refresh_from_db()
    decision = dossier.decisions.get()
    assert decision.proposed_by != decision.approved_by
    assert decision.document.file.content_type == "application/pdf"
    assert decision.document.file == decision.file
    assert decision.document.sha256 == decision.file.sha256
    acts = list(dossier.journal.values_list("act", flat=True))
    assert {"receive", "begin", "propose", "approve", "return", "partner_report"} <= set(acts)


def test_what_the_flow_does_not_allow_is_refused_with_the_missing_step(whole, version, office):
    dossier = given.received(version, office)
    detail = refused(report(whole, dossier, "returned"), 409, "not_allowed")
    assert "Thẩm định" in detail
    dossier.refresh_from_db()
    assert dossier.state == "received"
    filed = given.filed(version, office)
    refused(report(whole, filed, "completed", result=RESULT), 409, "not_allowed")
    refused(report(whole, given.finished(version, office), "received"), 409, "not_allowed")


def test_a_step_needs_its_role(version, office):
    client = partners.caller(partners.token(partners.system("case_officer"))[1])
    dossier = given.filed(version, office)
    detail = refused(report(client, dossier, "received"), 403, "not_permitted")
    assert "vai trò" in detail
    assert Dossier.objects.get(pk=dossier.pk).state == "submitted"


def test_a_system_that_does_not_sign_puts_its_result_to_the_leader(version, office):
    client = partners.caller(partners.token(partners.system("case_officer"))[1])
    dossier = given.received(version, office)
    body = fine(report(client, dossier, "completed", result=RESULT))
    assert body["status"] == "processing"
    assert "lãnh đạo" in body["detail"]
    dossier.refresh_from_db()
    deciding.approve(given.item(dossier), by=office.leader)
    document = Decision.objects.get(dossier=dossier).document
    assert document.sha256 == Decision.objects.get(dossier=dossier).file.sha256


def test_a_refusal_or_a_negative_result_gives_its_reasons(whole, version, office):
    dossier = given.filed(version, office)
    assert report(whole, dossier, "rejected").status_code == 422
    law = {"legal_ground": "Luật BHXH 2024, Điều 64"}
    told = fine(report(whole, dossier, "rejected", note="Không thuộc thẩm quyền", **law))
    assert told["status"] == "rejected"
    processing = given.received(version, office)
    why = {"note": "Chưa đủ thời gian đóng", "result": RESULT, **law}
    fine(report(whole, processing, "rejected", **why))
    for one in (dossier, processing):
        one.refresh_from_db()
    assert (processing.state, processing.outcome_positive) == ("result_ready", False)
    decision = Decision.objects.get(dossier=processing)
    assert {dossier.legal_ground, decision.legal_ground} == {law["legal_ground"]}


def test_the_same_report_again_changes_nothing(whole, version, office):
    dossier = given.received(version, office)
    first = report(whole, dossier, "processing", key="r-1")
    entries = dossier.journal.count()
    assert report(whole, dossier, "processing", key="r-1").json() == fine(first)
    again = fine(report(whole, dossier, "processing"))
    assert (again["status"], again["changed"]) == ("processing", False)
    assert dossier.journal.count() == entries


def test_reports_from_the_future_and_late_ones_are_refused(whole, version, office):
    dossier = given.received(version, office)
    now = timezone.now()
    future = now + datetime.timedelta(hours=1)
    assert report(whole, dossier, "processing", at=future.isoformat()).status_code == 422
    fine(report(whole, dossier, "processing", at=now.isoformat()))
    late = now - datetime.timedelta(minutes=5)
    refused(
        report(whole, dossier, "completed", at=late.isoformat(), result=RESULT), 409, "out_of_order"
    )
    assert report(whole, dossier, "processing", at="2026-01-01T00:00:00").status_code == 422


@pytest.mark.parametrize("content", ["%%%", "aGVsbG8=", partners.photo()])
def test_a_result_is_a_pdf(whole, version, office, content):
    dossier = given.received(version, office)
    bad = {"filename": "kq.pdf", "content_base64": content}
    assert report(whole, dossier, "completed", result=bad).status_code == 422
    assert report(whole, dossier, "completed").status_code == 422


def test_a_department_in_turn_is_named_to_pass_the_dossier_on(whole, office):
    version = given.procedure(routing="departments_in_turn")
    given.rule(version, "appraise", "policy", turn=1, share=30)
    given.rule(version, "appraise", "books", turn=2, share=30)
    dossier = given.received(version, office)
    refused(report(whole, dossier, "processing", department="finance"), 409, "not_allowed")
    body = fine(report(whole, dossier, "processing", department="books"))
    assert body["department"] == office.departments["books"].name
    assert fine(report(whole, dossier, "processing", department="books"))["changed"] is False


def test_beyond_the_scope_of_the_token_there_is_no_dossier(version, office):
    dossier = given.received(version, office)
    elsewhere, other = given.office(), given.procedure("1.004444")
    for scope in (
        {"agencies": [elsewhere.agency]}, {"procedures": [other.procedure]}, {"only_own": True},
    ):  # fmt: skip
        client = partners.caller(partners.token(partners.system(*EVERYBODY), **scope)[1])
        assert report(client, dossier, "processing").status_code == 404
        assert client.get(f"/api/v1/dossiers/{dossier.code}").status_code == 404
        assert client.get("/api/v1/changes").json()["items"] == []


def test_a_dossier_is_read_with_its_history_and_the_reading_is_journalled(whole, version, office):
    dossier = given.finished(version, office)
    body = fine(whole.get(f"/api/v1/dossiers/{dossier.code}"))
    assert body["applicant"]["name"] == dossier.applicant_name
    assert body["history"][0]["status"] == "submitted"
    assert body["history"][-1]["status"] == "returned"
    assert body["papers"][0]["component"] == "giay-to"
    assert {"01", "result"} <= {paper["kind"] for paper in body["issued"]}
    fine(whole.get(f"/api/v1/dossiers/{dossier.office_number.replace('/', '')}"))
    assert dossier.journal.filter(act="read_api").count() == 1
