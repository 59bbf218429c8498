"""Synthetic dossiers are lawful rows: every screen reads them, every service goes on with them."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from catalog.models import ProcedureVersion
from flows import status, tracking
from flows.audit import verify
from flows.deadlines import clock
from flows.models import ClockInterval, CodeCounter, Dossier, JournalEntry, State, Webhook, WorkItem
from flows.partners import feed, national, webhooks
from flows.services import deciding, handling, intake, returning
from flows.synthesis import making
from flows.synthesis.fates import EVERY_STATE
from tests import situations as given
from tests.flows.api import partners
from tests.flows.console.conftest import at_desk
from tests.home.steps import sign_in

pytestmark = pytest.mark.django_db
N = 60


@pytest.fixture
def office():
    made = given.two_levels()
    given.procedure()
    given.procedure("1.002180", routing="inter_agency")
    given.procedure("1.002181", routing="departments_in_turn", supplement_clock="restart")
    return made


@pytest.fixture
def dossiers(office):
    list(making.generate(N, days=120, seed=7))
    return Dossier.objects.order_by("pk")


def test_even_a_small_run_shows_every_state(dossiers):
    assert dossiers.count() == N
    assert set(dossiers.values_list("state", flat=True)) == set(State.values)
    assert set(dossiers.values_list("channel", flat=True)) == {"online", "counter"}


def test_the_audit_verifies_over_generated_and_real_entries_together(dossiers, office):
    given.finished(_plain_version(), office)
    checked, broken = verify.everything()
    assert broken is None
    assert checked == JournalEntry.objects.count() > 5 * N


def test_every_change_stands_in_the_feed_and_nobody_outside_is_told_of_it(office, settings):
    settings.NATIONAL_URL = "http://127.0.0.1:9/"
    token, _text = partners.token()
    webhooks.open_webhook(Webhook(token=token, url="https://nhan.example.vn/"))
    national.fan_out()
    list(making.generate(N, days=120, seed=7))
    told = feed.after(0, token=token, limit=2000)
    assert [change.position for change in told] == list(range(1, len(told) + 1))
    for dossier in Dossier.objects.all():
        entries = dossier.journal.exclude(state_before=F("state_after")).order_by("seq")
        changes = [change for change in told if change.dossier_id == dossier.pk]
        assert [change.state for change in changes] == [entry.state_after for entry in entries]
        assert changes[-1].national_code == status.national_code(dossier)
    assert (national.fan_out(), webhooks.fan_out()) == (0, 0)
    given.filed(_plain_version(), office)
    assert (national.fan_out(), webhooks.fan_out()) == (1, 1)


def test_codes_are_unique_consecutive_and_the_next_filing_goes_on_from_them(dossiers, office):
    for counter in CodeCounter.objects.filter(series__startswith="dossier:"):
        agency, day = counter.series.split(":")[1:]
        codes = sorted(
            dossiers.filter(code__startswith=f"{agency}-{day}").values_list("code", flat=True)
        )
        assert [int(code[-4:]) for code in codes] == list(range(1, counter.last + 1))
    fresh = given.filed(_plain_version(), office)
    assert dossiers.filter(code=fresh.code).count() == 1


def test_every_due_date_is_what_the_ledger_says(dossiers):
    received = dossiers.filter(received_at__isnull=False)
    assert received.count() > N / 2
    for dossier in received:
        reading = clock.explain(dossier)
        assert dossier.due_at == (reading.due_at or dossier.due_at), dossier.code
        assert dossier.received_at <= (dossier.finished_at or timezone.now())


def test_histories_go_forward_and_never_into_the_future(dossiers):
    for dossier in dossiers:
        moments = list(dossier.journal.order_by("seq").values_list("at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] <= timezone.now()


def test_rows_have_the_shape_that_the_services_write(dossiers, office):
    plain = dossiers.filter(
        version__routing="one_department", state="returned", outcome_positive=True, channel="online",
        result_channel="online", supplements=None,
    )  # fmt: skip
    version = _plain_version()
    real = given.decided(version, office)
    returning.collect_online(real, by=real.applicant)
    expected = _shape(Dossier.objects.get(pk=real.pk))
    alike = plain.filter(agency=real.agency)
    assert alike
    for dossier in alike:
        assert _shape(dossier) == expected


@pytest.mark.parametrize("routing", ["inter_agency", "departments_in_turn"])
def test_other_routings_pass_the_same_nodes_in_the_same_order(routing, office):
    list(making.generate(200, days=90, seed=3))
    dossier = Dossier.objects.filter(
        version__routing=routing, state="returned", supplements=None, outcome_positive=True,
        result_channel="counter",
    ).first()  # fmt: skip
    passed = [
        task.flow_task.name for task in WorkItem.objects.filter(dossier=dossier).order_by("pk")
    ]
    real = given.received(dossier.version, office)
    _decide(real)
    item = given.item(real)
    returning.hand_over(
        item, by=_holder(item), recipient_name="An", recipient_identifier=real.applicant_identifier
    )
    assert passed == [
        task.flow_task.name for task in WorkItem.objects.filter(dossier=real).order_by("pk")
    ]


def test_the_services_go_on_with_what_was_generated(dossiers, office):
    item = WorkItem.objects.open().filter(dossier__state="submitted").first()
    dossier, by = item.dossier, item.owner or _holder(item)
    for paper in dossier.documents.in_force():
        intake.check_document(paper, by=by, verdict="accepted")
    intake.receive(item, by=by)
    _decide(dossier)
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY
    assert verify.everything()[1] is None


def test_queue_dossier_page_citizen_page_and_look_up_read_them(dossiers, office, client):
    desk = at_desk(
        User.objects.create(username="goc", is_staff=True, is_superuser=True, kind="staff")
    )
    queue = desk.get("/quan-tri/flows/workitem/")
    assert queue.status_code == 200
    assert queue.context["cl"].result_count == WorkItem.objects.open().count()
    for dossier in dossiers[: len(EVERY_STATE)]:
        page = desk.get(f"/quan-tri/flows/dossier/{dossier.pk}/change/")
        assert page.status_code == 200, dossier.state
        assert dossier.applicant_name in page.content.decode()
        assert tracking.lookup(dossier.code, dossier.check_code)["code"] == dossier.code
        sign_in(client, dossier.applicant)
        page = client.get(f"/ho-so/{dossier.code}/")
        assert page.status_code == 200, dossier.state


def test_at_most_one_clock_runs_and_ended_dossiers_have_none(dossiers):
    running = ClockInterval.objects.filter(closed_at=None)
    assert not running.filter(
        dossier__state__in=["returned", "withdrawn", "stopped", "result_ready"]
    ).exists()
    assert (
        running.filter(kind="pause").count()
        == dossiers.filter(state="supplement_requested").count()
    )


def test_without_a_catalogue_the_command_says_what_to_do():
    with pytest.raises(CommandError, match="nạp danh mục"):
        call_command("generate_dossiers", "3")


def test_the_same_seed_tells_the_same_lives(office):
    list(making.generate(30, days=60, seed=11))
    first = list(Dossier.objects.order_by("pk").values_list("applicant_name", "state"))
    list(making.generate(30, days=60, seed=11))
    assert first == list(Dossier.objects.order_by("pk").values_list("applicant_name", "state")[30:])


def _plain_version() -> ProcedureVersion:
    return ProcedureVersion.objects.get(routing="one_department")


def _decide(dossier) -> None:
    """From acceptance to the leader's approval, through the real services."""
    while (item := given.item(dossier)).goes_on:
        handling.forward(item, by=_holder(item), note="Đã thẩm định")
    handling.propose(item, by=_holder(item), outcome="positive", content="Đồng ý.")
    item = given.item(dossier)
    deciding.approve(item, by=_holder(item))


