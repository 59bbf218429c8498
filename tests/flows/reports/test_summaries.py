"""The summaries equal the dossiers, whatever has happened and in whatever order it was folded."""

import pytest
from django.core.management import call_command
from django.db.models import Count
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from catalog.models import ProcedureVersion
from flows.models import AgencyFigures, Dossier, JournalEntry, WorkItem
from flows.reports import figures, fold, recount
from flows.reports.definitions import FIGURES, PAPERS, dossiers_behind
from flows.reports.period import Period, choices, last_months
from flows.services import intake, withdrawing, work
from flows.synthesis import making
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    made = given.two_levels()
    given.procedure()
    given.procedure("1.002180", routing="inter_agency")
    return made


def test_a_dossier_moves_through_the_figures_of_its_agency(office):
    version = ProcedureVersion.objects.get(routing="one_department")
    dossier = given.filed(version, office)
    fold.catch_up()
    assert _now(office) | {"submitted": 1, "received": 0, "open": 0} == _now(office)
    given.papers_checked(dossier, office)
    intake.receive(given.item(dossier), by=office.clerk)
    fold.catch_up()
    assert _now(office) | {"received": 1, "received_online": 1, "open": 1, "solved": 0} == _now(
        office
    )
    given.finished(version, office)
    fold.catch_up()
    found = _now(office)
    assert found | {"received": 2, "solved": 1, "early": 1, "open": 1, "returned": 1} == found
    assert figures.by_agency(Period.this_month())[0].on_time_share == 100.0


def test_folding_twice_or_again_changes_nothing(office):
    list(making.generate(40, days=90, seed=5))
    fold.catch_up()
    before = recount.kept()
    assert fold.fold_new() == 0
    for _time in range(3):
        fold.fold_again()
    assert recount.kept() == before
    assert before == recount.counted()


def test_an_entry_with_a_lower_number_that_ends_late_is_folded_the_next_time(office):
    version = ProcedureVersion.objects.get(routing="one_department")
    given.filed(version, office)
    newest = JournalEntry.objects.latest("pk").pk
    state = fold.locked_state()
    # As if a later entry had been seen while this dossier's transaction was still open.
    state.folded = newest
    state.save()
    assert fold.fold_new() == 0
    assert recount.kept() == {}
    fold.fold_again()
    assert recount.kept() == recount.counted() != {}


def test_recount_names_what_is_wrong_and_repairs_it(office, capsys):
    list(making.generate(30, days=60, seed=2))
    fold.catch_up()
    call_command("recount_figures")
    assert "Sai khác: 0 ô" in capsys.readouterr().out
    AgencyFigures.objects.filter(submitted__gt=0).update(submitted=999)
    with pytest.raises(SystemExit):
        call_command("recount_figures")
    assert "submitted" in capsys.readouterr().out
    call_command("recount_figures", "--repair")
    call_command("recount_figures")
    assert "Sai khác: 0 ô" in capsys.readouterr().out


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@drawn(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.integers(1, 12), min_size=1, max_size=3),
    acts=st.lists(st.sampled_from(["claim", "refuse", "withdraw"]), max_size=4),
)
def test_for_random_histories_the_difference_is_zero_and_every_figure_opens_its_dossiers(
    office, seed, sizes, acts
):
    for number, size in enumerate(sizes):
        list(making.generate(size, days=200, seed=seed + number))
        if number % 2 == 0:
            fold.fold_new()
    for act in acts:
        _act(act)
        fold.fold_new()
    assert recount.differences() == {}
    for period in (choices()[0], choices()[1], choices()[3], choices()[12], choices()[-2]):
        for line in figures.by_agency(period):
            for name in FIGURES:
                behind = Dossier.objects.filter(dossiers_behind(name, period), agency=line.key)
                number, found = getattr(line, name), behind.count()
                same = bool(number) == bool(found) if name in PAPERS else number == found
                assert same, (name, period.key, number, found)
        whole = figures.total(figures.by_agency(period))
        assert figures.total(figures.by_procedure(period)).numbers == whole.numbers
        assert figures.total(figures.by_sector(period)).numbers == whole.numbers
        assert whole.carried + whole.received == (
            whole.solved + whole.stopped + whole.withdrawn + whole.open
        )


def test_months_add_up_to_the_year(office):
    list(making.generate(50, days=200, seed=9))
    fold.catch_up()
    months = figures.by_month(last_months(12))
    assert len(months) == 12
    direct = Dossier.objects.filter(received_at__gte=last_months(12).begins).count()
    assert sum(line.received for line in months) == direct


def test_work_done_by_each_officer_equals_the_items_they_finished(office):
    list(making.generate(60, days=200, seed=4))
    fold.catch_up()
    done = (
        WorkItem.objects.filter(flow_task_type="HUMAN", status="DONE", owner__is_staff=True)
        .order_by().values_list("owner", "department").annotate(n=Count("pk"))
    )  # fmt: skip
    lines = figures.workload(last_months(12))
    assert {(line.officer, line.department): line.done for line in lines if line.done} == {
        (owner, department): n for owner, department, n in done
    }
    held = WorkItem.objects.open().filter(owner__is_staff=True).count()
    assert sum(line.in_hand for line in lines) == held


def test_reports_cost_the_same_however_many_dossiers(office, django_assert_max_num_queries):
    list(making.generate(80, days=200, seed=6))
    fold.catch_up()
    for report in (figures.by_agency, figures.by_procedure, figures.by_sector, figures.workload):
        with django_assert_max_num_queries(3):
            report(Period.this_month())


@pytest.mark.parametrize(
    ("key", "label", "months"),
    [
        ("2026-11", "Tháng 11 năm 2026", 1),
        ("2026-Q4", "Quý 4 năm 2026", 3),
        ("2026", "Năm 2026", 12),
    ],
)
def test_periods_are_months_quarters_and_years(key, label, months):
    assert Period.of(key).label == label
    assert len(Period.of(key).months()) == months


@pytest.mark.parametrize("key", ["", "2026-13", "2026-Q5", "26", "2026-1", "x' OR 1"])
def test_anything_else_is_no_period(key):
    assert Period.of(key) is None


def _now(office) -> dict:
    lines = figures.by_agency(Period.this_month())
    return next((line.numbers for line in lines if line.key == office.agency.pk), {})


def _act(name: str) -> None:
    """One more act of a real person on some open work."""
    item = WorkItem.objects.open().filter(step="intake").first()
    if item is None:
        return
    by = item.owner or _holder(item)
    if name == "claim":
        work.claim(item, by=by)
    elif name == "refuse" and item.dossier.state == "submitted":
        intake.refuse(item, by=by, reason="Không thuộc đối tượng")
    elif name == "withdraw" and item.dossier.applicant:
        withdrawing.ask(item.dossier, by=item.dossier.applicant, reason="Nộp nhầm")


def _holder(item):
    from accounts.models import User

    return User.objects.filter(
        posts__department=item.department_id, posts__role=item.role_id
    ).first()
