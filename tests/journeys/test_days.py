"""A day of the intake clerk, the head, the leader, the return desk, the inspector, the administrators."""

import datetime
import time

import pytest
from django.utils import timezone
from django_otp import user_has_device
from playwright.sync_api import expect

from accounts.models import User
from tests.journeys import given, office
from tests.journeys.citizen import a_pdf, follow, press
from tests.journeys.conftest import PATIENCE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
IDENTITY = "079190001236"


def reload_until(page, wanted):
    """The worker makes it in its own time."""
    until = time.monotonic() + PATIENCE
    while not wanted.count() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()
    expect(wanted).to_be_visible()


def test_the_clerk_accepts_answers_for_somebody_and_hands_the_paper_over(colleague, faults):
    online = given.filed(given.LUMP_SUM)
    asked = given.walked(
        given.LUMP_SUM, "binh", steps=lambda walk: walk.at_counter().received().supplement_asked()
    )
    clerk = colleague("tiepnhan")
    office.claim(clerk, online.code)
    office.accept(clerk, online.code)
    office.open_screen(clerk, "Lịch hẹn")
    assert faults(clerk) == []
    office.open_screen(clerk, "Tiếp nhận tại quầy")
    follow(clerk, "Bưu gửi đến")
    clerk.get_by_label("Người gửi", exact=True).fill("Phạm Văn Xa")
    clerk.get_by_label("Giấy tờ trong bưu gửi").fill("Tờ khai và sổ BHXH")
    press(clerk, "Vào sổ")
    office.told(clerk, "Đã vào sổ bưu gửi")
    follow(clerk, "Số dự phòng khi mất mạng")
    clerk.get_by_label("Quầy, thiết bị").fill("Quầy 2")
    press(clerk, "Cấp khối số")
    assert faults(clerk) == []
    expect(clerk.get_by_role("link", name="In phiếu trống của khối số (PDF)")).to_be_visible()
    # What somebody without account brings is entered, and its paper goes to who asked.
    office.open_screen(clerk, "Hồ sơ")
    follow(clerk, asked.code)
    follow(clerk, "Nhập bổ sung tại quầy, bưu chính")
    assert faults(clerk) == []
    clerk.locator("input[type=file]").set_input_files([a_pdf("bo-sung.pdf")])
    press(clerk, "Ghi nhận bổ sung và lập phiếu")
    office.told(clerk, "lập Phiếu giao nhận hồ sơ")
    assert b"%PDF" in office.slip(clerk, "Phiếu giao nhận hồ sơ")
    office.open_screen(clerk, "Bàn giao giấy")
    assert faults(clerk) == []
    press(clerk, "Lập phiếu bàn giao hồ sơ đã chọn")
    office.told(clerk, "Đã lập phiếu bàn giao")
    officer = colleague("thuly")
    office.open_screen(officer, "Bàn giao giấy")
    officer.get_by_label(f"Đã nhận giấy của {asked.code}").check()
    assert faults(officer) == []
    press(officer, "Xác nhận đã nhận hồ sơ đã chọn")
    office.told(officer, "Đã xác nhận nhận 1 hồ sơ giấy")


def test_the_head_gives_work_out_and_the_officer_finds_it(colleague, faults):
    codes = [given.received(given.LUMP_SUM, person).code for person in ("an", "binh")]
    head = colleague("phutrach")
    office.open_screen(head, "Phân công")
    for code in codes:
        head.get_by_label(f"Chọn {code}").check()
    to = head.get_by_label("Giao các việc đã chọn cho")
    to.select_option(to.locator("option", has_text="Kim Chi").get_attribute("value"))
    head.get_by_label("Lý do").fill("Chia đều việc trong tuần.")
    assert faults(head) == []
    press(head, "Giao việc")
    office.told(head, "Đã giao 2 việc")
    officer = colleague("thuly2")
    officer.get_by_role("link", name="Việc của tôi").click()
    for code in codes:
        expect(officer.get_by_role("main")).to_contain_text(code)


