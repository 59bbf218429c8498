"""The delegations screen: heads and leaders make and end them; officers have none."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import Delegation
from flows.services import work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
SCREEN = reverse("admin:delegations")


def typed(office, **facts):
    today = timezone.localdate()
    return {
        "posts": [office.officer.posts.get().pk], "to": office.books.pk, "number": "07/PC-BHXH",
        "valid_from": today, "valid_to": today, "codes": "", **facts,
    }  # fmt: skip


def test_a_leader_makes_and_ends_a_delegation(leader, office, version):
    assert "Chưa có ủy quyền" in leader.get(SCREEN).content.decode()
    made = leader.post(SCREEN, typed(office, codes=version.procedure.code))
    assert made.status_code == 302
    delegation = Delegation.objects.get()
    assert [one.code for one in delegation.procedures.all()] == [version.procedure.code]
    page = leader.get(SCREEN).content.decode()
    assert "07/PC-BHXH" in page
    assert "Đang hiệu lực" in page
    leader.post(reverse("admin:end_delegation", args=[delegation.pk]))
    assert "Đã thu hồi" in leader.get(SCREEN).content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(leader, office):
    answer = leader.post(SCREEN, typed(office, codes="9.999999", number=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Không có thủ tục mang mã: 9.999999" in page
    assert "Hãy ghi số văn bản" in page
    answer = leader.post(SCREEN, typed(office, to=office.officer.pk))
    assert "phải là người khác" in answer.content.decode()


def test_officers_have_no_such_screen_and_heads_see_their_own_department(officer, office):
    assert officer.get(SCREEN).status_code == 403
    head = at_desk(given.staff("Trưởng Phòng", "head", office.departments["policy"]))
    page = head.get(SCREEN).content.decode()
    assert str(office.officer) in page
    offered = [str(post.user) for post in head.get(SCREEN).context["form"].fields["posts"].queryset]
    assert str(office.leader) not in offered
    assert head.post(SCREEN, typed(office, posts=[office.leader.posts.get().pk])).status_code == 422


def test_a_delegate_finds_the_work_in_the_hands_of_who_is_away(leader, office, version):
    dossier = given.received(version, office)
    work.claim(given.item(dossier), by=office.officer)
    books = at_desk(office.books)
    listed = reverse("admin:flows_workitem_changelist")
    assert "lam-thay" not in books.get(listed).content.decode()
    leader.post(SCREEN, typed(office))
    page = books.get(reverse("admin:index")).content.decode()
    assert f"{listed}?xem=lam-thay" in page
    assert f"(làm thay {office.officer})" in page
    page = books.get(listed, {"xem": "lam-thay"})
    assert [item.dossier for item in page.context["cl"].result_list] == [dossier]
    assert page.content.decode().count(">Làm thay<span") == 1


def test_the_dossiers_page_and_the_journal_show_b_for_a(leader, office, version):
    leader.post(SCREEN, typed(office))
    dossier = given.received(version, office)
    books = at_desk(office.books)
    item = given.item(dossier)
    books.post(reverse("admin:work_step", args=[item.pk, "claim"]))
    page = books.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()
    assert "Trần Văn Thụ Lý, theo số 07/PC-BHXH" in page
