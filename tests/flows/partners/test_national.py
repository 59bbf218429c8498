"""The national portal is told of every change, field by field, once and in order, whatever it does."""

import datetime
import random

import pytest
from django.utils import timezone

from flows.effects import keep_due
from flows.gateways import calling, mailbox
from flows.models import NationalLine, NationalMessage, Promise
from flows.partners import feed, national, national_fields
from flows.services import extending, intake
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.flows.partners.national_portal import PASSWORD

pytestmark = pytest.mark.django_db
WAY = ["1", "2", "4", "9", "10"]


def work(times: int = 24) -> None:
    """The worker, with all waiting skipped."""
    national.fan_out()
    for _ in range(times):
        Promise.objects.filter(done_at=None).update(next_at=timezone.now())
        keep_due(200)


def rested() -> None:
    NationalLine.objects.update(paused_until=timezone.now() - datetime.timedelta(seconds=1))


def test_a_dossier_is_told_field_by_field_at_each_of_its_statuses(portal, place):
    dossier = given.finished(*place)
    work()
    assert portal.statuses(dossier.code) == portal.progress(dossier.code) == WAY
    assert portal.logins == 1
    entry = portal.dossiers[dossier.code]
    assert entry["MaTTHC"] == dossier.procedure.code
    assert (entry["ChuHoSo"], entry["LoaiDoiTuong"]) == ("Nguyễn Thị Bình An", "1")
    assert entry["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "079190001234"}]
    assert entry["KenhThucHien"] == "2"
    received = timezone.localtime(dossier.received_at)
    assert entry["NgayTiepNhan"] == f"{received:%Y%m%d%H%M%S}"
    assert entry["NgayHenTra"] == national_fields.moment(dossier.due_at)
    assert [one["TenTepDinhKem"] for one in entry["TaiLieuNop"]] == ["giay-to-0.pdf"]
    assert entry["DanhSachGiayToKetQua"][0]["DuongDanTepTinKetQua"].startswith("http")
    first, *_rest = [one for name, one in portal.taken if name == "DongBoHoSoMC"]
    assert (first["NgayTiepNhan"], first["NgayTra"], first["DanhSachGiayToKetQua"]) == ("", "", [])
    steps = [one for name, one in portal.taken if name == "CapNhatTienDoHoSoMC"]
    assert steps[1]["NguoiXuLy"] == "Lê Thị Tiếp Nhận"


def test_a_new_date_is_told_at_once_and_not_only_with_the_next_status(portal, place):
    dossier = given.received(*place)
    work()
    extending.extend(
        dossier, by=place[1].leader, new_due=dossier.due_at.date() + datetime.timedelta(days=30),
        reason="Chờ xác minh",
    )  # fmt: skip
    dossier.refresh_from_db()
    work()
    entry = portal.dossiers[dossier.code]
    assert entry["NgayHenTra"] == national_fields.moment(dossier.due_at)
    assert entry["TrangThaiHoSo"] == "2"
    first, newest = [
        feed.told(change)["due_on"] for change in dossier.changes.filter(state="received")
    ]
    assert first < newest == timezone.localdate(dossier.due_at).isoformat()


def test_a_request_for_completion_is_told_with_what_is_asked(portal, place):
    dossier = given.filed(*place)
    component = place[0].components.first()
    items = [{"component": component, "note": "Chụp rõ"}]
    intake.ask_completion(given.item(dossier), by=place[1].clerk, reason="Ảnh mờ", items=items)
    work()
    entry = portal.dossiers[dossier.code]
    assert entry["TrangThaiHoSo"] == "5"
    asked = entry["DanhSachHoSoBoSung"][0]
    assert (asked["NoiDungBoSung"], asked["TrangThaiBoSung"]) == ("Ảnh mờ", "0")
    assert asked["DanhSachGiayToBoSung"][0]["TenGiayTo"]


@pytest.mark.parametrize("fault", [500, "hang up", "busy", "nonsense"])
def test_a_failing_portal_gets_everything_afterwards_once_and_in_order(portal, place, fault):
    dossier = given.received(*place)
    portal.faults = [fault] * 2
    work()
    assert portal.progress(dossier.code) == ["1", "2"]
    assert portal.dossiers[dossier.code]["TrangThaiHoSo"] == "2"
    assert not NationalMessage.objects.exclude(state="sent").exists()


def test_an_answer_lost_on_the_way_registers_nothing_twice(portal, place):
    dossier = given.filed(*place)
    portal.faults = ["lost"]
    work()
    # Taken twice as the same entry: the second time it was asked for first, and told as an update.
    assert portal.statuses(dossier.code) == ["1", "1"]
    assert portal.progress(dossier.code) == ["1"]
    assert list(portal.dossiers) == [dossier.code]


def test_an_expired_session_is_renewed_on_the_way(portal, place):
    given.filed(*place)
    work()
    portal.sessions.clear()
    dossier = given.filed(*place, given.citizen())
    work()
    assert portal.statuses(dossier.code) == ["1"]
    assert portal.logins == 2


def test_a_wrong_password_keeps_everything_waiting(portal, place, settings):
    settings.NATIONAL_PASSWORD = "sai"
    dossier = given.filed(*place)
    work(3)
    assert "đăng nhập" in NationalMessage.objects.earliest("pk").error
    settings.NATIONAL_PASSWORD = PASSWORD
    work()
    assert portal.statuses(dossier.code) == ["1"]


def test_a_dead_portal_is_left_alone_and_nothing_is_given_up(portal, place):
    portal.down = 500
    dossier = given.received(*place)
    work(8)
    assert (portal.calls, national.line().is_paused) == (national.PAUSE_AFTER, True)
    Promise.objects.filter(kind="national").update(attempts=5000)
    portal.down = None
    rested()
    work()
    assert portal.statuses(dossier.code) == portal.progress(dossier.code) == ["1", "2"]
    assert (national.line().failures, national.line().paused_until) == (0, None)


def test_a_slow_portal_is_cut_off(portal, place, monkeypatch):
    monkeypatch.setattr(calling, "DEADLINE", 0.3)
    given.filed(*place)
    portal.faults = ["slow"]
    work(1)
    assert "chưa trả lời" in NationalMessage.objects.earliest("pk").error


def test_a_refused_message_waits_for_a_person_and_sets_nothing_back_when_sent_again(portal, place):
    dossier = given.filed(*place)
    work()
    given.papers_checked(dossier, place[1])
    portal.faults = ["refuse", "refuse"]
    intake.receive(given.item(dossier), by=place[1].clerk)
    work()
    refused = NationalMessage.objects.filter(state="refused").earliest("pk")
    assert "thiếu MaTTHC" in refused.error
    assert national.line().failures == 0
    given.handling.propose(
        given.item(dossier), by=place[1].officer, outcome="positive", content="Cấp sổ."
    )
    work()
    assert portal.dossiers[dossier.code]["TrangThaiHoSo"] == "4"
    national.send_again(refused)
    work()
    refused.refresh_from_db()
    assert refused.state == "sent"
    assert portal.dossiers[dossier.code]["TrangThaiHoSo"] == "4"


def test_without_an_address_nothing_is_owed_and_the_demo_shows_what_would_be_sent(settings, place):
    settings.NATIONAL_URL, settings.DEMO = "", False
    dossier = given.filed(*place)
    assert national.fan_out() == 0
    settings.DEMO = True
    work()
    shown = [one["body"] for one in mailbox.read("cong-quoc-gia")]
    assert len(shown) == 2
    assert all(dossier.code in body for body in shown)


def test_whoever_runs_the_exchange_reads_why_sends_again_and_gives_up_with_a_reason(portal, place):
    dossier = given.filed(*place)
    portal.faults = ["refuse"] * 2
    work()
    officer = given.staff("Hồ Ngọc Tín", "inspector", place[1].departments["it"])
    list_url = "/quan-tri/flows/nationalmessage/"
    assert at_desk(officer).get(list_url).status_code == 403
    officer.is_superuser = True
    officer.save()
    desk = at_desk(officer)
    assert "thiếu MaTTHC" in desk.get(list_url).text
    refused = NationalMessage.objects.earliest("pk")
    assert dossier.applicant_name in desk.get(f"{list_url}{refused.pk}/change/").text
    assert dossier.journal.filter(act="read", actor=officer).count() == 1
    act = {"action": "drop", "_selected_action": [refused.pk]}
    assert "ghi lý do" in desk.post(list_url, act, follow=True).text
    desk.post(list_url, {**act, "reason": "Thử nghiệm"})
    refused.refresh_from_db()
    assert (refused.state, refused.reason, refused.dropped_by) == ("dropped", "Thử nghiệm", officer)
    other = NationalMessage.objects.exclude(pk=refused.pk).get()
    desk.post(list_url, {"action": "send_again", "_selected_action": [other.pk]})
    other.refresh_from_db()
    assert other.state == "waiting"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_for_an_hour_everything_arrives_once_in_order_of_each_dossier(
    portal, place, seed
):
    chance, kinds = random.Random(seed), [500, 503, "hang up", "busy", "nonsense", 401]
    moving = [given.filed(*place, given.citizen()) for _ in range(2)]
    ways = {dossier.pk: ["1"] for dossier in moving}
    acts = [
        lambda one: given.papers_checked(one, place[1]) or intake.receive(given.item(one), by=place[1].clerk),
        lambda one: given.handling.propose(given.item(one), by=place[1].officer, outcome="positive", content="Cấp sổ."),
        lambda one: given.deciding.approve(given.item(one), by=place[1].leader),
    ]  # fmt: skip
    todo = [one for one in moving for _ in acts]
    chance.shuffle(todo)
    for dossier in todo:
        acts[len(ways[dossier.pk]) - 1](dossier)
        ways[dossier.pk].append(WAY[len(ways[dossier.pk])])
        portal.faults = chance.choices(kinds, k=chance.randint(0, 3))
        portal.down = chance.choice([None, 503, "hang up"])
        work(2)
    portal.down, portal.faults = None, []
    rested()
    work()
    for dossier in moving:
        assert portal.statuses(dossier.code) == portal.progress(dossier.code) == ways[dossier.pk]
