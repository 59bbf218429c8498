"""Calendars in memory: inheritance, make-up days, fresh after every change."""

import datetime

import pytest

from catalog import working_calendar
from catalog.models import Agency, Calendar, CalendarDay, WorkingHours

pytestmark = pytest.mark.django_db

MORNING = (datetime.time(8), datetime.time(12))
AFTERNOON = (datetime.time(13), datetime.time(17))


@pytest.fixture
def vn():
    calendar = Calendar.objects.create(code="vn", name="Lịch chung")
    WorkingHours.objects.bulk_create(
        WorkingHours(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
        for weekday in range(5)
        for opens, closes in (MORNING, AFTERNOON)
    )
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(calendar=calendar, date="2026-09-02", kind="holiday", name="Quốc khánh"),
            CalendarDay(calendar=calendar, date="2026-08-22", kind="working", name="Làm bù"),
        ]
    )
    return calendar


def test_a_weekday_works_a_weekend_and_a_holiday_do_not(vn):
    calendar = working_calendar.national()
    assert calendar.is_working_day(datetime.date(2026, 9, 1))
    assert not calendar.is_working_day(datetime.date(2026, 9, 5))
    assert not calendar.is_working_day(datetime.date(2026, 9, 2))
    assert calendar.is_holiday(datetime.date(2026, 9, 2))
    assert not calendar.is_holiday(datetime.date(2026, 9, 5))
    assert calendar.name_of(datetime.date(2026, 9, 2)) == "Quốc khánh"
    assert calendar.hours(datetime.date(2026, 9, 2)) == ()


def test_a_make_up_saturday_has_the_hours_of_a_weekday(vn):
    assert working_calendar.national().hours(datetime.date(2026, 8, 22)) == (MORNING, AFTERNOON)


def test_an_office_inherits_days_and_may_have_its_own_hours(vn):
    south = Calendar.objects.create(code="nam", name="Phía Nam", parent=vn)
    WorkingHours.objects.create(
        calendar=south, weekday=0, opens=datetime.time(7, 30), closes=datetime.time(11, 30)
    )
    province = Agency.objects.create(
        code="000.00.79.G24", office_code="07900", name="HCM", level="province", calendar=south
    )
    base = Agency.objects.create(
        code="000.06.79.G24", office_code="07906", name="Bình Thạnh", level="base", parent=province
    )
    calendar = working_calendar.for_agency(base)
    assert calendar.code == "nam"
    assert not calendar.is_working_day(datetime.date(2026, 9, 2))
    assert calendar.hours(datetime.date(2026, 9, 7)) == (
        (datetime.time(7, 30), datetime.time(11, 30)),
    )


def test_an_office_without_a_calendar_follows_the_national_one(vn):
    agency = Agency.objects.create(
        code="000.00.01.G24", office_code="00100", name="Hà Nội", level="province"
    )
    assert working_calendar.for_agency(agency).code == "vn"


def test_a_day_saved_later_is_seen_at_once_and_unchanged_rows_cost_one_query(
    vn, django_assert_num_queries
):
    day = datetime.date(2026, 11, 24)
    assert working_calendar.national().is_working_day(day)
    row = CalendarDay.objects.create(calendar=vn, date=day, kind="holiday", name="Ngày Văn hóa")
    assert not working_calendar.national().is_working_day(day)
    with django_assert_num_queries(1):
        working_calendar.national()
    row.delete()
    assert working_calendar.national().is_working_day(day)


def test_without_any_calendar_the_error_says_what_to_load():
    with pytest.raises(working_calendar.CalendarMissing, match="vn"):
        working_calendar.national()
