"""Results reach the applicant: reminders by the rules, proxies with a mandate, in parts, sent again."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import ResultKind
from flows.errors import DossierError
from flows.models import CollectionRule, Delivery, Promise, State
from flows.services import acknowledging, collecting, returning
from tests import situations as given

pytestmark = pytest.mark.django_db
WHO = {"recipient_name": "Nguyễn Thị Bình An", "recipient_identifier": "079190001234"}


def reminders(dossier) -> int:
    return dossier.notices.filter(channel="account", subject__startswith="Mời nhận").count()


def test_people_are_reminded_on_the_days_of_the_rule_and_once_each(office, version):
    dossier = given.decided(version, office, result_channel="counter")
    CollectionRule.objects.create(agency=office.agency, reminder_days=[3, 10], unclaimed_days=20)
    start = dossier.deliveries.get().created_at
    for day, expected in ((2, 0), (3, 1), (4, 1), (11, 2), (40, 2)):
        collecting.remind_all(start + datetime.timedelta(days=day))
        assert reminders(dossier) == expected
    assert collecting.unclaimed_after({office.agency.pk}) == datetime.timedelta(days=20)
    assert collecting.unclaimed_after(set()) == datetime.timedelta(days=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionRule.objects.create(agency=office.agency, reminder_days=[1])


def test_who_collects_online_or_by_post_is_not_called_to_the_desk(office, version):
    dossier = given.decided(version, office)
    collecting.remind_all(timezone.now() + datetime.timedelta(days=90))
    assert reminders(dossier) == 0


def test_a_proxy_without_a_mandate_gets_nothing(office, version):
    dossier = given.decided(version, office, result_channel="counter")
    with pytest.raises(DossierError, match="ủy quyền"):
        returning.hand_over(given.item(dossier), by=office.desk, is_proxy=True, **WHO)
    delivery = returning.hand_over(
        given.item(dossier), by=office.desk, is_proxy=True, proxy_paper="HĐ ủy quyền 12/2026", **WHO
    )
    assert delivery.proxy_paper == "HĐ ủy quyền 12/2026"
    slip = dossier.issued.get(kind="handover")
    assert slip.data["recipient"]["proxy_paper"] == "HĐ ủy quyền 12/2026"


def test_two_results_of_which_one_is_missing_leave_the_dossier_at_the_desk(office, version):
    ResultKind.objects.create(version=version, name="Thẻ BHYT", code="KQ.2")
    dossier = given.decided(version, office, result_channel="counter")
    left = returning.results_left(dossier)
    assert [each["label"] for each in left][1:] == ["Sổ BHXH", "Thẻ BHYT"]
    card = left[-1]["key"]
    some = [each["key"] for each in left if each["key"] != card]
    returning.hand_over(given.item(dossier), by=office.desk, results=some, **WHO)
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY
    assert [each["key"] for each in returning.results_left(dossier)] == [card]
    returning.hand_over(given.item(dossier), by=office.desk, **WHO)
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert dossier.deliveries.filter(state=Delivery.State.DELIVERED).count() == 2
    assert not dossier.deliveries.filter(state=Delivery.State.WAITING).exists()


def test_what_the_post_brought_back_is_sent_again_under_a_new_number(office, version):
    dossier = given.decided(version, office, result_channel="post", result_address="12 Lê Lợi")
    send = {"by": office.desk, "carrier": "Bưu điện Việt Nam"}
    returning.send_by_post(given.item(dossier), tracking_number="RB1VN", **send)
    returning.confirm_post(dossier, by=office.desk, delivered=False)
    assert dossier.deliveries.get(tracking_number="RB1VN").came_back_at
    with pytest.raises(DossierError, match="Số bưu gửi này"):
        returning.send_by_post(given.item(dossier), tracking_number="RB1VN", **send)
    returning.send_by_post(given.item(dossier), tracking_number="RB2VN", **send)
    returning.confirm_post(dossier, by=office.desk, delivered=True)
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED


def test_a_result_before_its_day_is_told_as_early(office, version):
    dossier = given.decided(version, office)
    notice = dossier.notices.get(channel="account", subject__endswith="đã có kết quả")
    assert "trước ngày hẹn" in notice.body


def test_who_collects_reads_out_a_code_instead_of_signing(office, version):
    dossier = given.decided(version, office, result_channel="counter")
    item, by = given.item(dossier), office.desk
    with pytest.raises(DossierError, match="Chưa có mã"):
        returning.hand_over(item, by=by, code="123456", **WHO)
    acknowledging.send_code(dossier, by=by)
    told = Promise.objects.filter(kind="sms").latest("pk").payload
    assert told["to"] == dossier.applicant_phone
    assert "Chi doc ma nay cho can bo tra ket qua" in told["text"]
    code = told["text"][:6]
    with pytest.raises(DossierError, match="chưa đúng"):
        returning.hand_over(item, by=by, code=f"{(int(code) + 1) % 10**6:06d}", **WHO)
    delivery = returning.hand_over(item, by=by, code=code, **WHO)
    how = delivery.evidence["acknowledged"]
    assert (how["method"], how["channel"], how["tries"]) == ("otp", "sms", 2)
    slip = dossier.issued.get(kind="handover")
    assert slip.data["recipient"]["acknowledged"]["to"] == how["to"]


def test_without_a_code_the_receipt_is_signed_and_a_stranger_is_not_the_applicant(office, version):
    dossier = given.decided(version, office, result_channel="counter")
    stranger = WHO | {"recipient_identifier": "079190009999"}
    with pytest.raises(DossierError, match="khác số định danh"):
        returning.hand_over(given.item(dossier), by=office.desk, **stranger)
    delivery = returning.hand_over(given.item(dossier), by=office.desk, **WHO)
    assert delivery.evidence["acknowledged"] == {"method": "signature"}
