"""The head's screen: everything open in the department, given out in batches; the leaver's wizard."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from flows.models import WorkItem
from flows.services import work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
SCREEN = reverse("admin:assigning")


@pytest.fixture
def head(office):
    return at_desk(given.staff("Hoàng Trưởng Phòng", "head", office.departments["policy"]))


@pytest.fixture
def colleague(office):
    return given.staff("Ngô Đồng Nghiệp", "case_officer", office.departments["policy"])


def test_the_head_gives_out_a_batch_and_each_refusal_is_named(
    head, office, version, colleague, officer
):
    items = [given.item(given.received(version, office)) for _turn in range(3)]
    work.claim(items[0], by=colleague)
    typed = {"item": [item.pk for item in items], "to": colleague.pk, "reason": "Nghỉ phép"}
    page = head.post(SCREEN, typed, follow=True).content.decode()
    assert f"Đã giao 2 việc cho {colleague}" in page
    assert f"{items[0].dossier.code}: {colleague} đang giữ việc này rồi" in page
    assert WorkItem.objects.open().filter(owner=colleague).count() == 3
    back = head.post(SCREEN, typed | {"to": "phong"}, follow=True).content.decode()
    assert "Đã giao 3 việc cho hàng chờ chung" in back
    assert "Hãy chọn việc" in head.post(SCREEN, {}, follow=True).content.decode()
    assert officer.get(SCREEN).status_code == 403


def test_what_was_ticked_and_typed_stays_when_something_is_missing(head, office, version):
    item = given.item(given.received(version, office))
    page = head.post(SCREEN, {"item": [item.pk], "to": "", "reason": "Nghỉ phép dài ngày"})
    assert (page.status_code, "Nghỉ phép dài ngày" in page.text) == (422, True)
    assert page.context["typed"]["ticked"] == [str(item.pk)]


def test_the_head_lets_new_work_share_itself_out_and_takes_it_back(
    head, office, version, colleague
):
    policy, intake = office.departments["policy"], office.departments["intake"]
    told = head.post(SCREEN, {"department": policy.pk, "automatic": "1"}, follow=True).text
    assert "tự chia đều cho người đang giữ ít việc nhất" in told
    assert given.item(given.received(version, office)).owner_id
    again = head.post(SCREEN, {"department": policy.pk, "automatic": "1"}, follow=True).text
    assert "đã như vậy rồi" in again
    head.post(SCREEN, {"department": policy.pk, "automatic": "0"})
    assert given.item(given.received(version, office)).owner_id is None
    assert LogEntry.objects.filter(object_id=policy.pk).count() == 2
    assert head.post(SCREEN, {"department": intake.pk, "automatic": "1"}).status_code == 404


def test_work_of_other_departments_is_not_given_out(head, office, version, colleague):
    theirs = given.item(given.filed(version, office))
    head.post(SCREEN, {"item": [theirs.pk], "to": colleague.pk, "reason": "x"})
    theirs.refresh_from_db()
    assert theirs.owner is None


@pytest.mark.parametrize("length", [2, 20])
def test_the_screen_costs_the_same_for_any_length(
    head, office, version, length, django_assert_max_num_queries
):
    for _turn in range(length):
        given.received(version, office)
    with django_assert_max_num_queries(15):
        head.get(SCREEN)


def test_the_leavers_wizard_hands_everything_over_in_one_act(head, office, version, colleague):
    item = given.item(given.received(version, office))
    work.claim(item, by=office.officer)
    url = reverse("admin:leaver", args=[office.officer.pk])
    assert item.dossier.code in head.get(url).content.decode()
    today = timezone.localdate().isoformat()
    answer = head.post(url, {"last_day": today, f"to_{item.pk}": ""})
    assert answer.status_code == 422
    assert "Chưa chọn người nhận" in answer.content.decode()
    assert head.post(url, {"last_day": today, f"to_{item.pk}": colleague.pk}).status_code == 302
    item.refresh_from_db()
    assert item.owner == colleague
    assert head.get(reverse("admin:leaver", args=[office.leader.pk])).status_code == 404


def test_administrators_see_leavers_off_and_no_dossiers(office, version, colleague):
    """Who keeps the catalogue or the accounts delegates and hands over, but reads nobody's name."""
    keeper = given.staff("Chu Danh Mục", "inspector", office.departments["legal"])
    add = Permission.objects.get(codename="add_delegation", content_type__app_label="catalog")
    given.role("inspector").permissions.add(add)
    assert at_desk(keeper).get(SCREEN).status_code == 403
    assert at_desk(keeper).get(reverse("admin:delegations")).status_code == 403

    operator = given.staff("Hồ Quản Trị", "return_clerk", office.departments["it"])
    change = Permission.objects.get(codename="change_user", content_type__app_label="accounts")
    given.role("return_clerk").permissions.add(change)
    item = given.item(given.received(version, office))
    work.claim(item, by=office.officer)
    desk = at_desk(operator)
    assert desk.get(SCREEN).status_code == 403
    url = reverse("admin:leaver", args=[office.officer.pk])
    page = desk.get(url).content.decode()
    assert item.dossier.code in page
    assert item.dossier.applicant_name not in page
    today = timezone.localdate().isoformat()
    assert desk.post(url, {"last_day": today, f"to_{item.pk}": colleague.pk}).status_code == 302
