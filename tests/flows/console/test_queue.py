"""The queue: scoped, filtered, of constant cost; claiming is one click."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from flows.console import counting
from flows.models import WorkItem
from flows.services import work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:flows_workitem_changelist")


def claim_url(item) -> str:
    return reverse("admin:work_step", args=[item.pk, "claim"])


@pytest.mark.parametrize("length", [10, 60])
def test_queue_costs_at_most_fifteen_queries_for_any_length(
    clerk, office, version, length, django_assert_max_num_queries
):
    for _turn in range(length):
        given.filed(version, office)
    with django_assert_max_num_queries(15):
        page = clerk.get(QUEUE)
    assert page.context["cl"].result_count == length


def test_queue_shows_only_the_work_of_my_posts(clerk, officer, office, version):
    given.filed(version, office)
    given.filed(version, given.office("BHXH cơ sở Thuận An"))
    assert clerk.get(QUEUE).context["cl"].result_count == 1
    assert officer.get(QUEUE).context["cl"].result_count == 0


def test_filters_by_hand_step_procedure_and_due(clerk, office, version):
    mine = given.item(given.filed(version, office))
    given.filed(version, office)
    late = given.item(given.filed(version, office))
    late.due_at = late.due_at.replace(year=2020)
    late.save(update_fields=["due_at"])
    work.claim(mine, by=office.clerk)

    def count(**filters):
        return clerk.get(QUEUE, filters).context["cl"].result_count

    assert count(xem="cua-toi") == 1
    assert count(xem="cho-nhan") == 2
    assert count(han="qua-han") == 1
    assert count(buoc="intake") == 3
    assert count(thu_tuc=version.procedure.code) == 3
    assert count(q="binh an") == 3
    assert "Quá hạn" in clerk.get(QUEUE, {"han": "qua-han"}).content.decode()


def test_on_demand_each_choice_of_a_filter_says_how_many_rows_it_gives(
    clerk, office, version, monkeypatch, django_assert_max_num_queries
):
    """Beside whatever else is chosen, within reach alone, at a cost that does not grow."""
    given.filed(version, given.office("BHXH cơ sở Thuận An"))
    items = [given.item(given.filed(version, office)) for _turn in range(4)]
    work.claim(items[0], by=office.clerk)
    WorkItem.objects.filter(pk__in=[items[0].pk, items[1].pk]).update(due_at="2020-01-02T03:00Z")
    for address, chosen in [
        (QUEUE, {}),
        (QUEUE, {"han": "qua-han"}),
        (QUEUE, {"xem": "cua-toi", "q": "binh an"}),
        (reverse("admin:flows_dossier_changelist"), {"tinh_trang": "submitted"}),
    ]:
        clerk.get(address)
        with django_assert_max_num_queries(15 if address == QUEUE else 18):
            page = clerk.get(address, chosen | {"_facets": "True"})
        told = 0
        for spec in page.context["cl"].filter_specs:
            for choice in spec.choices(page.context["cl"]):
                found = re.fullmatch(r".* \((\d+)\)", str(choice["display"]))
                if not found or not hasattr(spec, "parameter_name"):
                    continue
                listed = clerk.get(address + choice["query_string"]).context["cl"]
                assert listed.result_count == int(found[1]), (address, chosen, choice["display"])
                told += int(found[1])
        assert told
    assert "Quá hạn (2)" in clerk.get(QUEUE, {"_facets": "True"}).content.decode()
    monkeypatch.setattr(counting, "MOST", 3)
    page = clerk.get(QUEUE, {"_facets": "True"}).content.decode()
    assert "Quá hạn (-)" in page


def test_claim_is_one_click_and_others_see_who_has_it(clerk, office, version):
    item = given.item(given.filed(version, office))
    assert clerk.get(claim_url(item)).status_code == 200
    assert clerk.post(claim_url(item), {"next": QUEUE}).url == QUEUE
    item.refresh_from_db()
    assert item.owner == office.clerk
    colleague = given.staff("Hoàng Đồng Nghiệp", "intake_clerk", office.departments["intake"])
    assert str(office.clerk) in at_desk(colleague).get(QUEUE).content.decode()


def test_a_second_claim_is_told_who_was_first(office, version):
    item = given.item(given.filed(version, office))
    work.claim(item, by=office.clerk)
    colleague = given.staff("Hoàng Đồng Nghiệp", "intake_clerk", office.departments["intake"])
    answer = at_desk(colleague).post(claim_url(item))
    assert answer.status_code == 409
    assert str(office.clerk) in answer.content.decode()


def test_work_of_another_office_is_not_found(office, version):
    item = given.item(given.filed(version, office))
    stranger = at_desk(given.office("BHXH cơ sở Thuận An").clerk)
    for act in ("claim", "receive", "refuse", "release", "hand_over_work"):
        url = reverse("admin:work_step", args=[item.pk, act])
        assert stranger.get(url).status_code == 404
        assert stranger.post(url).status_code == 404


def test_selected_work_is_claimed_at_once_and_what_was_taken_is_named(clerk, office, version):
    items = [given.item(given.filed(version, office)) for _turn in range(3)]
    colleague = given.staff("Hoàng Đồng Nghiệp", "intake_clerk", office.departments["intake"])
    work.claim(items[0], by=colleague)
    page = clerk.post(
        QUEUE,
        {"action": "claim_selected", "_selected_action": [item.pk for item in items]},
        follow=True,
    ).content.decode()
    assert "Đã nhận 2 việc" in page
    assert items[0].dossier.code in page


def test_release_and_hand_over_with_a_reason(clerk, office, version):
    item = given.item(given.filed(version, office))
    work.claim(item, by=office.clerk)
    colleague = given.staff("Hoàng Đồng Nghiệp", "intake_clerk", office.departments["intake"])
    url = reverse("admin:work_step", args=[item.pk, "hand_over_work"])
    assert clerk.post(url, {"to": colleague.pk, "reason": ""}).status_code == 422
    assert clerk.post(url, {"to": colleague.pk, "reason": "Nghỉ phép"}).status_code == 302
    item.refresh_from_db()
    assert item.owner == colleague
    released = reverse("admin:work_step", args=[item.pk, "release"])
    assert at_desk(colleague).post(released, {"reason": ""}).status_code == 422
    assert at_desk(colleague).post(released, {"reason": "Sai phòng"}).status_code == 302
    item.refresh_from_db()
    assert item.owner is None
    assert item.dossier.journal.last().data["reason"] == "Sai phòng"


def test_what_is_due_comes_first_and_what_has_no_date_last(clerk, office, version):
    undated, later, sooner = (given.item(given.filed(version, office)) for _turn in range(3))
    WorkItem.objects.filter(pk=undated.pk).update(due_at=None)
    WorkItem.objects.filter(pk=sooner.pk).update(due_at=later.due_at - timedelta(days=1))
    assert list(clerk.get(QUEUE).context["cl"].result_list) == [sooner, later, undated]


def test_workflow_rows_cannot_be_written_in_the_admin(clerk, office, version):
    item = given.item(given.filed(version, office))
    change = reverse("admin:flows_workitem_change", args=[item.pk])
    assert clerk.get(change).status_code == 302
    assert clerk.post(reverse("admin:flows_workitem_delete", args=[item.pk])).status_code == 403
    assert clerk.get(reverse("admin:flows_workitem_add")).status_code == 403
