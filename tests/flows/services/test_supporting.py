"""Support that offices ask for: routed up, answered within a level in working hours, asked again."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from flows.errors import DossierError, NotPermitted
from flows.models import Feedback, SupportLevel
from flows.services import listening, supporting
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.home.steps import pdf

pytestmark = pytest.mark.django_db
ASK = {"topic": "error", "priority": "high", "content": "Không in được giấy hẹn."}


@pytest.fixture
def house():
    """A base office without technicians, its province and the centre with theirs."""
    top = given.office("BHXH Việt Nam", level="central")
    province = given.office("BHXH TP. Hồ Chí Minh", level="province", above=top)
    base = given.office(above=province)
    base.departments["it"].delete()
    for place in (province, top):
        place.it = given.staff("Hồ Ngọc Tín", "case_officer", place.departments["it"])
    return base


def test_21_3_a_districts_request_goes_to_the_province_then_the_centre_and_is_answered(house):
    province, top = house.above, house.above.above
    asked = supporting.ask(house.agency, by=house.clerk, **ASK)
    assert asked.agency == province.agency
    with pytest.raises(NotPermitted):
        listening.answer(asked, by=province.clerk, text="Không phải việc của một cửa")
    listening.take(asked, by=province.it)
    asked = supporting.pass_up(asked, by=province.it, reason="Lỗi của phần mềm chung")
    assert (asked.agency, asked.taken_by) == (top.agency, None)
    with pytest.raises(DossierError, match="Không còn đơn vị"):
        supporting.pass_up(asked, by=top.it, reason="x")
    asked = listening.answer(asked, by=top.it, text="Đã sửa.")
    again = supporting.ask_again(asked, by=house.clerk, text="Vẫn lỗi")
    assert (again.answered_at, again.rounds[0]["answer"]) == (None, "Đã sửa.")
    assert [one["act"] for one in again.history] == ["take", "forward", "answer", "reply"]


def test_people_of_the_centre_ask_its_own_technicians(house):
    top = house.above.above
    assert supporting.ask(top.agency, by=top.clerk, **ASK).agency == top.agency


def test_the_level_counts_working_hours_of_who_answers_and_rows_change_it(house, monkeypatch):
    friday = datetime.datetime(2026, 11, 20, 8, 0, tzinfo=datetime.UTC)  # 15:00 in Vietnam
    monkeypatch.setattr(timezone, "now", lambda: friday)
    SupportLevel.objects.create(priority="high", hours=4)
    due = {
        priority: timezone.localtime(
            supporting.ask(house.agency, by=house.clerk, **ASK | {"priority": priority}).due_at
        )
        for priority in ("urgent", "high")
    }
    assert f"{due['urgent']:%a %H:%M}" == "Fri 17:00"  # two hours, without a row
    assert f"{due['high']:%a %H:%M}" == "Mon 10:00"


def test_a_breach_is_listed_and_only_who_asked_or_supports_reads_it(
    house, django_assert_max_num_queries
):
    clerk, place = at_desk(house.clerk), reverse("admin:support")
    typed = {"agency": house.agency.pk, **ASK}
    assert clerk.post(place, typed | {"content": ""}).status_code == 422
    assert clerk.post(place, typed | {"attachments": [pdf()]}).status_code == 302
    asked = Feedback.objects.support().get()
    at_province = at_desk(house.above.it)
    assert not at_province.get(place + "?xem=qua-han").context["page"].object_list
    Feedback.objects.update(due_at=timezone.now() - datetime.timedelta(hours=1))
    with django_assert_max_num_queries(15):
        listed = at_province.get(place + "?xem=qua-han")
    assert list(listed.context["page"].object_list) == [asked]
    one = reverse("admin:support_one", args=[asked.pk])
    file = reverse("flows:telling_file", args=[asked.files.get().pk])
    assert clerk.get(one).status_code == clerk.get(file).status_code == 200
    stranger = at_desk(given.office("BHXH Thuận An").clerk)
    assert stranger.get(one).status_code == stranger.get(file).status_code == 404
    assert at_province.post(one, {"act": "take"}).status_code == 302
    assert at_province.post(one, {"act": "answer", "text": "Cài lại máy in."}).status_code == 302
    assert "Cài lại máy in." in clerk.get(one).content.decode()
    assert list(clerk.get(place + "?xem=qua-han").context["page"].object_list) == [asked]
    assert clerk.post(one, {"act": "ask_again", "text": "Vẫn vậy"}).status_code == 302


def test_citizens_feedback_and_support_are_never_in_each_others_lists(house):
    asked = supporting.ask(house.agency, by=house.clerk, **ASK)
    assert listening.find(asked.number, asked.check_code) is None
    leader = at_desk(house.above.leader)
    assert asked.number not in leader.get(reverse("admin:feedback")).content.decode()
    assert leader.get(reverse("admin:feedback_one", args=[asked.pk])).status_code == 404
