"""A procedure born from an empty row: built, tried, approved, filed, processed and returned."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from catalog import working_calendar
from flows.deadlines import working_time
from tests.journeys import citizen, manager, office
from tests.journeys.citizen import follow, press

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demo"),
]
CODE, NAME = "9.000001", "Cấp giấy xác nhận số tiền phải đóng"
FORM = "de-nghi-xac-nhan"
QUESTIONS = [
    {"key": "so_thang", "kind": "Số", "label": "Số tháng đề nghị"},
    {"key": "muc_dong", "kind": "Số tiền", "label": "Mức đóng một tháng"},
    {
        "key": "phai_dong",
        "kind": "Tự tính theo công thức",
        "label": "Số tiền phải đóng",
        "rules": "formula = so_thang * muc_dong\nunit = đồng",
    },
    {
        "key": "ly_do",
        "kind": "Chữ, một dòng",
        "label": "Lý do đóng nhiều tháng",
        "condition": "so_thang > 12",
    },
]
BLOCK = "Tờ khai tham gia, điều chỉnh BHXH tự nguyện – Cam đoan"
ANSWERS = "so_thang = 3\nmuc_dong = 660000"
RECEIVED = datetime.date(2026, 11, 20)  # a Friday; the 24th is a holiday from 2026 on


def due_after(days: int) -> str:
    """The working day on which a term from that Friday morning ends, as people write it."""
    start = working_time.at(RECEIVED, datetime.time(8))
    due = working_time.due(start, days, "wd", working_calendar.national())
    return f"{timezone.localtime(due):%d/%m/%Y}"


def test_a_procedure_comes_to_life_without_code(visitor, colleague, message, faults):
    author = colleague("danhmuc")
    manager.build_form(author, FORM, "Đề nghị xác nhận", QUESTIONS, BLOCK)
    manager.name_procedure(author, CODE, NAME, "Bảo hiểm xã hội (Luật 41/2024/QH15)")
    today = f"{timezone.localdate():%d/%m/%Y}"
    manager.prepare_version(author, f"{FORM} – Đề nghị xác nhận", day=today)
    manager.add_scenario(author, received=f"{RECEIVED:%d/%m/%Y}", due=due_after(3), answers=ANSWERS)
    follow(author, "Chạy tình huống thử")
    expect(author.get_by_role("main")).to_contain_text("Cam đoan của người kê khai")
    assert faults(author) == []
    follow(author, "Quay lại phiên bản")
    manager.fill(author, "scenarios-0", answers=f'{ANSWERS}\ncam_doan = ["dong_y"]')
    press(author, "Lưu và tiếp tục chỉnh sửa")
    follow(author, "Chạy tình huống thử")
    expect(author.get_by_role("main")).to_contain_text("Mọi tình huống đều như mong đợi")
    follow(author, "Quay lại phiên bản")
    follow(author, "Kiểm tra trước khi công bố")
    expect(author.get_by_text("Phải sửa", exact=True)).to_have_count(0)
    assert faults(author) == []

    public = visitor()
    assert public.goto(f"/nop-ho-so/{CODE}/").status in (200, 404, 410)
    expect(public.get_by_role("button", name="Bắt đầu kê khai")).to_have_count(0)
    manager.approve(colleague("danhmuc.duyet"), f"{CODE} v1")

    page, contact = visitor(), "+84912345601"
    page.goto(f"/thu-tuc/{CODE}/")
    expect(page.get_by_role("main")).to_contain_text("3 ngày làm việc")
    follow(page, "Nộp hồ sơ trực tuyến")
    citizen.sign_in(page, contact)
    press(page, "Bắt đầu kê khai")
    follow(page, "Trường hợp và nơi nộp")
    citizen.choose_office(page, "")
    press(page, "Lưu và tiếp tục")  # the account knows who
    page.get_by_label("Số tháng đề nghị").fill("3")
    page.get_by_label("Mức đóng một tháng").fill("660.000")
    expect(page.get_by_label("Lý do đóng nhiều tháng")).to_be_hidden()
    press(page, "Lưu và tiếp tục")
    citizen.promise_truth(page)
    citizen.choose_result(page, "Tại Bộ phận Tiếp nhận và Trả kết quả")
    follow(page, "Kiểm tra và nộp hồ sơ")
    expect(page.get_by_text("1.980.000 đồng")).to_be_visible()
    assert faults(page) == []
    citizen.ask_for_code(page)
    citizen.confirm(page, message, contact, "Nộp hồ sơ", "nop ho so")
    code = citizen.dossier_code(page)

    office.finish(colleague, code, "Xác nhận số tiền phải đóng.")
    page.goto(f"/ho-so/{code}/")
    expect(page.get_by_role("main")).to_contain_text("Bảo hiểm xã hội đã trả kết quả")
