"""Assignment: fair shares, batches by the head, a leaver's work all in new hands, closing refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from catalog.models import Delegation, Post
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Promise, WorkItem
from flows.services import (
    amending,
    deciding,
    delegating,
    handling,
    leaving,
    supplements,
    undoing,
    watching,
    work,
)
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(office):
    return given.staff("Ngô Đồng Nghiệp", "case_officer", office.departments["policy"])


@pytest.fixture
def head(office):
    return given.staff("Hoàng Trưởng Phòng", "head", office.departments["policy"])


def share_out(department) -> None:
    department.shares_out = True
    department.save()


def test_new_work_goes_to_who_holds_least_and_among_equals_to_who_waited_longest(
    office, version, colleague
):
    share_out(office.departments["policy"])
    first, second = given.received(version, office), given.received(version, office)
    assert {given.item(first).owner, given.item(second).owner} == {office.officer, colleague}
    # The one who got the last one longest ago is next; then whoever holds less.
    assert given.item(given.received(version, office)).owner == given.item(first).owner
    work.hand_over(given.item(second), by=office.leader, to=given.item(first).owner, reason="x")
    assert given.item(given.received(version, office)).owner in {office.officer, colleague}
    loads = [
        WorkItem.objects.open().filter(owner=one).count() for one in (office.officer, colleague)
    ]
    assert sum(loads) == 4


def test_what_is_to_be_approved_never_falls_to_who_proposed_it(office, version):
    share_out(office.departments["leadership"])
    Post.objects.create(
        user=office.officer, role=given.role("leader"), department=office.departments["leadership"]
    )
    dossier = given.proposed(version, office)
    assert given.item(dossier).owner == office.leader


def asked(version, office, by) -> tuple:
    person = given.citizen()
    dossier = given.received(version, office, person)
    item = given.item(dossier)
    request = supplements.ask_supplement(
        item, by=item.owner or by, reason="Mờ", items=[{"component": version.components.get()}]
    )
    return request, person


def answered(request, person) -> WorkItem:
    paper = request.items.get().component_id
    files = {paper: [(given.stored(b"%PDF-1.4 ro"), "ro.pdf")]}
    return given.item(
        supplements.answer(request, by=person, answers={}, files=files, evidence=given.EVIDENCE)
    )


def stand_in(post, colleague, office):
    today = timezone.localdate()
    [made] = delegating.delegate(
        [post], to=colleague, number="7/UQ", by=office.leader,
        valid_from=today, valid_to=today + datetime.timedelta(days=3),
    )  # fmt: skip
    return made


def test_an_answered_supplement_comes_back_to_who_asked_also_where_work_is_shared_out(
    office, version, colleague
):
    item = answered(*asked(version, office, office.officer))
    assert (item.owner, item.status) == (office.officer, "ASSIGNED")
    assert not item.is_taken_up  # the applicant may still change the answer
    share_out(office.departments["policy"])
    request, person = asked(version, office, None)
    assert request.asked_by == colleague
    assert given.item(given.received(version, office)).owner == colleague
    work.release(item, by=office.officer)
    assert answered(request, person).owner == colleague  # though the officer holds less


def test_a_supplement_comes_back_to_the_delegate_of_who_is_away_and_to_whom_a_delegate_stood_in_for(
    office, version, colleague
):
    request, person = asked(version, office, office.officer)
    collector = office.collector
    lent = stand_in(office.officer.posts.get(), collector, office)
    item = answered(request, person)
    assert item.owner == collector
    assert "theo số 7/UQ" in item.on_behalf_of
    request, person = asked(version, office, User.objects.get(pk=collector.pk))
    delegating.end(lent, by=office.leader)
    assert answered(request, person).owner == office.officer


def test_a_proposal_that_is_sent_back_comes_back_to_who_made_it(office, version, colleague):
    dossier = given.proposed(version, office)
    deciding.send_back(given.item(dossier), by=office.leader, reason="Thiếu căn cứ")
    item = given.item(dossier)
    assert (item.step, item.owner) == ("appraise", office.officer)
    undoing.undo(dossier, by=office.leader, reason="Bấm nhầm")  # nobody has taken it up yet
    assert given.item(dossier).step == "approve"


def test_a_colleague_of_the_same_post_takes_over_for_who_is_away_and_says_so_to_the_end(
    office, version, colleague
):
    item = given.item(given.received(version, office))
    work.claim(item, by=office.officer)
    stand_in(office.officer.posts.get(), colleague, office)
    colleague = User.objects.get(pk=colleague.pk)
    work.claim(item, by=colleague)
    handling.propose(item, by=colleague, outcome="positive", content="Cấp")
    entry = item.dossier.journal.get(act="propose")
    assert entry.on_behalf_of == f"{office.officer}, theo số 7/UQ"


@pytest.mark.parametrize("gone", ["left", "moved"])
def test_a_supplement_comes_to_the_queue_when_who_asked_does_the_work_no_more(
    office, version, colleague, gone
):
    request, person = asked(version, office, office.officer)
    if gone == "left":
        User.objects.filter(pk=office.officer.pk).update(is_active=False)
    else:
        office.officer.posts.update(department=office.departments["books"])
    item = answered(request, person)
    assert (item.owner, item.status) == (None, "NEW")


def test_who_is_away_is_given_nothing_by_fair_distribution(office, version, colleague):
    share_out(office.departments["policy"])
    stand_in(office.officer.posts.get(), office.collector, office)
    owners = {given.item(given.received(version, office)).owner for _turn in range(3)}
    assert owners == {colleague}


def test_work_that_was_only_shared_out_stands_in_nobodys_way(office, version, colleague):
    person = given.citizen()
    share_out(office.departments["intake"])
    share_out(office.departments["leadership"])
    dossier = given.filed(version, office, person)
    assert given.item(dossier).owner == office.clerk
    assert amending.why_not(dossier, person) == ""
    work.claim(given.item(dossier), by=office.clerk)
    assert "đang kiểm tra" in amending.why_not(dossier, person)
    proposed = given.proposed(version, office)
    undoing.undo(proposed, by=office.officer, reason="Quên")
    assert given.item(proposed).step == "appraise"


def test_a_head_gives_work_out_and_takes_it_back_others_do_not(office, version, colleague, head):
    item = given.item(given.received(version, office))
    with pytest.raises(NotPermitted):
        work.pass_on(item, by=colleague, to=office.officer, reason="Tự ý")
    work.pass_on(item, by=head, to=colleague, reason="Chia đều")
    with pytest.raises(AlreadyDone):
        work.pass_on(item, by=head, to=colleague, reason="Lần nữa")
    entry = item.dossier.journal.last()
    assert entry.data == {
        "step": "appraise",
        "from": "",
        "to": str(colleague),
        "reason": "Chia đều",
    }
    work.pass_on(item, by=head, to=None, reason="Để cả phòng nhận")
    assert given.item(item.dossier).owner is None
    assert item.dossier.journal.last().data["from"] == str(colleague)


def test_a_leaver_leaves_no_work_no_post_and_no_delegation(office, version, colleague, head):
    items = [given.item(given.received(version, office)) for _turn in range(3)]
    for item in items:
        work.claim(item, by=office.officer)
    today = timezone.localdate()
    delegating.delegate(
        [office.leader.posts.get()], to=office.officer, number="9/UQ", by=office.leader,
        valid_from=today, valid_to=today + datetime.timedelta(days=9),
    )  # fmt: skip
    chosen = {items[0].pk: colleague, items[1].pk: None}
    facts = {"last_day": today, "deactivate": True}
    with pytest.raises(DossierError, match=items[2].dossier.code):
        leaving.leave(office.officer, by=head, successors=chosen, **facts)
    assert WorkItem.objects.open().filter(owner=office.officer).count() == 3
    with pytest.raises(NotPermitted):
        leaving.leave(
            office.officer, by=colleague, successors=chosen | {items[2].pk: None}, **facts
        )

    leaving.leave(office.officer, by=head, successors=chosen | {items[2].pk: colleague}, **facts)
    assert not WorkItem.objects.filter(owner=office.officer, status="ASSIGNED").exists()
    assert WorkItem.objects.open().filter(owner=colleague).count() == 2
    assert not Delegation.objects.active().exists()
    person = User.objects.get(pk=office.officer.pk)
    assert not person.is_active
    assert not person.posts.filter(valid_to=None).exists()


def test_a_department_with_open_work_is_not_closed(office, version):
    department = office.departments["policy"]
    given.received(version, office)
    department.is_active = False
    with pytest.raises(ValidationError, match="1 việc chưa xong"):
        department.full_clean()
    idle = office.departments["health"]
    idle.is_active = False
    idle.full_clean()


def test_two_officers_on_one_item_and_a_double_click_have_one_outcome(office, version, colleague):
    item = given.item(given.received(version, office))
    work.claim(item, by=office.officer)
    with pytest.raises(AlreadyDone, match="đang xử lý"):
        work.claim(item, by=colleague)
    work.claim(item, by=office.officer)
    stale = WorkItem.objects.get(pk=item.pk)
    handling.propose(item, by=office.officer, outcome="positive", content="Cấp")
    with pytest.raises(AlreadyDone, match="đã xong"):
        handling.propose(stale, by=office.officer, outcome="positive", content="Cấp")
    assert item.dossier.decisions.count() == 1


def test_a_step_that_nobody_may_do_is_told_to_the_leader_once(office, version):
    User.objects.filter(pk=office.leader.pk).update(email="giamdoc@example.vn")
    dossier = given.received(version, office)
    Post.objects.filter(user=office.officer).update(
        valid_to=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert list(work.unmanned()) == [given.item(dossier)]
    assert watching.sweep().unmanned == 1
    assert watching.sweep().unmanned == 0
    told = Promise.objects.filter(kind="mail").last()
    assert told.payload["recipients"] == ["giamdoc@example.vn"]
