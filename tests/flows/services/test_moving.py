"""Filed dossiers stay under their version until somebody moves them, with a basis, and may take it back."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from catalog.models import Component, Form, ProcedureVersion, Question, Role, Section
from catalog.versions import next_version
from flows.audit import verify
from flows.errors import DossierError, NotPermitted
from flows.models import State
from flows.services import handling, moving
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
BASIS = "Điều 3 Quyết định 900/QĐ-BHXH"


@pytest.fixture
def manager(office):
    role = Role.objects.create(code="catalogue_manager", name="QTDM")
    role.permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    given.RIGHTS.setdefault("catalogue_manager", [])
    return given.staff("Quản trị danh mục", "catalogue_manager", office.departments["legal"])


@pytest.fixture
def second(manager, office):
    """Whose eyes are the second pair."""
    return given.staff("Người thứ hai", "catalogue_manager", office.departments["legal"])


def carried_over(dossier, version, *, asks, applies):
    """Proposed by one, applied by the other."""
    proposal = moving.propose(version, [dossier], by=asks, legal_basis=BASIS)
    (move,), _refused = moving.apply(proposal, by=applies)
    return move


def follower(version, *, limit: int, approver, **facts) -> ProcedureVersion:
    """The next version in force since today: another term, another question, another paper."""
    new = next_version(version)
    new.effective_from, new.decision_number = timezone.localdate(), "900/QĐ-BHXH"
    for name, value in facts.items():
        setattr(new, name, value)
    new.save()
    form = Form.objects.create(code="TK-MOI", name="Tờ khai mới")
    section = Section.objects.create(form=form, key="thong_tin", title="Thông tin chung")
    for order, (key, label) in enumerate([("ho_ten", "Họ và tên"), ("que_quan", "Quê quán")]):
        Question.objects.create(section=section, key=key, kind="text", label=label, order=order)
    new.cases.update(limit_value=limit, form=form)
    Component.objects.create(version=new, code="moi", name="Giấy mới")
    new.approve(by=approver)
    return ProcedureVersion.objects.get(pk=new.pk)


@pytest.fixture
def moved(office, manager):
    """A dossier received under five days, and the version of eight days it may go to."""
    version = given.procedure(limit=5)
    dossier = given.received(version, office)
    return dossier, follower(version, limit=8, approver=office.leader)


def test_a_new_version_in_force_changes_no_filed_dossier(moved):
    dossier, new = moved
    assert dossier.procedure.version_on() == new
    before = dossier.due_at
    dossier.refresh_from_db()
    assert dossier.version != new
    assert dossier.due_at == before


def test_the_preview_names_answers_questions_papers_and_both_dates(moved):
    dossier, new = moved
    seen = moving.preview(dossier, new)
    assert seen.refusal == ""
    assert "Họ và tên" in seen.kept
    assert seen.asked == ["Quê quán"]
    assert "Ngày sinh" in seen.gone
    assert any("Giấy mới" in text for text in seen.papers)
    assert seen.due_after > seen.due_before


def test_moving_counts_the_term_anew_from_the_same_receipt_and_is_journalled(
    moved, manager, second
):
    dossier, new = moved
    seen = moving.preview(dossier, new)
    received = dossier.received_at
    carried_over(dossier, new, asks=manager, applies=second)
    dossier.refresh_from_db()
    assert (dossier.version, dossier.due_at) == (new, seen.due_after)
    assert dossier.received_at == received
    assert dossier.case.version == new
    entry = dossier.journal.order_by("-seq").first()
    assert entry.act == "move_version"
    assert BASIS in entry.public_text
    assert dossier.notices.filter(body__contains=BASIS).exists()
    assert dossier.current_submission.answers["ngay_sinh"] == "1990-05-20"
    assert {d.component.version for d in dossier.documents.all()} == {new}
    assert verify.chain_of(dossier) is None


def test_a_move_is_taken_back_whole_until_the_next_act(moved, manager, second, office):
    dossier, new = moved
    old, due, item_due = dossier.version, dossier.due_at, given.item(dossier).due_at
    rules = dossier.processes.get().data["rules"]
    move = carried_over(dossier, new, asks=manager, applies=second)
    moving.undo(move, by=manager)
    dossier.refresh_from_db()
    assert (dossier.version, dossier.due_at, dossier.case.version) == (old, due, old)
    assert given.item(dossier).due_at == item_due
    assert dossier.processes.get().data["rules"] == rules
    assert {d.component.version for d in dossier.documents.all()} == {old}
    again = carried_over(dossier, new, asks=second, applies=manager)
    handling.note(dossier, by=office.officer, text="Đã xem.")
    assert not moving.is_reversible(again)
    with pytest.raises(DossierError, match="xử lý tiếp"):
        moving.undo(again, by=manager)


def test_a_moved_dossier_goes_on_to_its_result(moved, manager, second, office):
    dossier, new = moved
    carried_over(dossier, new, asks=manager, applies=second)
    handling.propose(
        given.item(dossier), by=office.officer, outcome="positive", content="Cấp sổ BHXH."
    )
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert "trình kết quả" in moving.preview(dossier, new).refusal


def test_what_cannot_be_moved_says_why(office, manager):
    version = given.procedure(limit=5)
    dossier = given.received(version, office)
    other = follower(version, limit=8, approver=office.leader, routing="inter_agency")
    assert "Luồng xử lý khác" in moving.preview(dossier, other).refusal
    with pytest.raises(DossierError, match="Luồng xử lý khác"):
        moving.propose(other, [dossier], by=manager, legal_basis=BASIS)


def test_no_dossier_is_moved_without_basis_right_approval_or_a_second_person(
    moved, manager, second, office
):
    dossier, new = moved
    with pytest.raises(DossierError, match="căn cứ"):
        moving.propose(new, [dossier], by=manager, legal_basis=" ")
    with pytest.raises(NotPermitted):
        moving.propose(new, [dossier], by=office.clerk, legal_basis=BASIS)
    early = moving.propose(next_version(new), [dossier], by=manager, legal_basis=BASIS)
    with pytest.raises(DossierError, match="chưa được duyệt"):
        moving.apply(early, by=second)
    with pytest.raises(DossierError, match="đang chờ"):
        moving.propose(new, [dossier], by=second, legal_basis=BASIS)
    moving.drop(early, by=manager)
    proposal = moving.propose(new, [dossier], by=manager, legal_basis=BASIS)
    with pytest.raises(DossierError, match="phải khác người đề nghị"):
        moving.apply(proposal, by=manager)
    with pytest.raises(NotPermitted):
        moving.apply(proposal, by=office.clerk)
    moving.apply(proposal, by=second)
    with pytest.raises(DossierError, match="đã được xử lý"):
        moving.apply(proposal, by=second)


def test_a_move_never_makes_a_dossier_late(office, manager, time_machine):
    monday = datetime.datetime(2026, 11, 23, 9, tzinfo=timezone.get_current_timezone())
    time_machine.move_to(monday, tick=False)
    version = given.procedure(limit=9)
    dossier = given.received(version, office)
    time_machine.move_to(monday + datetime.timedelta(days=8), tick=False)
    new = follower(version, limit=1, approver=office.leader)
    assert "đã qua" in moving.preview(dossier, new).refusal


def test_the_screen_previews_moves_and_takes_back(moved, manager, second, office):
    dossier, new = moved
    url = reverse("admin:move_dossiers", args=[new.pk])
    desk = at_desk(manager)
    page = desk.get(url).content.decode()
    assert dossier.code in page
    assert dossier.applicant_name not in page
    assert "Quê quán" in page
    assert "ghi căn cứ" in desk.post(url, {"dossier": dossier.pk}).content.decode()
    done = desk.post(url, {"dossier": dossier.pk, "legal_basis": BASIS}, follow=True)
    assert "Chờ người khác áp dụng" in done.content.decode()
    proposal = new.move_proposals.get()
    apply = reverse("admin:decide_move", args=[proposal.pk, "apply"])
    assert "phải khác người" in desk.post(apply, follow=True).content.decode()
    assert str(manager) in at_desk(second).get(url).content.decode()
    assert "Đã chuyển 1 hồ sơ" in at_desk(second).post(apply, follow=True).content.decode()
    move = dossier.moves.get()
    back = desk.post(reverse("admin:undo_move", args=[move.pk]), follow=True).content.decode()
    assert "Đã hoàn tác việc chuyển" in back
    assert at_desk(office.clerk).get(url).status_code == 403
