"""Mandates: what they open is exactly what they say, and nothing a moment after they end."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import DossierError, NotPermitted
from flows.models import Dossier, Draft, Mandate
from flows.services import amending, drafting, filing, mandating, withdrawing
from tests import situations

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def version():
    situations.loaded_slips()
    return situations.procedure()


@pytest.fixture
def company():
    made = situations.citizen("Công ty Hòa Bình", tax_code="0300588569", identity_number="")
    made.kind = "organisation"
    made.save()
    return made


@pytest.fixture
def clerk():
    return verified(situations.citizen("Lê Thị Nhân Sự"))


def verified(user):
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def member(company, holder, role="filer", **facts) -> Mandate:
    made = mandating.invite(
        principal=company, by=company, email=holder.email, kind="member", role=role,
        basis="Giấy giới thiệu số 12", **facts,
    )  # fmt: skip
    return mandating.accept(made, by=holder)


def filed_by_company(version, office, company) -> Dossier:
    """Filed by the organisation itself (as its own system would prove it)."""
    draft = situations.draft(version, office, company)
    draft.applicant |= {"kind": "organisation", "identifier": company.tax_code}
    draft.save()
    evidence = {"method": "api"}
    return filing.file_draft(draft, by=company, evidence=evidence, digest=filing.digest_of(draft))


def sees(user, dossier) -> bool:
    return Dossier.objects.visible_to(user).filter(pk=dossier.pk).exists()


def test_a_member_sees_and_acts_and_the_journal_says_for_whom(version, office, company, clerk):
    dossier = filed_by_company(version, office, company)
    assert not sees(clerk, dossier)
    member(company, clerk)
    assert sees(clerk, dossier)
    draft = amending.open_amendment(dossier, by=clerk)
    assert draft.mandate.principal == company
    withdrawing.ask(dossier, by=clerk, reason="Nộp nhầm", evidence={"method": "api"})
    entry = dossier.journal.get(act="ask_withdrawal")
    assert (entry.actor, entry.on_behalf_of) == (clerk, dossier.applicant_name)


def test_a_viewer_looks_and_changes_nothing(version, office, company, clerk):
    dossier = filed_by_company(version, office, company)
    member(company, clerk, role="viewer")
    assert sees(clerk, dossier)
    with pytest.raises(NotPermitted):
        withdrawing.ask(dossier, by=clerk, reason="Nộp nhầm", evidence={"method": "api"})
    assert amending.why_not(dossier, clerk)
    with pytest.raises(NotPermitted):
        drafting.open_draft(version.procedure, by=clerk, mandate=Mandate.objects.get())


def test_ending_it_ends_sight_and_rights_and_hides_the_draft(version, office, company, clerk):
    dossier = filed_by_company(version, office, company)
    mandate = member(company, clerk)
    draft = drafting.open_draft(version.procedure, by=clerk, mandate=mandate)
    mandating.end(mandate, by=company)
    assert not sees(clerk, dossier)
    assert not mandating.may_act(dossier, clerk)
    assert not Draft.objects.visible_to(clerk).filter(pk=draft.pk).exists()
    with pytest.raises(NotPermitted):
        drafting.open_draft(version.procedure, by=clerk, mandate=mandate)


def test_what_was_filed_under_a_mandate_is_gone_from_the_filer_when_it_ends(version, office, clerk):
    mother = situations.citizen("Trần Thị Mẹ")
    paper = situations.stored()
    mandate = mandating.invite(
        principal=mother, by=mother, email=clerk.email, kind="proxy", role="filer",
        basis="Giấy ủy quyền số 5", valid_to=timezone.localdate() + 30 * DAY, paper=paper,
    )  # fmt: skip
    mandating.accept(mandate, by=clerk)
    draft = situations.draft(version, office, clerk, mandate=mandate)
    draft.applicant |= drafting.applicant_of(clerk, mandate)
    draft.save()
    dossier = filing.file_draft(
        draft, by=clerk, evidence=situations.EVIDENCE, digest=filing.digest_of(draft)
    )
    assert (dossier.applicant, dossier.submitter) == (mother, clerk)
    assert dossier.applicant_name == "Trần Thị Mẹ"
    entry = dossier.journal.get(act="file")
    assert (entry.actor_name, entry.on_behalf_of) == (clerk.full_name, "Trần Thị Mẹ")
    assert sees(mother, dossier)
    assert sees(clerk, dossier)
    other = situations.filed(version, office, mother)
    assert not sees(clerk, other), "a proxy sees what was filed under the mandate, not the rest"
    mandating.end(mandate, by=mother)
    assert not sees(clerk, dossier)
    assert sees(mother, dossier)


def test_a_parent_files_for_a_child(version, office, clerk):
    mandate = mandating.declare_child(
        by=clerk, name="Lê Bé Con", identifier="079220001234", basis="Giấy khai sinh số 7",
        paper=situations.stored(),
    )  # fmt: skip
    draft = situations.draft(version, office, clerk, mandate=mandate)
    draft.applicant |= drafting.applicant_of(clerk, mandate)
    draft.save()
    dossier = filing.file_draft(
        draft, by=clerk, evidence=situations.EVIDENCE, digest=filing.digest_of(draft)
    )
    assert dossier.applicant is None
    assert (dossier.applicant_name, dossier.applicant_identifier) == ("Lê Bé Con", "079220001234")
    assert dossier.journal.get(act="file").on_behalf_of == "Lê Bé Con"
    assert mandating.may_act(dossier, clerk)


def test_a_mandate_ended_between_drafting_and_filing_files_nothing(version, office, company, clerk):
    mandate = member(company, clerk)
    draft = situations.draft(version, office, clerk, mandate=mandate)
    mandating.end(mandate, by=company)
    with pytest.raises(NotPermitted):
        filing.file_draft(
            draft, by=clerk, evidence={"method": "api"}, digest=filing.digest_of(draft)
        )
    assert not Dossier.objects.exists()


def test_an_invitation_is_for_the_verified_address_alone(company, clerk):
    made = mandating.invite(
        principal=company, by=company, email=clerk.email, kind="member", role="filer", basis="Số 1"
    )
    stranger = verified(situations.citizen("Người Lạ"))
    with pytest.raises(NotPermitted):
        mandating.accept(made, by=stranger)
    clerk.emailaddress_set.update(verified=False)
    with pytest.raises(NotPermitted):
        mandating.accept(made, by=clerk)
    clerk.emailaddress_set.update(verified=True)
    assert mandating.accept(made, by=clerk).is_active


def test_only_owners_invite_and_end(company, clerk):
    mandate = member(company, clerk, role="filer")
    friend = situations.citizen("Bạn")
    asked = {"email": friend.email, "kind": "member", "role": "viewer", "basis": "Số 2"}
    with pytest.raises(NotPermitted):
        mandating.invite(principal=company, by=clerk, **asked)
    Mandate.objects.update(role="owner")
    made = mandating.invite(principal=company, by=clerk, **asked)
    with pytest.raises(NotPermitted):
        mandating.end(made, by=friend)
    mandating.end(made, by=clerk)
    mandating.end(mandate, by=clerk)
    assert not Mandate.objects.active().exists()


def test_a_proxy_needs_an_end_and_a_paper(clerk):
    mother = situations.citizen("Trần Thị Mẹ")
    with pytest.raises(DossierError, match="văn bản ủy quyền"):
        mandating.invite(
            principal=mother, by=mother, email=clerk.email, kind="proxy", role="filer", basis="Số 5"
        )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    role=st.sampled_from(["owner", "filer", "viewer"]),
    starts=st.integers(-5, 5),
    lasts=st.none() | st.integers(0, 5),
    accepted=st.booleans(),
    ended=st.booleans(),
    open_account=st.booleans(),
    scope=st.sampled_from(["all", "this", "other"]),
)
def test_sight_and_right_follow_from_what_the_mandate_says(
    world, role, starts, lasts, accepted, ended, open_account, scope
):
    dossier, company, holder, other = world
    today = timezone.localdate()
    Mandate.objects.all().delete()
    holder.is_active = open_account
    holder.save()
    mandate = Mandate.objects.create(
        kind="member", role=role, principal=company, holder=holder if accepted else None,
        basis="Số 1", made_by=company, valid_from=today + starts * DAY,
        valid_to=None if lasts is None else today + (starts + lasts) * DAY,
        accepted_at=timezone.now() if accepted else None,
        ended_at=timezone.now() if ended else None,
    )  # fmt: skip
    if scope != "all":
        mandate.procedures.add(dossier.procedure if scope == "this" else other)
    in_time = starts <= 0 and (lasts is None or starts + lasts >= 0)
    in_force = accepted and not ended and in_time and open_account
    assert mandate.is_active == in_force
    assert sees(holder, dossier) == (in_force and scope != "other")
    expected = in_force and scope != "other" and role != "viewer"
    assert mandating.may_act(dossier, holder) == expected
    assert sees(company, dossier)


@pytest.fixture
def world(version, office, company, clerk):
    other = situations.procedure("9.999999").procedure
    return filed_by_company(version, office, company), company, clerk, other
