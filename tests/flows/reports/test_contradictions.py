"""20.2: what the record says is true to itself; each night names what is not, and nothing else."""

import random

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from catalog.models import Department, Post, Role
from flows.models import Contradiction, Delivery, Dossier, PaperHandover, State
from flows.reports import contradictions
from flows.services import supplements
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.flows.routings import walking

pytestmark = pytest.mark.django_db
Kind = Contradiction.Kind
SCREEN = "admin:contradictions"


@pytest.fixture
def office():
    return given.office()


@pytest.fixture
def version():
    return given.procedure()


def found() -> set[tuple[str, str]]:
    contradictions.look()
    return set(Contradiction.objects.values_list("dossier__code", "kind"))


def asked(version, office):
    dossier = given.received(version, office)
    supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Thiếu",
        items=[{"component": dossier.case.components().first(), "note": "mờ"}],
    )  # fmt: skip
    return dossier


def paper_elsewhere(version, office):
    dossier = given.on_paper(version, office)
    books = office.departments["books"]
    PaperHandover.objects.filter(dossier=dossier).update(to_department=books)
    return dossier


def originals_kept(version, office):
    dossier = given.finished(version, office)
    dossier.documents.update(originals_kept=1)
    return dossier


def no_evidence(version, office):
    dossier = given.finished(version, office)
    dossier.deliveries.update(evidence={})
    return dossier


def nothing_to_give(version, office):
    dossier = given.decided(version, office)
    dossier.deliveries.update(state=Delivery.State.DELIVERED)
    return dossier


def closed_with_work(version, office):
    dossier = given.received(version, office)
    Dossier.objects.filter(pk=dossier.pk).update(state=State.STOPPED)
    return dossier


def nobody_holds(version, office):
    dossier = given.received(version, office)
    dossier.work_items.open().update(status="DONE")
    return dossier


def wrong_step(version, office):
    dossier = given.received(version, office)
    dossier.work_items.open().update(step="give_back")
    return dossier


def waits_for_nothing(version, office):
    dossier = asked(version, office)
    dossier.supplements.update(closed_at=timezone.now())
    return dossier


def still_asked(version, office):
    dossier = asked(version, office)
    Dossier.objects.filter(pk=dossier.pk).update(state=State.PROCESSING)
    return dossier


SEEDED = {
    Kind.PAPER_ELSEWHERE: paper_elsewhere,
    Kind.ORIGINALS_KEPT: originals_kept,
    Kind.NO_EVIDENCE: no_evidence,
    Kind.NOTHING_TO_GIVE: nothing_to_give,
    Kind.CLOSED_WITH_WORK: closed_with_work,
    Kind.NOBODY_HOLDS: nobody_holds,
    Kind.WRONG_STEP: wrong_step,
    Kind.WAITS_FOR_NOTHING: waits_for_nothing,
    Kind.STILL_ASKED: still_asked,
}


@pytest.mark.parametrize("kind", Kind.values)
def test_20_2_each_kind_is_found_alone_and_forgotten_when_it_is_mended(kind, version, office):
    given.finished(version, office)
    given.on_paper(version, office)
    asked(version, office)
    assert found() == set()
    with translation.override("vi"):
        dossier = SEEDED[kind](version, office)
    assert found() == {(dossier.code, kind)}
    first = Contradiction.objects.get()
    assert first.advice
    assert found() == {(dossier.code, kind)}
    assert Contradiction.objects.get().since == first.since
    Dossier.objects.filter(pk=dossier.pk).update(
        state=State.WITHDRAW_REQUESTED, current_department=None
    )
    dossier.work_items.filter(step__in=["appraise", "give_back"]).update(status="NEW")
    PaperHandover.objects.filter(dossier=dossier).update(called_off_at=timezone.now())
    assert found() == set()


def test_20_2_of_ten_seeded_the_nightly_list_names_exactly_ten(version, office):
    given.finished(version, office)
    seeded = {(make(version, office).code, kind) for kind, make in SEEDED.items()}
    seeded |= {(no_evidence(version, office).code, Kind.NO_EVIDENCE)}
    assert len(seeded) == 10
    with time_machine.travel(timezone.now(), tick=False) as clock:
        contradictions.look_nightly()
        assert set(Contradiction.objects.values_list("dossier__code", "kind")) == seeded
        Dossier.objects.filter(code__in=[code for code, _kind in seeded]).update(
            state=State.WITHDRAW_REQUESTED
        )
        contradictions.look_nightly()
        assert Contradiction.objects.count() == 10, "once a night"
        clock.shift(86400)
        contradictions.look_nightly()
        assert Contradiction.objects.count() < 10


@pytest.mark.parametrize(
    "key", ["consultation", "departments_in_turn", "immediate", "inter_agency", "one_department"]
)
def test_20_2_a_dossier_that_wanders_by_the_rules_never_contradicts_itself(key):
    world, lot = walking.world(key), random.Random(key)
    for _walk in range(3):
        walking.walk(world, lot)
    given.on_paper(world.version, world.office)
    assert found() == set()


