"""Retention at the desk: one prepares the list, another approves it; a tombstone can still be opened."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from flows.effects.outbox import keep_due
from flows.models import Disposal, Hold, IssuedDocument, Promise, RetentionRule
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
ADD, LIST = "admin:flows_disposal_add", "admin:flows_disposal_changelist"


def may(user, right):
    user.posts.get().role.permissions.add(Permission.objects.get(codename=right))
    return type(user).objects.get(pk=user.pk)  # rights as read anew


def test_the_list_is_prepared_shown_approved_and_leaves_a_tombstone(office, version, time_machine):
    given.loaded_slips()
    RetentionRule.objects.create(result="granted", group="Ngắn hạn", years=0, basis="Thông tư")
    dossier = given.finished(version, office)
    Promise.objects.update(done_at=timezone.now())
    inspector = may(
        given.staff("Văn thư", "inspector", office.clerk.posts.get().department), "prepare_disposal"
    )
    leader = may(office.leader, "approve_disposal")
    time_machine.move_to(
        datetime.datetime(timezone.localdate().year + 2, 1, 5, 3, tzinfo=datetime.UTC)
    )
    archive = at_desk(inspector)
    assert archive.get(reverse(ADD)).status_code == 200
    archive.post(reverse(ADD), {"agency": office.agency.pk, "number": "01/DM"})
    disposal = Disposal.objects.get()
    page = reverse("admin:flows_disposal_change", args=[disposal.pk])
    assert dossier.code in archive.get(page).content.decode()
    decide = reverse("admin:disposal_decide", args=[disposal.pk, "phe-duyet"])
    archive.post(decide)  # who prepared it has no say
    assert not Promise.objects.filter(kind="dispose").exists()
    chief = at_desk(leader)
    assert "Phê duyệt tiêu hủy" in chief.get(page).content.decode()
    assert chief.get(decide).status_code == 405
    assert chief.post(decide).status_code == 302
    keep_due()
    dossier.refresh_from_db()
    assert dossier.disposed_at
    # What is left opens: the dossier at the desk, the paper's verification, and no PDF made anew.
    tomb = at_desk(inspector).get(reverse("admin:flows_dossier_change", args=[dossier.pk]))
    assert tomb.status_code == 200
    assert "Nguyễn Thị Bình An" not in tomb.content.decode().split("<main")[-1]
    issued = IssuedDocument.objects.filter(dossier=dossier).first()
    assert at_desk(inspector).get(reverse("flows:issued", args=[issued.token])).status_code == 410
    assert archive.get(f"/xac-minh/{issued.token}/").status_code == 200


def test_a_hold_is_placed_by_code_and_released(office, version):
    dossier = given.received(version, office)
    inspector = may(
        given.staff("Văn thư", "inspector", office.clerk.posts.get().department), "prepare_disposal"
    )
    archive = at_desk(inspector)
    add = reverse("admin:flows_hold_add")
    assert "Không có hồ sơ nào" in archive.post(add, {"code": "x", "reason": "y"}).content.decode()
    archive.post(add, {"code": dossier.code.lower(), "reason": "Tòa án yêu cầu"})
    held = Hold.objects.get()
    assert (held.dossier, held.placed_by) == (dossier, inspector)
    chosen = {"action": "release", "_selected_action": [held.pk]}
    archive.post(reverse("admin:flows_hold_changelist"), chosen)
    held.refresh_from_db()
    assert held.released_by == inspector


def test_without_the_right_there_is_nothing_to_open(clerk):
    for name in (ADD, LIST, "admin:flows_hold_add", "admin:flows_retentionrule_changelist"):
        assert clerk.get(reverse(name)).status_code == 403
