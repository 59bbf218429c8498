"""What a new version of the software lets standing roles and editors do."""

import pytest
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
