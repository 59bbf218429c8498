"""A holiday entered after dates were given: previewed, confirmed, set from the ledger, told."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from catalog.exchange import changesets
from catalog.models import CalendarDay
from flows.deadlines import clock
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Dossier
from flows.services import extending, recounting, supplements
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(office):
    made = given.staff("Chu Danh Mục", "inspector", office.departments["legal"])
    right = Permission.objects.get(codename="change_calendar", content_type__app_label="catalog")
    given.role("inspector").permissions.add(right)
    return made


def day_off(after: datetime.datetime) -> None:
    """The day the result is promised for becomes a day off."""
    CalendarDay.objects.create(
        calendar=given.calendar(), date=timezone.localtime(after).date(), kind="holiday",
        name="Nghỉ phòng chống bão", decision="CĐ 01",
    )  # fmt: skip


def test_a_day_off_changes_nothing_by_itself_and_the_preview_names_every_date(office):
    version = given.procedure()
    open_one, finished = given.received(version, office), given.finished(version, office)
    assert recounting.changes() == []
    promised = open_one.due_at
    day_off(promised)
    open_one.refresh_from_db()
    assert open_one.due_at == promised
    (change,) = recounting.changes()
    assert (change.dossier, change.before) == (open_one, promised)
    assert change.after > promised
    assert finished not in [one.dossier for one in recounting.changes()]


def test_confirmed_dates_come_from_the_ledger_and_steps_journal_and_applicant_follow(
    office, manager
):
    dossier = given.received(given.procedure(), office)
    before = dossier.due_at
    dossier.work_items.open().update(due_at=before)
    day_off(before)
    with pytest.raises(NotPermitted):
        recounting.recount(dossier, by=office.officer, reason="CĐ 01")
    with pytest.raises(DossierError, match="văn bản"):
        recounting.recount(dossier, by=manager, reason=" ")
    recounting.recount(dossier, by=manager, reason="CĐ 01/CĐ-BHXH")
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert dossier.due_at == clock.explain(dossier).due_at > before
    assert given.item(dossier).due_at == dossier.due_at
    entry = dossier.journal.last()
    assert entry.act == "recount"
    assert entry.department_name == str(manager.posts.get().department)
    assert "CĐ 01/CĐ-BHXH" in entry.public_text
    assert dossier.notices.filter(subject__contains="Ngày hẹn trả").exists()
    assert recounting.changes() == []
    with pytest.raises(AlreadyDone):
        recounting.recount(dossier, by=manager, reason="Lần nữa")


def test_a_paused_term_is_counted_when_it_goes_on(office):
    dossier = given.received(given.procedure(), office)
    supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Thiếu",
        items=[{"question_key": "noi_dung", "note": "Ghi rõ"}],
    )  # fmt: skip
    day_off(dossier.due_at)
    assert recounting.changes() == []


def test_the_managers_screen_shows_dates_by_code_and_sets_those_ticked(office, manager):
    version = given.procedure()
    first, second = given.received(version, office), given.received(version, office)
    day_off(first.due_at)
    screen, desk = reverse("admin:recount"), at_desk(User.objects.get(pk=manager.pk))
    page = desk.get(screen).content.decode()
    assert first.code in page
    assert first.applicant_name not in page
    assert "Hãy chọn hồ sơ" in desk.post(screen, {"dossier": [first.pk]}).content.decode()
    done = desk.post(screen, {"dossier": [first.pk], "reason": "CĐ 01"}, follow=True)
    assert "Đã tính lại hạn trả của 1 hồ sơ" in done.content.decode()
    assert [one.dossier for one in recounting.changes()] == [second]
    assert at_desk(office.officer).get(screen).status_code == 403


def test_a_day_off_entered_late_tells_how_many_dates_it_touches_and_leads_to_the_recount(
    office, manager
):
    right = Permission.objects.get(codename="add_calendarday", content_type__app_label="catalog")
    given.role("inspector").permissions.add(right)
    dossier = given.received(given.procedure(), office)
    typed = {
        "calendar": given.calendar().pk, "kind": "holiday", "name": "Nghỉ phòng chống bão",
        "decision": "CĐ 01",
    }  # fmt: skip
    keeper, page = at_desk(manager), reverse("admin:catalog_calendarday_add")

    def told(day):
        keeper.post(page, typed | {"date": f"{day:%Y-%m-%d}"})
        assert CalendarDay.objects.filter(date=day).exists()
        return keeper.get(reverse("admin:index")).content.decode()

    promised = timezone.localdate(dossier.due_at)
    words = "hồ sơ đã hẹn ngày trả khác với lịch này"
    assert words not in told(promised + datetime.timedelta(days=90))
    shown = told(promised)
    assert f"1 {words}" in shown
    assert f'href="{reverse("admin:recount")}">Tính lại hạn trả' in shown


def test_days_off_that_came_by_a_sheet_lead_to_the_recount_too(office, manager):
    right = Permission.objects.get(codename="view_catalogimport", content_type__app_label="catalog")
    given.role("inspector").permissions.add(right)
    dossier = given.received(given.procedure(), office)
    sheet = (
        "Lịch,Ngày,Loại,Tên ngày,Văn bản\n"
        f"{given.calendar().code},{timezone.localdate(dossier.due_at):%d/%m/%Y},Nghỉ,Nghỉ bão,CĐ 01\n"
    )
    change = changesets.check(sheet.encode(), "le.csv", by=office.clerk, subject="calendar_days")
    assert not change.report["errors"]
    changesets.propose(change, by=office.clerk)
    page = reverse("admin:catalog_catalogimport_change", args=[change.pk])
    keeper, words = at_desk(manager), "hồ sơ đã hẹn ngày trả khác với lịch này"
    assert words not in keeper.get(page).text
    changesets.approve(change, by=manager)
    assert changesets.apply_approved() == 1
    shown = keeper.get(page).text
    assert f"1 {words}" in shown
    assert f'href="{reverse("admin:recount")}">Tính lại hạn trả' in shown


def test_a_date_counted_anew_is_told_as_such_and_an_apology_as_an_apology(office, manager, client):
    dossier = given.received(given.procedure(), office)
    day_off(dossier.due_at)
    recounting.recount(dossier, by=manager, reason="CĐ 01")
    client.force_login(dossier.applicant, backend="accounts.backends.CitizenDoorBackend")
    page = reverse("home:dossier", args=[dossier.code])
    assert "Tính lại hạn; ngày hẹn ban đầu" in client.get(page).content.decode()
    dossier.refresh_from_db()
    new_due = timezone.localdate(dossier.due_at) + datetime.timedelta(days=3)
    extending.extend(dossier, by=office.leader, new_due=new_due, reason="Chờ xác minh")
    assert "Hẹn lại; ngày hẹn ban đầu" in client.get(page).content.decode()