def test_papers_of_a_unit_that_was_closed_went_along_with_its_work(version, office):
    dossier = paper_elsewhere(version, office)
    Department.objects.filter(pk=office.departments["books"].pk).update(is_active=False)
    assert (dossier.code, Kind.PAPER_ELSEWHERE) not in found()


def test_inspectors_read_what_contradicts_itself_in_the_offices_they_see(version, office):
    Role.objects.filter(pk=given.role("inspector").pk).update(reach=Role.Reach.AGENCY)
    inspector = given.staff("Tôn Nữ Diệu Linh", "inspector", office.departments["it"])
    desk, url = at_desk(inspector), reverse(SCREEN)
    assert "Chưa đối chiếu lần nào" in desk.get(url).text
    contradictions.look()
    assert "Không có chỗ nào mâu thuẫn" in desk.get(url).text
    dossier, elsewhere = no_evidence(version, office), no_evidence(version, given.office("Ở xa"))
    contradictions.look()
    page = desk.get(url).text
    assert dossier.code in page
    assert str(Contradiction.objects.get(dossier=dossier).advice) in page
    assert elsewhere.code not in page
    assert at_desk(office.officer).get(url).status_code == 403


@pytest.mark.parametrize("kind", Kind.values)
def test_each_kind_leads_to_the_next_act_and_to_a_request_already_worded(kind, version, office):
    inspector = given.staff("Tôn Nữ Diệu Linh", "inspector", office.departments["it"])
    with translation.override("vi"):
        dossier = SEEDED[kind](version, office)
    contradictions.look()
    desk, row = at_desk(inspector), Contradiction.objects.get(dossier=dossier)
    (shown,) = desk.get(reverse(SCREEN)).context["page"]
    (_see, place), (_ask, support) = shown.next_acts
    assert place.startswith(reverse("admin:flows_dossier_change", args=[dossier.pk]) + "#")
    form = desk.get(support).context["asking"]
    assert dossier.code in form.initial["content"]
    assert str(row.get_kind_display()) in form.initial["content"]


def test_originals_still_kept_are_given_back_from_the_line_by_who_returns_results(version, office):
    Post.objects.create(
        user=office.leader, role=given.role("return_clerk"),
        department=office.departments["intake"], valid_from=timezone.localdate(),
    )  # fmt: skip
    dossier = originals_kept(version, office)
    contradictions.look()
    (shown,) = at_desk(office.leader).get(reverse(SCREEN)).context["page"]
    act = reverse("admin:dossier_step", args=[dossier.pk, "give_back_originals"])
    assert shown.next_acts[0][1] == act


def test_inspectors_and_who_leads_the_unit_see_the_number_on_their_desk(version, office):
    def counted(person):
        url = reverse(SCREEN)
        found = at_desk(person).get(reverse("admin:index")).context["counters"]
        return next((one.count for one in found if one.url == url), None)

    unit, other = office.departments["policy"], office.departments["books"]
    inspector = given.staff("Tôn Nữ Diệu Linh", "inspector", office.departments["it"])
    heads = [given.staff(name, "head", room) for name, room in (("A", unit), ("B", other))]
    assert (counted(inspector), counted(heads[0])) == (0, None)
    dossier = nobody_holds(version, office)
    Dossier.objects.filter(pk=dossier.pk).update(current_department=unit)
    contradictions.look()
    assert [counted(one) for one in (inspector, *heads, office.officer)] == [1, 1, None, None]
    assert dossier.code in at_desk(heads[0]).get(reverse(SCREEN)).text


def test_a_request_already_sent_is_shown_with_its_day_until_it_is_answered(version, office):
    inspector = given.staff("Tôn Nữ Diệu Linh", "inspector", office.departments["it"])
    no_evidence(version, office)
    contradictions.look()
    desk, row = at_desk(inspector), Contradiction.objects.get()
    support = given.office("BHXH Việt Nam", level="central").agency
    type(office.agency).objects.filter(pk=office.agency.pk).update(parent=support)

    def labels():
        (shown,) = desk.get(reverse(SCREEN)).context["page"]
        return shown.next_acts[1:]

    ((_label, address),) = labels()
    asking = desk.get(address).context["asking"]
    typed = asking.initial | {"agency": office.agency.pk}
    assert desk.post(address, typed).status_code == 302
    sent = row.requests.get()
    ((label, place),) = labels()
    assert label == f"Đã gửi yêu cầu hỗ trợ ngày {timezone.localdate():%d/%m/%Y}"
    assert place == reverse("admin:support_one", args=[sent.pk])
    type(sent).objects.update(answer="Đã sửa", answered_at=timezone.now())
    assert [again for _label, again in labels()] == [place, address]
