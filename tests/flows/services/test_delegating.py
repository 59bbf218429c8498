"""Delegation: dated, scoped, shown on every act, gone at once; four eyes hold through it."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import User
from catalog.models import Delegation
from flows import acts
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier, WorkItem
from flows.services import deciding, delegating, extending, handling, work
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(office):
    return given.staff("Hồ Phó Giám Đốc", "case_officer", office.departments["books"])


def lend(post, to, by, **facts):
    today = timezone.localdate()
    dates = {"valid_from": today, "valid_to": today + datetime.timedelta(days=3)}
    return delegating.delegate([post], to=to, number="12/UQ", by=by, **(dates | facts))[0]


def anew(user: User) -> User:
    """As the next request meets the person."""
    return User.objects.get(pk=user.pk)


def test_a_delegate_acts_for_the_leader_and_journal_decision_and_paper_say_so(
    office, version, deputy
):
    dossier = given.proposed(version, office)
    assert not WorkItem.objects.visible_to(deputy).exists()
    lend(office.leader.posts.get(), deputy, office.leader)
    decision = deciding.approve(given.item(dossier), by=anew(deputy))
    told = "Nguyễn Văn Giám Đốc, theo số 12/UQ"
    assert dossier.journal.get(act="approve").on_behalf_of == told
    assert (decision.approved_by, decision.approved_for) == (deputy, office.leader)
    assert decision.document.data["officer"]["name"] == f"Hồ Phó Giám Đốc (thay {told})"


def test_an_act_on_the_dossier_itself_says_for_whom_it_is_done(office, version, deputy):
    dossier = given.received(version, office)
    lend(office.leader.posts.get(), deputy, office.leader)
    extending.extend(
        dossier, by=anew(deputy), reason="Chờ xác minh",
        new_due=timezone.localdate() + datetime.timedelta(days=30),
    )  # fmt: skip
    assert "theo số 12/UQ" in dossier.journal.get(act="extend").on_behalf_of


def test_a_delegation_for_one_procedure_opens_no_other(office, version, deputy):
    other = given.procedure("1.001193")
    mine, theirs = given.proposed(version, office), given.proposed(other, office)
    lend(office.leader.posts.get(), deputy, office.leader, procedures=[version.procedure])
    seen = anew(deputy)
    assert set(Dossier.objects.visible_to(seen)) == {mine}
    assert [item.dossier for item in WorkItem.objects.visible_to(seen)] == [mine]
    assert acts.available(given.item(mine), seen)
    assert not acts.available(given.item(theirs), seen)
    assert not seen.has_perm("flows.extend_dossier", theirs)
    with pytest.raises(NotPermitted):
        deciding.approve(given.item(theirs), by=seen)


def test_b_may_not_approve_what_b_proposed(office, version):
    lend(office.leader.posts.get(), office.officer, office.leader)
    dossier = given.proposed(version, office)
    with pytest.raises(NotPermitted, match="tự phê duyệt"):
        deciding.approve(given.item(dossier), by=anew(office.officer))


def test_nobody_approves_what_was_proposed_in_the_place_of_whom_they_stand_in_for(office, version):
    """B proposes for A; then neither A nor whoever stands in for A may approve it."""
    helper = given.staff("Bùi Thay Thế", "case_officer", office.departments["books"])
    third = given.staff("Đinh Thứ Ba", "case_officer", office.departments["books"])
    given.Post.objects.create(
        user=office.officer, role=given.role("leader"), department=office.departments["leadership"]
    )
    lend(office.officer.posts.get(role__code="case_officer"), helper, office.leader)
    lend(office.officer.posts.get(role__code="leader"), third, office.leader)
    dossier = given.received(version, office)
    handling.propose(given.item(dossier), by=anew(helper), outcome="positive", content="Cấp")
    for person in (office.officer, third):
        with pytest.raises(NotPermitted, match="làm thay"):
            deciding.approve(given.item(dossier), by=anew(person))
    deciding.approve(given.item(dossier), by=office.leader)


def test_a_delegate_takes_over_what_the_absent_person_holds(office, version, deputy):
    dossier = given.received(version, office)
    work.claim(given.item(dossier), by=office.officer)
    with pytest.raises(NotPermitted):
        handling.propose(given.item(dossier), by=deputy, outcome="positive", content="Cấp")
    lend(office.officer.posts.get(), deputy, office.leader)
    handling.propose(given.item(dossier), by=anew(deputy), outcome="positive", content="Cấp")
    decision = dossier.decisions.get()
    assert (decision.proposed_by, decision.proposed_for) == (deputy, office.officer)


def test_an_ended_delegation_takes_the_work_back_at_once(office, version, deputy):
    dossier = given.proposed(version, office)
    lent = lend(office.leader.posts.get(), deputy, office.leader)
    work.claim(given.item(dossier), by=anew(deputy))
    delegating.end(lent, by=office.leader)
    assert given.item(dossier).owner is None
    assert dossier.journal.last().act == "release"
    with pytest.raises(NotPermitted):
        deciding.approve(given.item(dossier), by=anew(deputy))
    with pytest.raises(AlreadyDone):
        delegating.end(lent, by=office.leader)


def test_work_in_the_hands_of_an_expired_or_deactivated_delegate_is_freed(office, version, deputy):
    dossier, other = given.proposed(version, office), given.proposed(version, office)
    lent = Delegation.objects.filter(pk=lend(office.leader.posts.get(), deputy, office.leader).pk)
    work.claim(given.item(dossier), by=anew(deputy))
    assert work.release_unheld() == 0
    over = timezone.localdate() - datetime.timedelta(days=1)
    lent.update(valid_from=over, valid_to=over)
    assert not WorkItem.objects.visible_to(anew(deputy)).free().exists()
    assert work.release_unheld() == 1
    assert given.item(dossier).owner is None
    lent.update(valid_to=timezone.localdate())
    work.claim(given.item(other), by=anew(deputy))
    User.objects.filter(pk=deputy.pk).update(is_active=False)
    assert work.release_unheld() == 1
    assert not WorkItem.objects.visible_to(anew(deputy)).exists()


def test_only_who_heads_the_unit_delegates_and_only_within_the_agency(office, version, deputy):
    post = office.officer.posts.get()
    with pytest.raises(NotPermitted):
        lend(post, deputy, office.officer)
    stranger = given.office("BHXH cơ sở khác").officer
    with pytest.raises(DossierError, match="không làm việc tại"):
        lend(post, stranger, office.leader)
    with pytest.raises(DossierError, match="người khác"):
        lend(post, office.officer, office.leader)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    with pytest.raises(DossierError, match="Ngày kết thúc"):
        lend(post, deputy, office.leader, valid_from=yesterday, valid_to=yesterday)
    head = given.staff("Trưởng Phòng", "head", office.departments["policy"])
    assert lend(post, deputy, head).made_by == head


def test_what_is_delegated_cannot_be_passed_on(office, deputy):
    lend(office.leader.posts.get(), deputy, office.leader)
    head = given.staff("Trưởng Phòng", "head", office.departments["policy"])
    with pytest.raises(NotPermitted):
        lend(office.leader.posts.get(), head, head)
