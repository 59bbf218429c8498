"""Paper follows the dossier (requirement 7.1b): the same day before 15:00, else the next morning."""

import datetime

import pytest
from django.utils import timezone

from catalog.models import Calendar
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import PaperHandover
from flows.papers import render, token_of
from flows.services import controlling, deciding, handling, paper_trail, undoing, work
from tests import situations
from tests.flows.papers.reading import text_of

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2026, 11, 23)


def at(hour: int, minute: int, day: datetime.date = MONDAY) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


@pytest.fixture
def clock(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(at(9, 0))
    return set_to


@pytest.fixture
def desk(clock):
    """An office and a procedure that are there since before the day."""
    since = MONDAY - datetime.timedelta(days=30)
    return situations.procedure(effective_from=since), situations.office()


def test_7_1b_a_minute_before_and_after_the_hour_differ_by_one_working_day(desk, clock):
    clock(at(14, 59))
    before = situations.on_paper(*desk).paper_handovers.get()
    clock(at(15, 1))
    after = situations.on_paper(*desk).paper_handovers.get()
    assert timezone.localtime(before.due_at).date() == MONDAY
    assert timezone.localtime(after.due_at) == at(9, 0, MONDAY + datetime.timedelta(days=1))
    clock(at(15, 1, MONDAY + datetime.timedelta(days=4)))
    friday = situations.on_paper(*desk).paper_handovers.get()
    assert timezone.localtime(friday.due_at) == at(9, 0, MONDAY + datetime.timedelta(days=7))


def test_both_hours_are_rows_of_the_calendar(desk, clock):
    calendar = Calendar.objects.get(code="vn")
    calendar.paper_cutoff, calendar.paper_by = datetime.time(14), datetime.time(10)
    calendar.save()
    clock(at(14, 1))
    handover = situations.on_paper(*desk).paper_handovers.get()
    assert timezone.localtime(handover.due_at) == at(10, 0, MONDAY + datetime.timedelta(days=1))


def test_a_dossier_without_paper_hands_nothing_over(desk):
    version, where = desk
    assert not situations.received(version, where).paper_handovers.exists()


def test_7_1b_several_go_by_one_list_and_the_receiver_confirms_some(desk, clock):
    version, where = desk
    first, second = (situations.on_paper(version, where) for _number in range(2))
    sheet = paper_trail.make_list(PaperHandover.objects.all(), by=where.clerk)
    assert sheet.issued.kind == "carry"
    text = text_of(render(sheet.issued))
    assert sheet.code in text
    assert first.code in text
    assert second.code in text
    one, other = first.paper_handovers.get(), second.paper_handovers.get()
    with pytest.raises(AlreadyDone):
        paper_trail.make_list([one], by=where.clerk)
    with pytest.raises(NotPermitted):
        paper_trail.confirm([one], by=where.clerk)
    paper_trail.confirm([one], by=where.officer, notes={one.pk: "một bản sao"})
    paper_trail.report_missing(other, by=where.officer, note="chưa thấy túi hồ sơ")
    clock(at(17, 1))
    for person in (where.clerk, where.officer):  # both units see what has not arrived, as late
        left = PaperHandover.objects.visible_to(person).open().get()
        assert (left, left.note, left.is_late()) == (other, "chưa thấy túi hồ sơ", True)
    assert not PaperHandover.objects.visible_to(where.books).exists()
    acts = list(first.journal.values_list("act", flat=True))
    assert acts[-2:] == ["give_papers", "take_papers"]
    assert paper_trail.confirm([one], by=where.officer) == []


def test_one_list_is_for_one_unit(desk):
    version, where = desk
    dossier = situations.on_paper(version, where)
    handling.propose(
        situations.item(dossier), by=where.officer, outcome="positive", content="Cấp sổ."
    )
    assert dossier.paper_handovers.count() == 2
    with pytest.raises(DossierError, match="một đơn vị nhận"):
        paper_trail.make_list(dossier.paper_handovers.all(), by=where.clerk)


def test_a_step_taken_back_before_the_paper_left_leaves_it_where_it_is(desk, clock):
    version, where = desk
    dossier = situations.on_paper(version, where)
    clock(at(9, 5))
    handling.propose(
        situations.item(dossier), by=where.officer, outcome="positive", content="Cấp sổ."
    )
    dossier.refresh_from_db()
    undoing.undo(dossier, by=where.officer, reason="Nhầm")
    left = dossier.paper_handovers.open().get()
    assert left.to_department == where.departments["policy"]


def test_the_control_sheet_shows_who_has_the_paper(desk):
    version, where = desk
    dossier = situations.on_paper(version, where)
    sheet = paper_trail.make_list(dossier.paper_handovers.all(), by=where.clerk)
    paper_trail.confirm(dossier.paper_handovers.all(), by=where.officer)
    work.claim(situations.item(dossier), by=where.officer)
    dossier.refresh_from_db()
    issued = controlling.issue_sheet(dossier, by=where.officer)
    row = issued.data["papers"][0]
    assert (row["confirmed"], row["result"], row["note"]) == (
        "Đã nhận giấy",
        "Đúng hạn",
        sheet.code,
    )
    assert "BÀN GIAO HỒ SƠ GIẤY" in text_of(render(issued))


def test_a_list_of_results_for_the_desk_is_the_slip_of_results(desk):
    version, where = desk
    dossier = situations.on_paper(version, where)
    handling.propose(
        situations.item(dossier), by=where.officer, outcome="positive", content="Cấp sổ."
    )
    deciding.approve(situations.item(dossier), by=where.leader)
    dossier.refresh_from_db()
    back = dossier.paper_handovers.open().latest("pk")
    sheet = paper_trail.make_list([back], by=where.leader)
    assert sheet.issued.kind == "results"
    text = " ".join(text_of(render(sheet.issued)).split())
    for words in ("PHIẾU BÀN GIAO KẾT QUẢ", "Bên giao", "01 kết quả"):
        assert words in text
    result = dossier.issued.get(kind="result")
    assert result.number in sheet.issued.data["lines"][0]["result"]
    assert token_of(sheet.code, sheet.issued.data["check"]) == sheet.issued.token
    assert token_of(sheet.code, "") == ""
