"""The desk: who gets in, and counters that agree with their lists."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Role
from cms import editors
from flows.models import Promise, WorkItem
from flows.services import work
from tests import situations as given
from tests.accounts.people import staff
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
DESK = reverse("admin:index")


def rows_behind(client, counter) -> int:
    page = client.get(counter.url)
    assert page.status_code == 200
    listed = page.context.get("cl")
    return listed.result_count if listed else len(page.context["rows"])


def test_every_counter_opens_a_list_with_the_same_number_of_rows(clerk, office, version):
    for _turn in range(3):
        given.filed(version, office)
    given.decided(version, office)
    work.claim(given.item(given.filed(version, office)), by=office.clerk)
    counters = clerk.get(DESK).context["counters"]
    assert {c.label: c.count for c in counters}["Chờ tiếp nhận"] == 4
    assert {c.label: c.count for c in counters}["Việc của tôi"] == 1
    for counter in counters:
        assert rows_behind(clerk, counter) == counter.count, counter.label


def test_the_desk_names_what_to_do_first_and_never_what_a_colleague_holds(clerk, office, version):
    later, taken = given.filed(version, office), given.filed(version, office)
    work.claim(
        given.item(taken),
        by=given.staff("Đồng Nghiệp", "intake_clerk", office.departments["intake"]),
    )
    soonest = given.item(given.filed(version, office))
    WorkItem.objects.filter(pk=soonest.pk).update(due_at=timezone.now())
    pressing = clerk.get(DESK).context["pressing"]
    assert [item.dossier for item in pressing] == [soonest.dossier, later]


def test_the_operator_sees_what_waits_in_the_outbox_and_what_failed(office, version):
    given.filed(version, office)
    Promise.objects.update(failed_at=None, done_at=None)
    Promise.objects.filter(pk=Promise.objects.latest("pk").pk).update(failed_at=timezone.now())
    role = Role.objects.create(code="it_admin", name="Quản trị hệ thống", reach="nation")
    role.permissions.set(Permission.objects.filter(codename="view_promise"))
    operator = given.staff("Quản Trị", "it_admin", office.departments["it"])
    client = at_desk(operator)
    for counter in client.get(DESK).context["counters"]:
        assert counter.count > 0
        assert rows_behind(client, counter) == counter.count


def test_leader_sees_the_signing_counter_with_the_same_number(leader, office, version):
    given.proposed(version, office)
    counters = leader.get(DESK).context["counters"]
    signing = next(c for c in counters if c.url == reverse("admin:signing"))
    assert signing.count == rows_behind(leader, signing) == 1


def test_heads_see_what_is_late_or_untaken_in_their_unit_whoever_holds_it(
    office, version, django_assert_max_num_queries
):
    head = at_desk(given.staff("Hoàng Trưởng Phòng", "head", office.departments["policy"]))
    late, _free = (given.item(given.received(version, office)) for _turn in range(2))
    work.claim(late, by=office.officer)
    WorkItem.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    with django_assert_max_num_queries(20):
        counters = head.get(DESK).context["counters"]
    shown = {c.url.split("xem=")[-1]: c for c in counters if reverse("admin:assigning") in c.url}
    for view in ("chua-nhan", "qua-han"):
        listed = head.get(shown[view].url).context["page"]
        assert len(listed) == shown[view].count == 1, view


def test_desk_costs_a_fixed_number_of_queries(
    clerk, office, version, django_assert_max_num_queries
):
    for _turn in range(4):
        given.filed(version, office)
    with django_assert_max_num_queries(15):
        assert clerk.get(DESK).status_code == 200


def test_nobody_gets_in_without_the_second_factor(office):
    client = Client()
    client.force_login(office.clerk, backend="accounts.backends.StaffDoorBackend")
    for name in ("index", "search", "counter", "return_desk", "signing", "board"):
        assert client.get(reverse(f"admin:{name}")).status_code == 302, name


def test_citizens_get_nothing():
    client = Client()
    client.force_login(given.citizen(), backend="accounts.backends.CitizenDoorBackend")
    assert client.get(DESK).status_code == 302


def test_staff_without_a_post_are_told_so(office):
    editor = given.staff("Biên tập", "case_officer", office.departments["policy"])
    editor.posts.all().delete()
    client = at_desk(editor)
    answer = client.get(DESK, follow=True)
    assert answer.status_code == 403


def test_who_only_edits_pages_goes_on_to_them():
    author = staff("soan", with_device=False)
    author.groups.add(editors.set_up()[editors.AUTHORS])
    assert at_desk(author).get(DESK).url == reverse("wagtailadmin_home")


def test_engine_rows_and_second_factor_secrets_are_in_no_admin():
    shown = {model._meta.label for model in admin.site._registry}
    for hidden in (
        "flows.DossierProcess",
        "otp_totp.TOTPDevice",
        "viewflow.Process",
        "viewflow.Task",
    ):
        assert hidden not in shown


@pytest.mark.parametrize(
    "typed",
    ["code", "lower", "bare", "office_number", "qr", "verify", "identity", "phone", "name"],
)
def test_search_opens_the_dossier_by_whatever_is_typed_or_scanned(clerk, office, version, typed):
    dossier = given.received(version, office)
    words = {
        "code": dossier.code,
        "lower": dossier.code.lower(),
        "bare": dossier.code.replace(".", "").replace("-", " "),
        "office_number": dossier.office_number,
        "qr": f"https://dichvucong.example/tra-cuu/?ma={dossier.code}&kt={dossier.check_code}",
        "verify": f"https://dichvucong.example/xac-minh/{dossier.issued.first().token}/",
        "identity": dossier.applicant_identifier,
        "phone": "0912 345 678",
        "name": "nguyen thi binh",
    }[typed]
    answer = clerk.get(reverse("admin:search"), {"q": words})
    assert answer.url == reverse("admin:flows_dossier_change", args=[dossier.pk])


def test_search_lists_when_several_match_and_says_when_none(clerk, office, version):
    given.filed(version, office)
    given.filed(version, office)
    several = clerk.get(reverse("admin:search"), {"q": "binh an"}, follow=True)
    assert several.context["cl"].result_count == 2
    none = clerk.get(reverse("admin:search"), {"q": "không có ai"}, follow=True)
    assert "Không tìm thấy" in none.content.decode()


def test_search_never_leaves_the_reach_of_the_person(office, version):
    dossier = given.filed(version, office)
    stranger = at_desk(given.office("BHXH cơ sở Thuận An").clerk)
    answer = stranger.get(reverse("admin:search"), {"q": dossier.code}, follow=True)
    assert answer.context["cl"].result_count == 0
