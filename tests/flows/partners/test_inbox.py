"""What other systems bring is stored first; dossiers of the national portal are filed once."""

import datetime
import json

import pytest
from django.utils import timezone

from flows.effects import keep_due
from flows.models import ClientSystem, Dossier, InboundMessage, Promise
from flows.partners import alarms
from flows.partners.national_fields import number_of
from tests import situations as given
from tests.flows.api import partners
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
CODE = partners.NATIONAL_CODE


@pytest.fixture
def place(db):
    given.loaded_slips()
    return given.procedure(), given.office()


@pytest.fixture
def portal(settings, place):
    """The national portal as a connected system; its caller."""
    system = partners.system(code=settings.NATIONAL_SYSTEM)
    return partners.caller(partners.token(system)[1])


def bring(portal, body: dict, message_id: str = "tin-1", kind: str = "dossiers"):
    answer = partners.post(portal, f"/inbox/{kind}", {"message_id": message_id, "body": body})
    return answer


def work() -> None:
    for _ in range(4):
        Promise.objects.filter(done_at=None).update(next_at=timezone.now())
        keep_due(50)


def read(portal, message_id: str = "tin-1") -> dict:
    return portal.get(f"/api/v1/inbox/{message_id}").json()


def test_a_dossier_of_the_national_portal_is_stored_first_then_filed_by_the_same_rules(
    portal, place
):
    answer = bring(portal, partners.national_dossier(*place))
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert not Dossier.objects.exists()
    work()
    dossier = Dossier.objects.get()
    assert read(portal)["dossier"] == dossier.code
    assert (dossier.external_code, number_of(dossier)) == (CODE, CODE)
    assert dossier.state == "submitted"
    assert dossier.answer_due_at is not None
    assert given.item(dossier).step == "intake"
    assert dossier.issued.filter(kind="filing").exists()
    assert "NoiDungTep" not in str(InboundMessage.objects.get().body)


def test_the_same_national_code_twice_is_one_dossier_and_another_content_waits_for_a_person(
    portal, place
):
    body = partners.national_dossier(*place)
    assert bring(portal, body).json() == bring(portal, body).json()
    bring(portal, body, "tin-2")
    bring(portal, {**body, "ChuHoSo": "Người Khác"}, "tin-3")
    work()
    dossier = Dossier.objects.get()
    assert [read(portal, f"tin-{n}")["state"] for n in (1, 2, 3)] == ["done", "done", "quarantine"]
    assert "không lập thêm" in read(portal, "tin-2")["detail"]
    assert dossier.code in read(portal, "tin-3")["detail"]
    assert bring(portal, {"MaHoSo": "khác"}).json()["code"] == "idempotency_key_reused"
    assert (
        bring(portal, partners.national_dossier(*place, MaHoSo=dossier.code), "tin-4").status_code
        == 202
    )
    work()
    assert Dossier.objects.count() == 1


def test_a_wrong_dossier_waits_with_every_reason_and_is_filed_when_a_person_has_corrected_it(
    portal, place, client
):
    body = partners.national_dossier(*place, MaTTHC="9.999999")
    del body["ChuHoSo"]
    bring(portal, body)
    work()
    kept = InboundMessage.objects.get()
    assert (kept.state, kept.errors[0]["path"]) == ("quarantine", "/ChuHoSo")
    operator = given.staff("Hồ Ngọc Tín", "it_admin", place[1].departments["it"])
    url = f"/quan-tri/trao-doi/den/{kept.pk}/"
    assert at_desk(place[1].clerk).get(url).status_code == 403
    desk = at_desk(operator)
    assert "/ChuHoSo" in desk.get(url).text
    wrong = desk.post(url, {"act": "correct", "content": "{không phải"})
    assert (wrong.status_code, "{không phải" in wrong.text) == (422, True)
    desk.post(url, {"act": "correct", "content": json.dumps({**body, "ChuHoSo": "Lê An"})})
    work()
    kept.refresh_from_db()
    assert (kept.state, kept.errors[0]["path"]) == ("quarantine", "/procedure")
    desk.post(url, {"act": "correct", "content": json.dumps(partners.national_dossier(*place))})
    work()
    kept.refresh_from_db()
    assert (kept.state, kept.settled_by) == ("done", operator)
    assert kept.body["MaTTHC"] == "9.999999"
    assert Dossier.objects.get().external_code == CODE


def test_whoever_reads_a_message_is_written_down_before_and_after_it_is_a_dossier(portal, place):
    operator = given.staff("Hồ Ngọc Tín", "it_admin", place[1].departments["it"])
    desk = at_desk(operator)
    bring(portal, partners.national_dossier(*place, MaTTHC="9.000000"))
    work()
    wrong = InboundMessage.objects.get()
    for _ in range(2):
        assert "Nguyễn Thị Bình An" in desk.get(f"/quan-tri/trao-doi/den/{wrong.pk}/").text
    wrong.refresh_from_db()
    assert [one["by"] for one in wrong.readings] == [operator.pk]
    bring(portal, partners.national_dossier(*place), "tin-2")
    work()
    done = InboundMessage.objects.get(message_id="tin-2")
    for _ in range(2):
        desk.get(f"/quan-tri/trao-doi/den/{done.pk}/")
    assert done.dossier.journal.filter(act="read", actor=operator).count() == 1


