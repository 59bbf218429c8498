"""What a new version of the software lets standing roles and editors do."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from catalog import roles
from catalog.models import Role

pytestmark = pytest.mark.django_db


def test_a_standing_role_gets_what_it_was_never_given_and_only_once():
    clerk = Role.objects.create(code="intake_clerk", name="Tiếp nhận")
    own = Role.objects.create(code="tu_dat", name="Vai trò của cơ quan")
    assert "flows.receive_dossier" in roles.give_new_rights()["intake_clerk"]
    assert clerk.permissions.filter(codename="receive_dossier").exists()
    assert not own.permissions.exists()
    clerk.permissions.remove(Permission.objects.get(codename="receive_dossier"))
    assert roles.give_new_rights() == {}
    assert not clerk.permissions.filter(codename="receive_dossier").exists()


def test_only_heads_and_leaders_apologise_and_appoint_a_new_date():
    may = {code for code, rights in roles.shipped().items() if "flows.extend_dossier" in rights}
    assert may == {"head", "leader"}


def test_a_right_that_came_later_is_given_and_what_the_manager_added_stays():
    extra = Permission.objects.get(codename="inspect_dossier")
    clerk = Role.objects.create(code="intake_clerk", name="Tiếp nhận")
    roles.give_new_rights()
    clerk.refresh_from_db()
    clerk.offered.remove("flows.file_for_person")
    clerk.save()
    clerk.permissions.set([extra])
    assert roles.give_new_rights() == {"intake_clerk": ["flows.file_for_person"]}
    assert {right.codename for right in clerk.permissions.all()} == {
        "inspect_dossier", "file_for_person",
    }  # fmt: skip


def test_the_command_serves_editors_too_and_may_run_again(capsys):
    call_command("grant_rights")
    group = Group.objects.get(name="Người xuất bản")
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.clear()
    call_command("grant_rights")
    assert set(group.permissions.values_list("codename", flat=True)) == before


@pytest.mark.parametrize("changed", [False, True])
def test_installed_case_officers_apologise_no_more_unless_the_manager_changed_the_role(changed):
    wanted = ["flows.extend_dossier", "flows.appraise_dossier"]
    officer = Role.objects.create(code="case_officer", name="Chuyên viên", offered=wanted)
    officer.permissions.set(
        Permission.objects.filter(codename__in=["extend_dossier", "appraise_dossier"])
    )
    if changed:
        officer.permissions.add(Permission.objects.get(codename="inspect_dossier"))
    import_module("catalog.migrations.0017_case_officers_apologise_no_more").take_back(apps, None)
    assert officer.permissions.filter(codename="extend_dossier").exists() == changed
    assert officer.permissions.filter(codename="appraise_dossier").exists()
