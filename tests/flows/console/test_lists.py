"""Lists as a person likes them: saved, shared, walked through, by keyboard or not."""

import pytest
from django.urls import reverse

from flows.models import Message, SavedList
from flows.services import work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:flows_workitem_changelist")
PREFERENCES = reverse("admin:preferences")


def save(client, **typed):
    facts = {"name": "Việc gấp", "query": "xem=cho-nhan", "columns": "code,due,labels"}
    return client.post(reverse("admin:save_list"), {**facts, **typed})


def test_a_saved_list_opens_with_its_filters_and_columns(clerk, office, version):
    work.claim(given.item(given.filed(version, office)), by=office.clerk)
    free = given.filed(version, office)
    page = clerk.get(save(clerk).url)
    assert [item.dossier for item in page.context["cl"].result_list] == [free]
    assert page.context["cl"].list_display[1:] == ["code", "due", "labels"]
    assert clerk.get(QUEUE).context["cl"].result_count == 2
    again = clerk.post(reverse("admin:save_list"), {"name": "Việc gấp", "query": ""}, follow=True)
    assert "đã có danh sách mang tên này" in again.content.decode()


def test_a_shared_list_is_the_departments_and_only_its_owner_takes_it_away(clerk, office):
    save(clerk)
    save(clerk, name="Chung", department=office.departments["intake"].pk)
    save(clerk, name="Lạ", department=office.departments["policy"].pk)
    colleague = at_desk(given.staff("Hoàng", "intake_clerk", office.departments["intake"]))
    shared = SavedList.objects.get(department__isnull=False)
    assert colleague.get(QUEUE).context["saved_lists"] == [shared]
    assert at_desk(office.officer).get(QUEUE).context["saved_lists"] == []
    assert colleague.post(reverse("admin:forget_list", args=[shared.pk])).status_code == 404
    assert clerk.post(reverse("admin:forget_list", args=[shared.pk])).status_code == 302


def test_columns_are_chosen_and_cost_no_more_for_long_lists(
    clerk, office, version, django_assert_max_num_queries
):
    for _turn in range(12):
        given.filed(version, office)
    everything = [
        "procedure",
        "step_name",
        "due",
        "holder",
        "filed",
        "promised",
        "channel",
        "labels",
    ]
    assert clerk.post(PREFERENCES, {"columns": [], "keys": "1"}).status_code == 422
    assert clerk.post(PREFERENCES, {"columns": everything, "keys": "1"}).status_code == 302
    with django_assert_max_num_queries(15):
        page = clerk.get(QUEUE)
    assert page.context["cl"].list_display[2:] == everything


def test_keys_are_switched_off_for_good(clerk):
    assert "console-keys.js" in clerk.get(QUEUE).content.decode()
    clerk.post(PREFERENCES, {"columns": ["due"], "keys": "0"})
    page = clerk.get(QUEUE).content.decode()
    assert "console-keys.js" not in page
    assert "data-keys" not in page


def test_next_and_previous_follow_the_list_one_came_from(
    clerk, office, version, django_assert_max_num_queries
):
    dossiers = [given.filed(version, office) for _turn in range(3)]
    rows = clerk.get(QUEUE, {"xem": "cho-nhan"}).context["cl"].result_list
    assert [item.dossier for item in rows] == dossiers
    with django_assert_max_num_queries(50):
        around = clerk.get(rows[1].url).context["around"]
    assert (around.previous[0], around.next[0]) == (dossiers[0].code, dossiers[2].code)
    assert clerk.get(around.list_url).context["cl"].result_count == 3
    first = clerk.get(around.previous[1]).context["around"]
    assert first.previous is None
    assert first.next[0] == dossiers[1].code


def test_a_row_that_left_the_list_leads_to_what_moved_up(clerk, office, version):
    dossiers = [given.filed(version, office) for _turn in range(3)]
    rows = clerk.get(QUEUE, {"xem": "cho-nhan"}).context["cl"].result_list
    clerk.get(rows[1].url)
    work.claim(rows[1], by=office.clerk)
    plain = reverse("admin:flows_dossier_change", args=[dossiers[1].pk])
    around = clerk.get(plain).context["around"]
    assert (around.previous[0], around.next[0]) == (dossiers[0].code, dossiers[2].code)
    other = reverse("admin:flows_dossier_change", args=[dossiers[0].pk])
    assert clerk.get(other).context["around"] is None


def test_a_forged_list_or_place_is_no_error(clerk, office, version):
    dossier = given.filed(version, office)
    page = reverse("admin:flows_dossier_change", args=[dossier.pk])
    assert clerk.get(page, {"tu": "khac"}).context["around"] is None
    for forged in ({"loc": "la=1", "vi-tri": "x"}, {"loc": "o=99.x", "vi-tri": "99999999"}):
        assert clerk.get(page, {"tu": "viec", **forged}).status_code == 200


def test_a_row_says_that_the_applicant_has_written(clerk, office, version):
    dossier = given.filed(version, office)
    assert "Tin mới" not in clerk.get(QUEUE).content.decode()
    Message.objects.create(
        dossier=dossier, author=given.citizen(), from_office=False, body="Bao giờ có kết quả?"
    )
    assert "Tin mới" in clerk.get(QUEUE).content.decode()