def test_a_message_is_dropped_with_a_reason_that_the_sender_reads(portal, place):
    bring(portal, partners.national_dossier(*place, ChuHoSo=""))
    work()
    operator = given.staff("Hồ Ngọc Tín", "it_admin", place[1].departments["it"])
    desk, pk = at_desk(operator), InboundMessage.objects.get().pk
    assert desk.post(f"/quan-tri/trao-doi/den/{pk}/", {"act": "drop"}).status_code == 422
    desk.post(f"/quan-tri/trao-doi/den/{pk}/", {"act": "drop", "reason": "Tin thử"})
    assert (read(portal)["state"], read(portal)["detail"]) == ("dropped", "Tin thử")
    assert "Cần người xử lý" in desk.get("/quan-tri/trao-doi/").text


def test_reports_are_worked_off_in_order_and_late_ones_wait_for_a_person(portal, place, settings):
    ClientSystem.objects.get().roles.set([given.role("intake_clerk"), given.role("case_officer")])
    dossier = given.filed(*place)
    now = timezone.now()
    early = (now - datetime.timedelta(hours=1)).isoformat()
    for number, body in enumerate(
        [
            {"status": "received", "at": now.isoformat()},
            {"status": "processing", "at": early},
            {"status": "received", "at": (now + datetime.timedelta(hours=2)).isoformat()},
        ]
    ):
        bring(portal, {"code": dossier.code, **body}, f"bao-{number}", "reports")
    work()
    states = [read(portal, f"bao-{number}")["state"] for number in range(3)]
    assert states == ["done", "quarantine", "quarantine"]
    assert "muộn hơn" in read(portal, "bao-1")["detail"]
    assert "đồng hồ" in read(portal, "bao-2")["errors"][0]["detail"]
    dossier.refresh_from_db()
    assert dossier.state == "received"


def test_operators_are_told_once_of_a_silent_system_and_again_after_it_spoke(portal, place, client):
    operator = given.staff("Hồ Ngọc Tín", "it_admin", place[1].departments["it"])
    operator.email = "tin@bhxh.example.vn"
    operator.save()
    ClientSystem.objects.update(silent_after=30)
    bring(portal, partners.national_dossier(*place))
    later = timezone.now() + datetime.timedelta(minutes=31)
    mails = Promise.objects.filter(kind="mail", key__startswith="silent")
    alarms.sweep()
    assert not mails.exists()
    alarms.sweep(later)
    alarms.sweep(later + datetime.timedelta(minutes=1))
    assert mails.count() == 1
    alarms.sweep()
    assert 'bhxh_source_silent{system="dvcqg"} 0.0' in client.get("/metrics").text
    ClientSystem.objects.update(heard_at=timezone.now() - datetime.timedelta(hours=1))
    alarms.sweep()
    assert mails.count() == 2
    assert 'bhxh_source_silent{system="dvcqg"} 1.0' in client.get("/metrics").text


def test_operators_are_told_when_the_oldest_message_is_too_old(portal, place):
    operator = given.staff("Hồ Ngọc Tín", "it_admin", place[1].departments["it"])
    operator.email = "tin@bhxh.example.vn"
    operator.save()
    bring(portal, partners.national_dossier(*place))
    alarms.sweep()
    mails = Promise.objects.filter(kind="mail", key__startswith="exchange-late")
    assert not mails.exists()
    InboundMessage.objects.update(received_at=timezone.now() - datetime.timedelta(minutes=11))
    alarms.sweep()
    alarms.sweep()
    assert mails.count() == 1


def test_operators_are_told_when_a_message_is_tried_in_vain_however_soon_the_next_try_is(place):
    operator = given.staff("Hồ Ngọc Tín", "it_admin", place[1].departments["it"])
    operator.email = "tin@bhxh.example.vn"
    operator.save()
    given.filed(*place)
    made = timezone.now() - datetime.timedelta(minutes=11)
    soon = timezone.now() + datetime.timedelta(minutes=5)
    Promise.objects.filter(kind="notice_sms").update(attempts=7, created_at=made, next_at=soon)
    alarms.sweep()
    assert Promise.objects.filter(kind="mail", key__startswith="exchange-late").count() == 1


def test_the_board_asks_for_no_person_where_a_code_was_wiped_and_a_failed_message_is_given_up(
    place,
):
    operator = given.staff("Hồ Ngọc Tín", "it_admin", place[1].departments["it"])
    operator.is_superuser = True
    operator.save()
    desk = at_desk(operator)
    given.filed(*place)
    Promise.objects.filter(kind="notice_sms").update(failed_at=timezone.now())
    Promise.objects.create(kind="sms", key="ma", payload={}, failed_at=timezone.now())
    later = timezone.now() + datetime.timedelta(minutes=20)
    Promise.objects.create(kind="ask_payment", key="hoi", payload={"payment": 1}, next_at=later)
    board = desk.get("/quan-tri/trao-doi/").text
    assert "mang mã xác nhận" not in board
    assert "Hỏi kết quả thanh toán" not in board  # its time has not come
    url, failed = "/quan-tri/flows/promise/", Promise.objects.filter(kind="notice_sms")
    assert "Tin SMS về hồ sơ" in desk.get(f"{url}?tinh_trang=hong").text
    act = {"action": "give_up", "_selected_action": list(failed.values_list("pk", flat=True))}
    assert "ghi lý do" in desk.post(url, act, follow=True).text
    desk.post(url, {**act, "reason": "Số máy đã hủy"})
    assert not failed.filter(done_at=None).exists()
    assert "Số máy đã hủy" in desk.get(f"{url}?tinh_trang=thoi").text
    assert not Promise.objects.given_up().exists()
    for chosen, one in (("hen", "hoi"), ("het", "ma")):
        assert [
            kept.key for kept in desk.get(f"{url}?tinh_trang={chosen}").context["cl"].queryset
        ] == [one]
