"""Staff accounts: made, given a hand-over code, and never deactivated over open work."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import Role
from flows.models import Promise
from flows.services import work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
NO_POSTS = {
    "posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0", "posts-MIN_NUM_FORMS": "0",
    "posts-MAX_NUM_FORMS": "1000",
}  # fmt: skip


@pytest.fixture
def admin_client(office):
    role = Role.objects.create(code="it_admin", name="Quản trị hệ thống", reach="nation")
    role.permissions.set(
        Permission.objects.filter(
            codename__in=["view_user", "add_user", "change_user", "view_post", "add_post",
                          "change_post", "view_promise"]
        )
    )  # fmt: skip
    return at_desk(given.staff("Quản Trị", "it_admin", office.departments["it"]))


def change(user) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def test_deactivation_is_refused_while_the_person_has_open_work_and_names_it(
    admin_client, office, version
):
    item = given.item(given.filed(version, office))
    work.claim(item, by=office.clerk)
    typed = {"full_name": office.clerk.full_name, "email": "", **NO_POSTS}
    refused = admin_client.post(change(office.clerk), typed)
    assert item.dossier.code in refused.content.decode()
    office.clerk.refresh_from_db()
    assert office.clerk.is_active
    work.release(item, by=office.clerk)
    posts = office.clerk.posts.get()
    typed |= {
        "posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "1", "posts-0-id": posts.pk,
        "posts-0-user": office.clerk.pk, "posts-0-role": posts.role_id,
        "posts-0-department": posts.department_id, "posts-0-valid_from": posts.valid_from,
    }  # fmt: skip
    assert admin_client.post(change(office.clerk), typed).status_code == 302
    office.clerk.refresh_from_db()
    assert not office.clerk.is_active
    leaver = reverse("admin:leaver", args=[office.clerk.pk])
    assert leaver not in admin_client.get(change(office.clerk)).content.decode()


def test_hand_over_code_is_shown_once(admin_client, office):
    url = reverse("admin:accounts_user_enrolment", args=[office.officer.pk])
    assert admin_client.get(url).status_code == 405
    page = admin_client.post(url, follow=True).content.decode()
    assert "Mã bàn giao của" in page
    assert office.officer.enrolment_codes.count() == 1
    assert "Mã bàn giao của" not in admin_client.get(change(office.officer)).content.decode()


def test_officers_and_citizens_accounts_are_out_of_each_others_sight(admin_client, officer, office):
    citizen = given.citizen()
    assert officer.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert admin_client.get(change(citizen)).status_code == 302


def test_operators_try_failed_messages_again_and_officers_cannot(
    admin_client, officer, office, version
):
    given.filed(version, office)
    Promise.objects.update(failed_at="2026-01-01T00:00Z", attempts=9)
    url = reverse("admin:flows_promise_changelist")
    assert officer.get(url).status_code == 403
    chosen = {"action": "try_again", "_selected_action": Promise.objects.first().pk}
    assert admin_client.post(url, chosen).status_code == 302
    assert Promise.objects.filter(failed_at=None, attempts=0).count() == 1


def test_an_operator_reads_of_which_dossier_a_message_is_and_gets_no_way_into_it(office, version):
    dossier = given.filed(version, office)
    role = given.role("it_admin")
    role.permissions.add(Permission.objects.get(codename="view_promise"))
    operator = at_desk(given.staff("Hồ Quản Trị", "it_admin", office.departments["it"]))
    page = operator.get(reverse("admin:flows_promise_changelist")).content.decode()
    assert dossier.code in page
    assert reverse("admin:flows_dossier_change", args=[dossier.pk]) not in page