def _holder(item):
    """Somebody who holds the item's post."""
    today = timezone.localdate() - datetime.timedelta(days=1)
    return User.objects.filter(
        posts__department=item.department_id, posts__role=item.role_id, posts__valid_from__lte=today
    ).first()


def _shape(dossier) -> dict:
    """What does not depend on who, when and which number."""
    tasks = WorkItem.objects.filter(dossier=dossier).order_by("pk")
    numbers = {task.pk: number for number, task in enumerate(tasks)}
    return {
        "tasks": [
            (
                task.flow_task.name, task.flow_task_type, task.status, task.step, task.turn,
                task.step_title, task.owner_permission, task.department_id, task.role_id, str(task.token),
                task.owner_id is not None, task.started is not None, task.assigned is not None,
                task.finished is not None, task.due_at is not None,
                sorted(numbers[one.pk] for one in task.previous.all()),
            )
            for task in tasks
        ],
        "journal": [
            (entry.act, entry.state_before, entry.state_after, entry.department_name, entry.agency_name,
             sorted(entry.data), bool(entry.actor_id), bool(entry.public_text))
            for entry in dossier.journal.order_by("seq")
            if entry.act not in {"read", "check_document"}
        ],
        "process": [(p.status, p.data, str(p.flow_class)) for p in dossier.processes.all()],
        "clock": [(c.kind, c.basis, c.limit_value, c.limit_unit, bool(c.closed_at)) for c in dossier.clock.all()],
        "issued": [(i.kind, i.title, sorted(i.data), sorted(i.data["dossier"])) for i in dossier.issued.order_by("pk")],
        "notices": [n.subject.split(dossier.code)[0] for n in dossier.notices.filter(channel="account").order_by("pk")],
        "delivery": [(d.channel, d.state, sorted(d.evidence)) for d in dossier.deliveries.all()],
        "decision": [(d.outcome, bool(d.document_id), bool(d.approved_by_id)) for d in dossier.decisions.all()],
        "filled": sorted(
            field.attname for field in Dossier._meta.concrete_fields
            if getattr(dossier, field.attname) not in (None, "")
            and field.attname not in {"applicant_email", "applicant_insurance_number"}
        ),
    }  # fmt: skip
