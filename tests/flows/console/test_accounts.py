"""Administrators reset a second factor two by two, and block and free accounts."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import Role
from flows.errors import DossierError
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrators(office):
    role = Role.objects.create(code="it_admin", name="Quản trị hệ thống", reach="department")
    rights = Permission.objects.filter(codename__in=["view_user", "change_user"])
    role.permissions.set(rights.filter(content_type__app_label="accounts"))
    return [at_desk(given.staff(name, "it_admin", office.departments["it"])) for name in "AB"]


def decide(client, model: str, row, answer: str):
    return client.post(reverse(f"admin:{model}_decide", args=[row.pk, answer]), follow=True)


def test_one_asks_another_confirms_and_hands_the_code_over(administrators, office, officer):
    first, second = administrators
    page = first.get(reverse("admin:accounts_user_change", args=[office.officer.pk]))
    assert "Đề nghị đặt lại xác thực hai lớp" in page.content.decode()
    code_at_once = reverse("admin:accounts_user_enrolment", args=[office.officer.pk])
    assert first.post(code_at_once).url.startswith(reverse("admin:accounts_factorreset_add"))
    said = {"person": office.officer.pk, "reason": "Mất điện thoại, đã gặp trực tiếp"}
    assert first.post(reverse("admin:accounts_factorreset_add"), said).status_code == 302
    reset = office.officer.factor_resets.get()
    own = decide(first, "factorreset", reset, "xac-nhan").content.decode()
    assert "quản trị viên thứ hai" in own
    assert officer.get("/quan-tri/").status_code == 200
    assert "Mã bàn giao của" in decide(second, "factorreset", reset, "xac-nhan").content.decode()
    assert officer.get("/quan-tri/").status_code == 302


def test_who_may_not_administer_accounts_neither_asks_nor_decides(administrators, office, officer):
    said = {"person": office.clerk.pk, "reason": "Muốn vào"}
    assert officer.post(reverse("admin:accounts_factorreset_add"), said).status_code == 403
    administrators[0].post(reverse("admin:accounts_factorreset_add"), said)
    reset = office.clerk.factor_resets.get()
    assert decide(officer, "factorreset", reset, "xac-nhan").status_code == 403


def test_an_abusive_account_files_nothing_reads_everything_and_is_freed(
    administrators, office, version, client, mailoutbox
):
    person = given.citizen()
    dossier = given.filed(version, office, person)
    said = {"contact": person.email.upper(), "reason": "Nộp hàng loạt hồ sơ giả"}
    assert (
        administrators[0].post(reverse("admin:accounts_accountblock_add"), said).status_code == 302
    )
    client.force_login(person, backend="accounts.backends.CitizenDoorBackend")
    begin = f"/nop-ho-so/{version.procedure.code}/"
    assert "Nộp hàng loạt hồ sơ giả" in client.get(begin).content.decode()
    with pytest.raises(DossierError, match="tạm khóa"):
        given.filed(version, office, person)
    assert client.get(f"/ho-so/{dossier.code}/").status_code == 200
    assert "tạm khóa" in client.get("/tai-khoan/ho-so-ca-nhan/").content.decode()
    client.post("/tai-khoan/khoa-quyen-nop/", {"text": "Tài khoản bị lộ, đã đổi mật khẩu"})
    block = person.blocks.get()
    page = administrators[1].get(reverse("admin:accounts_accountblock_change", args=[block.pk]))
    assert "Tài khoản bị lộ" in page.content.decode()
    decide(administrators[1], "accountblock", block, "mo-khoa")
    assert given.filed(version, office, person)
    acts = person.account_events.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["blocked", "appealed", "unblocked"]
    assert [mail.to for mail in mailoutbox] == [[person.email]] * 2