def test_the_leader_apologises_names_a_stand_in_and_signs_a_batch(colleague, faults):
    late = given.received(given.LUMP_SUM, "chi")
    ready = [
        given.walked(given.LUMP_SUM, who, steps=lambda walk: walk.filed().received().proposed())
        for who in ("an", "binh")
    ]
    leader = colleague("lanhdao")
    office.open_screen(leader, "Hồ sơ")
    follow(leader, late.code)
    follow(leader, "Xin lỗi và hẹn lại")
    day = timezone.localdate(late.due_at) + datetime.timedelta(days=7)
    leader.get_by_label("Ngày hẹn trả mới").fill(day.isoformat())
    leader.get_by_label("Lý do").last.fill("Chờ xác minh quá trình đóng.")
    assert faults(leader) == []
    press(leader, "Hẹn lại và lập Mẫu 04")
    expect(leader.get_by_role("main")).to_contain_text(f"{day:%d/%m/%Y}")
    office.open_screen(leader, "Ký duyệt")
    for dossier in ready:
        leader.get_by_label(f"Chọn {dossier.code}").check()
    press(leader, "Phê duyệt hồ sơ đã chọn")
    press(leader, "Phê duyệt tất cả")
    office.told(leader, "Đã phê duyệt 2 hồ sơ")
    office.open_screen(leader, "Sổ kết quả")
    for dossier in ready:
        expect(leader.get_by_role("main")).to_contain_text(dossier.code)


def test_the_return_desk_hands_over_sends_and_takes_back_from_the_post(colleague, faults):
    here, away = (
        given.walked(
            given.LUMP_SUM,
            who,
            steps=lambda walk, how=how: walk.filed(result=how).received().decided(),
        )
        for who, how in (("an", "counter"), ("binh", "post"))
    )
    desk = colleague("trakq")
    office.hand_over(desk, here.code, IDENTITY)
    follow(desk, f"Gửi bưu chính {away.code}")
    desk.get_by_label("Số bưu gửi").fill("EA123456789VN")
    assert faults(desk) == []
    press(desk, "Đã gửi bưu chính")
    office.open_screen(desk, "Trả kết quả")
    follow(desk, "Bàn giao kết quả cho bưu chính")
    press(desk, "Lập bảng kê để bàn giao")
    assert faults(desk) == []
    expect(desk.get_by_role("main")).to_contain_text("EA123456789VN")
    office.open_screen(desk, "Trả kết quả")
    follow(desk, f"Ghi nhận kết quả phát {away.code}")
    desk.get_by_label("Bưu chính hoàn lại").check()
    press(desk, "Ghi nhận")
    office.open_screen(desk, "Trả kết quả")
    expect(desk.get_by_role("main")).to_contain_text("Bưu chính hoàn lại")
    expect(desk.get_by_role("link", name=f"Trả tại quầy {away.code}")).to_be_visible()


def test_the_inspector_opens_the_dossiers_behind_a_number_and_exports_them(colleague, faults):
    dossier = given.received(given.LUMP_SUM)
    inspector = colleague("kiemtra")
    expect(inspector.get_by_role("navigation", name="Màn hình làm việc")).not_to_contain_text(
        "Ký duyệt"
    )
    office.open_screen(inspector, "Báo cáo")
    number = inspector.get_by_role("link", name="1", exact=True).first
    reload_until(inspector, number)  # the worker folds what has happened
    assert faults(inspector) == []
    number.click()
    expect(inspector.get_by_role("main")).to_contain_text(dossier.code)
    press(inspector, "Xuất Excel")
    file = inspector.get_by_role("link", name="Tải tệp Excel")
    reload_until(inspector, file)
    assert faults(inspector) == []
    content = inspector.context.request.get(file.get_attribute("href")).body()
    assert content.startswith(b"PK")


def test_two_administrators_reset_a_second_factor_and_watch_what_is_exchanged(colleague, faults):
    owner = User.objects.get(username="thuly")
    first = colleague("cntt", at="/quan-tri/accounts/user/")
    assert faults(first) == []
    first.get_by_role("link", name="thuly", exact=True).click()
    follow(first, "Đề nghị đặt lại xác thực hai lớp")
    first.get_by_label("Lý do").fill("Mất điện thoại, đã đến gặp trực tiếp.")
    assert faults(first) == []
    first.locator("[name=_save]").click()
    second = colleague("cntt2", at="/quan-tri/accounts/factorreset/")
    second.get_by_role("main").get_by_role("link", name=str(owner)).click()
    assert faults(second) == []
    press(second, "Xác nhận đặt lại")
    office.told(second, f"Mã bàn giao của {owner}")
    assert not user_has_device(owner)
    office.open_screen(first, "Trao đổi dữ liệu")
    assert faults(first) == []
    expect(first.get_by_role("main")).to_contain_text("Cổng Dịch vụ công quốc gia")
