"""What an act may cost: filing five papers at most 32 statements, a step of the office at most 28."""

import pytest

from accounts.models import User
from flows.services import deciding, filing, handling, intake, supplements
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db):
    made = given.procedure()
    for step, function, share in (
        ("intake", "intake", 10), ("appraise", "policy", 60),
        ("approve", "leadership", 20), ("give_back", "intake", 10),
    ):  # fmt: skip
        given.rule(made, step, function, share=share)
    return made


def anew(user: User) -> User:
    """As the next request meets the person: nothing remembered."""
    return User.objects.get(pk=user.pk)


def test_filing_with_five_papers_costs_at_most_32_statements(
    office, version, django_assert_max_num_queries
):
    given.loaded_slips()
    person = given.citizen()
    draft = given.draft(version, office, person, files=5)
    seal = filing.digest_of(draft)
    with django_assert_max_num_queries(32):
        filing.file_draft(draft, by=person, evidence=given.EVIDENCE, digest=seal)


def test_accepting_costs_at_most_27_statements(office, version, django_assert_max_num_queries):
    dossier = given.filed(version, office)
    given.papers_checked(dossier, office)
    item, clerk = given.item(dossier), anew(office.clerk)
    with django_assert_max_num_queries(27):
        intake.receive(item, by=clerk)


def test_proposing_costs_at_most_22_statements(office, version, django_assert_max_num_queries):
    dossier = given.received(version, office)
    item, officer = given.item(dossier), anew(office.officer)
    with django_assert_max_num_queries(22):
        handling.propose(item, by=officer, outcome="positive", content="Cấp sổ.")


def test_asking_for_a_supplement_costs_at_most_28_statements(
    office, version, django_assert_max_num_queries
):
    dossier = given.received(version, office)
    item, officer = given.item(dossier), anew(office.officer)
    paper = dossier.case.components().first()
    with django_assert_max_num_queries(28):
        supplements.ask_supplement(item, by=officer, reason="Thiếu", items=[{"component": paper}])


def test_approving_costs_at_most_28_statements(office, version, django_assert_max_num_queries):
    dossier = given.proposed(version, office)
    item, leader = given.item(dossier), anew(office.leader)
    with django_assert_max_num_queries(28):
        deciding.approve(item, by=leader)
