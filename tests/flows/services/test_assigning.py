"""Assignment: fair shares, batches by the head, a leaver's work all in new hands, closing refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from catalog.models import Delegation, Post
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Promise, WorkItem
from flows.services import amending, delegating, handling, leaving, undoing, watching, work
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
