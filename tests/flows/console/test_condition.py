"""The technical desk's page: every figure with its verdict, what to do, and the list behind it."""

import datetime
import shutil
from collections import namedtuple

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from catalog.models import Role
from flows.effects.sweeps import beat
from flows.models import Backup, OrganisationCertificate, Promise, SigningCertificate
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def operator(office):
    role = Role.objects.create(code="it_admin", name="Quản trị hệ thống", reach="nation")
    rights = ["view_promise", "view_signingcertificate", "change_user"]
    role.permissions.set(Permission.objects.filter(codename__in=rights))
    return at_desk(given.staff("Quản Trị", "it_admin", office.departments["it"]))


def told(client) -> dict[str, tuple[str, str]]:
    """Line → (tone, figure)."""
    page = client.get(reverse("admin:condition"))
    return {line.name: (line.tone, line.figure) for line in page.context["lines"]}


def test_a_healthy_system_is_green_and_each_fault_is_named_with_its_list(
    operator, office, monkeypatch, settings
):
    settings.DEMO, settings.SEAL_KEY = False, ""
    now = timezone.now()
    assert told(operator)["Sao lưu"] == ("red", "Chưa sao lưu lần nào")
    assert told(operator)["Tiến trình nền (worker)"][0] == "red"
    beat()
    Backup.objects.create(made_at=now - DAY, size=3_000_000, place="/sao-luu", verified_at=now)
    Promise.objects.all().delete()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(1000, 500, 500))
    tones = {tone for tone, _figure in told(operator).values()}
    assert tones == {"green", "grey"}  # grey: no seal is configured here
    assert not operator.get(reverse("admin:index")).context["asking"]

    Backup.objects.update(made_at=now - 30 * datetime.timedelta(hours=1))
    assert told(operator)["Sao lưu"][0] == "yellow"
    Backup.objects.create(place="/sao-luu", problem="pg_dump: hết chỗ")
    assert "pg_dump: hết chỗ" in told(operator)["Sao lưu"][1]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(1000, 970, 30))
    assert told(operator)["Ổ đĩa của máy chủ"][0] == "red"
    Promise.objects.create(kind="sms", key="a", payload={"to": "0"}, failed_at=now)
    Promise.objects.create(kind="mail", key="b", created_at=now - DAY, next_at=now - DAY)
    SigningCertificate.objects.bulk_create(
        SigningCertificate(
            person=office.leader, pem="x", subject=name, fingerprint=name, is_active=active,
            valid_from=now - 400 * DAY, valid_to=now + left * DAY,
        )
        for name, left, active in [("a", -1, True), ("b", 29, True), ("c", 31, True), ("d", -9, False)]
    )  # fmt: skip
    OrganisationCertificate.objects.create(
        account=given.citizen(), content=b"x", fingerprint="o", subject="Công ty", issuer="CA",
        serial="1", valid_from=now - DAY, valid_to=now + 5 * DAY,
        registered_by=office.leader,
    )  # fmt: skip
    page = operator.get(reverse("admin:condition"))
    lines = {line.name: line for line in page.context["lines"]}
    assert lines["Thư, tin nhắn, việc gửi hỏng"].tone == lines["Hàng chờ gửi đi"].tone == "red"
    leaders = lines["Chứng thư ký của lãnh đạo"]
    assert (leaders.tone, leaders.figure) == ("red", "1 đã hết hạn; 1 hết hạn trong 30 ngày tới")
    assert lines["Chứng thư đơn vị đã đăng ký"].tone == "yellow"
    for line in lines.values():
        assert not line.asks or line.advice, line.name
        for label, address in line.links:
            listed = operator.get(address)
            assert listed.status_code == 200, address
            assert listed.context["cl"].result_count == (2 if "Các lần" in label else 1), address
    assert "Cần xử lý ngay" in page.content.decode()
    assert operator.get(reverse("admin:index")).context["asking"]


def test_only_who_runs_the_system_opens_it(clerk):
    assert clerk.get(reverse("admin:condition")).status_code == 403
    assert clerk.get(reverse("admin:flows_backup_changelist")).status_code == 403
