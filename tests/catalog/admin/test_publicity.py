"""Article 18.2: what a decision of publication leaves to do, and how it comes to an end."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from catalog import publicity, publishing
from catalog.models import (
    Department,
    Procedure,
    ProcedureVersion,
    Publicity,
    PublicityLimit,
    Responsibility,
    Role,
)
from catalog.versions import next_version
from flows.models import Promise
from flows.services.publicising import warn_of_late_publicity
from tests import situations as given
from tests.flows.console.conftest import at_desk

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
pytestmark = pytest.mark.django_db
DASHBOARD = reverse("admin:catalog_publicity_changelist")
CODES = ["1.000001", "1.000002", "1.000003"]


@pytest.fixture
def office():
    return given.two_levels()


def _manager(office, name: str):
    role, _made = Role.objects.get_or_create(code="catalogue_manager", defaults={"name": "QTDM"})
    role.permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    given.RIGHTS.setdefault("catalogue_manager", [])
    return given.staff(
        name, "catalogue_manager", Department.objects.filter(agency=office.agency).first()
    )


@pytest.fixture
def manager(office):
    return _manager(office, "Quản trị danh mục")


@pytest.fixture
def decision(office, manager):
    """A decision that changes three procedures, each approved by a second person."""
    for code in CODES:
        draft = next_version(given.procedure(code), by=manager)
        draft.decision_number, draft.effective_from = "99/QĐ-BHXH", timezone.localdate()
        draft.save()
        publishing.approve(draft, by=_manager(office, f"Duyệt {code}"), warnings_read=True)
    return next(one for one in publicity.decisions() if one.number == "99/QĐ-BHXH")


def test_18_2_a_decision_on_three_procedures_has_nine_tasks_and_ends_public_everywhere(
    decision, manager, django_assert_max_num_queries
):
    assert (decision.procedures, decision.here, decision.open_tasks) == (3, 3, 6)
    Procedure.objects.filter(code=CODES[0]).update(live=False)  # the editors took its page away
    browser = at_desk(manager)
    with django_assert_max_num_queries(15):
        page = browser.get(DASHBOARD).content.decode()
    assert "Còn 7 việc" in page
    address = reverse("admin:catalog_publicity_decision") + "?so=99%2FQ%C4%90-BHXH"
    versions = [version.pk for version in publicity.versions_of("99/QĐ-BHXH")]
    proof = {"versions": versions, "done_on": f"{timezone.localdate():%d/%m/%Y}"}
    late = f"{timezone.localdate() + datetime.timedelta(days=1):%d/%m/%Y}"
    wrong = {**proof, "place": "national", "done_on": late, "proof": "CV 1"}
    assert "không thể sau hôm nay" in browser.post(address, wrong).content.decode()
    assert "Bằng chứng" in browser.post(address, {**proof, "place": "national"}).content.decode()
    assert not Publicity.objects.exists()
    for place in Publicity.Place.values:
        with django_assert_max_num_queries(30):
            sent = {**proof, "place": place, "proof": "https://example.vn/thong-bao"}
            assert browser.post(address, sent).status_code == 302
    page = browser.get(address).content.decode()
    assert "https://example.vn/thong-bao" in page
    assert "Còn 1 việc" in page
    Procedure.objects.filter(code=CODES[0]).update(live=True)
    assert "Hoàn thành công khai" in browser.get(address).content.decode()
    (row,) = Publicity.objects.filter(place="national", version=versions[0])
    browser.post(reverse("admin:catalog_publicity_delete", args=[row.pk]), {"post": "yes"})
    assert "Còn 1 việc" in browser.get(address).content.decode()


def _of(number: str):
    return next(one for one in publicity.decisions() if one.number == number)


def test_9_1a_what_is_not_public_by_its_day_is_late_everywhere_and_its_managers_are_told_once(
    office, manager
):
    signed = datetime.date(2026, 11, 20)  # a Friday
    User.objects.filter(pk=manager.pk).update(email="danhmuc@example.vn")
    manager.refresh_from_db()
    draft = next_version(given.procedure(), by=manager)
    assert "222/QĐ-BHXH" in [one.number for one in publicity.decisions()]
    draft.decision_number, draft.decision_date = "100/QĐ-BHXH", signed
    draft.effective_from = datetime.date(2026, 12, 15)
    draft.save()
    PublicityLimit.objects.filter(place="portal").update(days=3)
    PublicityLimit.objects.exclude(place="portal").update(days=30)
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=VIETNAM), tick=False):
        assert not _of("100/QĐ-BHXH").late_at  # Wednesday is the third working day
        warn_of_late_publicity()
        assert not Promise.objects.filter(kind="mail").exists()
    with time_machine.travel(datetime.datetime(2026, 11, 26, 1, tzinfo=VIETNAM), tick=False):
        assert _of("100/QĐ-BHXH").late_at == {"portal": datetime.date(2026, 11, 25)}
        warn_of_late_publicity()
        warn_of_late_publicity()
        (told,) = Promise.objects.filter(kind="mail")
        assert manager.email in told.payload["recipients"]
        browser = at_desk(manager)
        assert "Quá hạn" in browser.get(DASHBOARD).content.decode()
        address = reverse("admin:catalog_publicity_decision") + "?so=100%2FQ%C4%90-BHXH"
        assert "phiên bản chưa được duyệt" in browser.get(address).content.decode()
        inspector = given.staff("Kiểm soát", "procedure_controller", office.departments["legal"])
        page = at_desk(inspector).get(reverse("admin:procedure_control")).content.decode()
        assert "100/QĐ-BHXH" in page
        assert "Quá hạn" in page


def test_18_2_who_does_not_keep_the_catalogue_neither_sees_nor_confirms(decision, office):
    browser = at_desk(office.clerk)
    address = reverse("admin:catalog_publicity_decision") + "?so=99%2FQ%C4%90-BHXH"
    for answer in (browser.get(DASHBOARD), browser.get(address), browser.post(address, {})):
        assert answer.status_code == 403
    assert ProcedureVersion.objects.filter(publicity__isnull=False).count() == 0


def test_23_one_person_at_a_time_answers_for_an_office_and_its_page_names_them(client, office):
    begins = timezone.localdate() - datetime.timedelta(days=10)
    facts = {"agency": office.agency, "title": "Giám đốc", "document": "QĐ 5"}
    first = Responsibility(name="Nguyễn Văn Một", valid_from=begins, **facts)
    first.full_clean()
    first.save()
    second = Responsibility(name="Trần Thị Hai", valid_from=timezone.localdate(), **facts)
    with pytest.raises(ValidationError, match="Nguyễn Văn Một"):
        second.full_clean()
    first.valid_to = timezone.localdate() - datetime.timedelta(days=1)
    first.save()
    second.full_clean()
    second.save()
    page = client.get(f"/co-quan/{office.agency.office_code}/").content.decode()
    assert "Trần Thị Hai" in page
    assert "Nguyễn Văn Một" not in page
