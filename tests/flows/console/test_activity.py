"""Who has not acted for long and what waits on them; how the system is used, hour by hour."""

import datetime
import io

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook

from catalog.models import Role
from flows.models import ApiCall, ClientSystem, Export, IdleRule, JournalEntry, Token, WorkItem
from flows.reports.period import Period
from flows.reports.usage import usage
from flows.services import work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
ACTIVITY, USAGE = "/quan-tri/can-bo-it-thao-tac/", "/quan-tri/bao-cao/su-dung/"


def test_20_1b_a_head_sees_who_has_not_acted_for_14_days_and_what_waits_on_them(
    office, version, leader, django_assert_max_num_queries
):
    dossier = given.received(version, office)
    work.claim(given.item(dossier), by=office.officer)
    rows = leader.get(ACTIVITY).context["rows"]
    idle = {row.user: row for row in rows}
    assert office.officer not in idle  # has claimed today
    assert office.books in idle  # in post for 30 days and never acted
    new = given.staff("Người Mới", "case_officer", office.departments["policy"])
    new.posts.update(valid_from=timezone.localdate() - datetime.timedelta(days=5))
    assert new not in {row.user for row in leader.get(ACTIVITY).context["rows"]}
    IdleRule.objects.create(agency=office.agency, days=4)
    assert new in {row.user for row in leader.get(ACTIVITY).context["rows"]}

    with django_assert_max_num_queries(15):
        page = leader.get(ACTIVITY + "?xem=tat-ca")
    first = page.context["rows"][0]
    assert (first.user, first.waiting) == (office.officer, 1)
    address = f"/quan-tri/phan-cong/?nguoi={office.officer.pk}"
    assert address in page.content.decode()
    assert leader.get(address).context["page"].paginator.count == 1
    late = address + "&xem=qua-han"
    assert leader.get(late).context["page"].paginator.count == first.late == 0
    WorkItem.objects.filter(owner=office.officer).update(due_at=timezone.now())
    assert late.replace("&", "&amp;") in leader.get(ACTIVITY + "?xem=tat-ca").content.decode()
    assert leader.get(late).context["page"].paginator.count == 1


def test_nobody_looks_at_colleagues_they_do_not_lead(office, officer):
    assert officer.get(ACTIVITY).status_code == 403
    elsewhere = at_desk(given.office("BHXH cơ sở Ba Đình").leader)
    assert office.officer not in {row.user for row in elsewhere.get(ACTIVITY).context["rows"]}


def test_21_1c_the_monthly_usage_equals_the_logs_on_the_screen_and_in_the_workbook(office, version):
    given.finished(version, office)
    other = given.office("BHXH cơ sở Ba Đình")
    given.received(version, other)
    system = ClientSystem.objects.create(
        code="tst", name="TST", contact_email="a@example.vn",
        account=given.citizen(), signer=given.citizen(),
    )  # fmt: skip
    token = Token.objects.create(system=system, prefix="abc", hash="h", expires_at=timezone.now())
    ApiCall.objects.create(token=token, method="GET", path="/", status=200, milliseconds=1)
    logged = JournalEntry.objects.count() + 1

    runs = given.staff("Hồ Ngọc Tín", "it_admin", office.departments["it"])
    technician = at_desk(runs)
    page = technician.get(USAGE)
    assert page.context["total"] == logged
    for name in ("offices", "features"):
        assert sum(number for _label, number, _address in page.context[name]) == logged
        assert not any(address for _label, _number, address in page.context[name])
    assert page.context["kept_apart"]
    Role.objects.get(code="it_admin").permissions.add(
        Permission.objects.get(codename="view_apicall")
    )
    technician = at_desk(runs)
    page = technician.get(USAGE)
    (address,) = [address for _label, _number, address in page.context["features"] if address]
    assert technician.get(address).context["cl"].result_count == 1
    assert not page.context["kept_apart"]
    own = at_desk(office.leader).get(USAGE)
    assert (
        own.context["total"] == JournalEntry.objects.filter(agency_name=office.agency.name).count()
    )
    assert at_desk(office.clerk).get(USAGE).status_code == 403

    assert technician.post(USAGE + "xuat/").status_code == 302
    call_command("worker", once=True)
    export = Export.objects.get()
    assert export.rows == logged
    book = load_workbook(io.BytesIO(export.file.content()))
    *rows, total = list(book["Theo đơn vị"].values)[1:]
    assert sum(row[1] for row in rows) == total[1] == logged
    assert sum(row[3] for row in list(book["Chi tiết"].values)[1:]) == logged


def test_the_usage_opens_the_lines_that_it_counts_for_inspectors(office, version):
    other = given.office("BHXH cơ sở Ba Đình")
    given.received(version, office), given.filed(version, other)
    inspector = at_desk(given.staff("Tôn Kiểm Tra", "inspector", office.departments["legal"]))
    for asked in ({}, {"co-quan": office.agency.office_code}):
        shown = inspector.get(USAGE, asked).context
        rows = [row for name in ("offices", "features") for row in shown[name]]
        assert len(rows) > 2
        for label, number, address in rows:
            assert inspector.get(address).context["cl"].result_count == number, label


def test_hours_are_those_of_vietnam_and_the_month_ends_at_its_midnight(office, version):
    last = datetime.datetime(2026, 10, 31, 16, 59, tzinfo=datetime.UTC)  # 23:59 in Vietnam
    dossier = given.filed(version, office)
    head = dossier.journal.latest("seq")
    for seq, at in ((1, last), (2, last + datetime.timedelta(minutes=1))):
        JournalEntry.objects.create(
            dossier=dossier, seq=head.seq + seq, at=at, act="note", agency_name="X", hash=f"h{seq}"
        )
    found = usage(Period.of("2026-10"))
    assert dict(found.cells) == {("X", "note", 23): 1}
