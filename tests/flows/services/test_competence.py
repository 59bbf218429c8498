"""14.1b: the competent office follows from rules; another one accepts and it is routed by rule."""

import pytest
from django.utils import timezone

from catalog.models import AdministrativeUnit, CompetenceRule, Employer, Territory
from catalog.publishing import findings
from flows.models import WorkItem
from flows.services import (
    competence,
    deciding,
    drafting,
    filing,
    handling,
    intake,
    referring,
    returning,
)
from tests import situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    """Two base offices; each manages a commune."""
    here, there = situations.office(), situations.office("BHXH cơ sở Tân Sơn Hòa")
    situations.manages(here)
    situations.manages(there, "26977", "Phường Tân Sơn Hòa")
    return here, there


@pytest.fixture
def version():
    made = situations.procedure()
    for order, (basis, applicant) in enumerate(
        [("employer", "organisation"), ("place", ""), ("chosen", "")], start=1
    ):
        CompetenceRule.objects.create(version=made, order=order, basis=basis, applicant=applicant)
    return made


def lives(draft, code: str):
    draft.applicant = draft.applicant | {"residence": code}
    draft.save()
    return draft


def test_14_1b_the_office_follows_from_residence_employer_or_choice_and_says_why(offices, version):
    here, there = offices
    draft = situations.draft(version, here, situations.citizen())
    assert competence.of_draft(draft).basis == "chosen"

    found = competence.of_draft(lives(draft, "26977"))
    assert (found.agency, found.basis) == (there.agency, "place")
    assert "Phường Tân Sơn Hòa, Thành phố Hồ Chí Minh" in found.reason

    Employer.objects.create(code="TC0123Z", name="Công ty Hòa Bình", agency=there.agency)
    draft.applicant = {"kind": "organisation", "insurance_number": "tc 0123z"}
    found = competence.of_draft(draft)
    assert (found.agency, found.basis) == (there.agency, "employer")
    assert "TC0123Z – Công ty Hòa Bình" in found.reason


def test_14_1b_the_office_of_the_province_stands_in_where_none_manages_the_commune(version):
    base = situations.two_levels()
    unit = situations.manages(base)
    unit.territories.update(agency=base.above.agency, unit=unit.parent)
    draft = lives(situations.draft(version, base, situations.citizen()), unit.code)
    assert competence.of_draft(draft).agency == base.above.agency


def test_14_1b_filed_elsewhere_it_is_accepted_there_and_handled_by_the_competent_office(
    offices, version
):
    here, there = offices
    by = situations.citizen()
    situations.loaded_slips()
    draft = lives(situations.draft(version, here, by), "26977")
    dossier = filing.file_draft(
        draft, by=by, evidence=situations.EVIDENCE, digest=filing.digest_of(draft)
    )
    code = dossier.code
    situations.papers_checked(dossier, here)
    intake.receive(situations.item(dossier), by=here.clerk)
    handling.propose(
        situations.item(dossier),
        by=there.officer,
        outcome="positive",
        content="Cấp sổ.",
        reasons="",
    )
    deciding.approve(situations.item(dossier), by=there.leader)
    dossier.refresh_from_db()
    assert (dossier.code, dossier.agency) == (code, here.agency)
    assert dossier.competent_agency == there.agency
    assert situations.item(dossier).agency == here.agency
    returning.hand_over(
        situations.item(dossier), by=here.desk, recipient_name="Nguyễn Thị Bình An",
        recipient_identifier="079190001234",
    )  # fmt: skip
    steps = WorkItem.objects.filter(dossier=dossier, flow_task_type="HUMAN").order_by("pk")
    assert list(steps.values_list("step", "agency")) == [
        ("intake", here.agency.pk), ("appraise", there.agency.pk),
        ("approve", there.agency.pk), ("give_back", here.agency.pk),
    ]  # fmt: skip


def test_14_1b_a_referral_is_answered_within_eight_working_hours_and_the_clock_goes_on(
    time_machine,
):
    time_machine.move_to("2026-03-02T02:00:00Z", tick=False)  # a Monday, 09:00 in Vietnam
    here, there = situations.office(), situations.office("BHXH cơ sở Tân Sơn Hòa")
    dossier = situations.filed(situations.procedure(), here)
    time_machine.move_to("2026-03-02T08:00:00Z", tick=False)
    referring.refer(
        situations.item(dossier), by=here.clerk, to=there.agency, reason="Cư trú nơi khác."
    )
    item = situations.item(dossier)
    assert f"{timezone.localtime(item.due_at):%d %H:%M}" == "03 15:00"
    referring.confirm(item, by=there.clerk)
    item.refresh_from_db()
    dossier.refresh_from_db()
    assert item.due_at == dossier.answer_due_at
    assert f"{timezone.localtime(dossier.answer_due_at):%d %H:%M}" == "03 09:00"


def test_14_1b_a_draft_takes_the_office_of_the_place_that_was_found(offices, version):
    here, there = offices
    draft = situations.draft(version, here, situations.citizen())
    unit = AdministrativeUnit.objects.get(code="26977")
    drafting.live_in(draft, lock=draft.lock, unit=unit)
    draft.refresh_from_db()
    assert draft.agency == there.agency


def test_14_1b_before_publication_every_commune_is_covered_or_named(offices, version):
    province = AdministrativeUnit.objects.get(code="79")
    AdministrativeUnit.objects.create(
        code="26506", name="Phường Vũng Tàu", kind="commune", parent=province
    )

    def named():
        return [one for one in findings(version) if "Phường Vũng Tàu" in "".join(one.places)]

    assert [one.blocks for one in named()] == [False]  # the choice stands last
    version.competence_rules.filter(basis="chosen").delete()
    assert [one.blocks for one in named()] == [True]
    Territory.objects.create(agency=offices[0].agency, unit=province)
    assert named() == []
