"""An issued result as a paper of the next dossier: offered, taken over, counted, looked at again."""

import pytest

from flows.errors import DossierError
from flows.models import Document, IssuedDocument
from flows.papers import render
from flows.reports import contribution
from flows.services import intake, reusing
from tests import situations
from tests.home.steps import address, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(version, office, person):
    """The book that an earlier dossier of this person has yielded."""
    issued = situations.finished(version, office, person).issued.get(kind="result")
    render(issued)
    return issued


@pytest.fixture
def draft(office, person):
    """A dossier of another procedure, whose paper may be that result."""
    version = situations.procedure("1.001613")
    version.components.update(result_codes="KQ.G24.999999; sổ BHXH")
    return situations.draft(version, office, person, files=0)


def test_x10_the_second_dossier_offers_the_result_issued_before_and_the_index_counts_it(
    client, draft, result, person, office
):
    sign_in(client, person)
    page = client.get(address(draft, "giay-to/"))
    paper = page.context["papers"][0]
    assert paper.results == [result]
    client.post(address(draft, "giay-to/"), {"paper": paper.key, "reuse_result": result.pk})
    attached = draft.files.get()
    assert (attached.file, attached.source) == (result.file, Document.RESULT)
    page = client.get(address(draft, "giay-to/"))
    assert not page.context["papers"][0].results

    filing = situations.filing
    dossier = filing.file_draft(
        draft, by=person, evidence=situations.EVIDENCE, digest=filing.digest_of(draft)
    )
    situations.papers_checked(dossier, office)
    intake.receive(situations.item(dossier), by=office.clerk)
    document = dossier.documents.get()
    assert document.digitisation == Document.Digitisation.REUSED_RESULT == 3
    cells = contribution.contributions([dossier.pk])[dossier.pk]
    counted = {name: n for (summary, *_key, name), n in cells.items() if summary == "agency"}
    assert (counted["papers"], counted["digitised"], counted["reused"]) == (1, 1, 1)


@pytest.mark.parametrize("change", [
    {"revoked_at": "2026-01-01T00:00:00Z"},
    {"dossier__outcome_positive": False},
    {"dossier__state": "result_ready"},
    {"dossier__applicant_identifier": "079190009999"},
])  # fmt: skip
def test_what_is_revoked_negative_not_yet_returned_or_of_another_person_is_not_offered(
    draft, result, person, change
):
    ((name, value),) = change.items()
    about, _, column = name.partition("__")
    if column:
        type(result.dossier).objects.filter(pk=result.dossier_id).update(**{column: value})
    else:
        IssuedDocument.objects.filter(pk=result.pk).update(**{about: value})
    component = draft.version.components.get()
    assert not reusing.fitting(draft, [component], by=person).get(component.pk)
    with pytest.raises(DossierError, match="không dùng lại được"):
        reusing.reuse(draft, component, result.pk, by=person)


def test_somebody_elses_account_is_offered_nothing(draft, result):
    component = draft.version.components.get()
    assert not any(reusing.fitting(draft, [component], by=situations.citizen()).values())


def test_the_desk_is_offered_it_too_and_a_result_taken_back_since_is_not_accepted(
    client, draft, result, office
):
    component = draft.version.components.get()
    at_desk = situations.draft(
        draft.version, office, office.clerk, files=0, channel="counter", result_channel="counter"
    )
    reusing.reuse(at_desk, component, result.pk, by=office.clerk)
    dossier = situations.filing.register_at_counter(at_desk, by=office.clerk)
    document = dossier.documents.get()
    IssuedDocument.objects.filter(pk=result.pk).update(revoked_at="2026-01-01T00:00:00Z")
    with pytest.raises(DossierError, match="đã bị thu hồi"):
        intake.check_document(document, by=office.clerk, verdict="accepted")
    intake.check_document(document, by=office.clerk, verdict="rejected", note="Đã thu hồi")


def test_where_the_catalogue_names_no_result_nothing_is_asked(
    draft, result, person, django_assert_num_queries
):
    component = draft.version.components.get()
    component.result_codes = ""
    with django_assert_num_queries(0):
        assert reusing.fitting(draft, [component], by=person) == {}
