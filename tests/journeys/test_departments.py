"""Several departments in turn, each forwarding to the next, and two officers who want the same work."""

import pytest
from playwright.sync_api import expect

from tests.journeys import citizen, given, office
from tests.journeys.citizen import follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]


def test_departments_work_in_turn_and_one_sends_back(colleague, visitor, faults):
    dossier = given.received(given.BOOK, case="Điều chỉnh nội dung đã ghi trên sổ")
    code = dossier.code
    books, collection = colleague("sothe"), colleague("quanlythu")
    office.claim(books, code)
    expect(books.get_by_role("button", name="Trình kết quả")).to_have_count(0)
    office.forward(books, "Sổ gốc khớp dữ liệu.")
    office.claim(collection, code)
    follow(collection, "Trả lại bước trước")
    collection.get_by_label("Lý do").fill("Cần đối chiếu thêm năm 2019.")
    assert faults(collection) == []
    press(collection, "Trả lại bước trước")
    office.told(collection, "về bước trước")
    office.open_from_queue(books, code)
    expect(books.get_by_role("main")).to_contain_text("Cần đối chiếu thêm năm 2019.")
    office.forward(books, "Đã đối chiếu năm 2019.")
    office.open_from_queue(collection, code)
    office.propose(collection, "Điều chỉnh sổ BHXH.")
    office.approve(colleague("lanhdao"), code)
    found = citizen.look_up(visitor(), code, dossier.check_code)
    assert found["Tình trạng xử lý"] == "Bảo hiểm xã hội đã xử lý xong hồ sơ và đã có kết quả"


def test_two_officers_want_the_same_work_and_the_second_is_told_who_has_it(colleague, faults):
    code = given.received(given.LUMP_SUM).code
    first, second = colleague("thuly"), colleague("thuly2")
    for page in (first, second):
        office.open_screen(page, "Việc cần làm")
    press(first, f"Nhận việc {code}")
    office.told(first, "Bạn đã nhận việc")
    press(second, f"Nhận việc {code}")
    expect(second.get_by_role("main")).to_contain_text("Trần Văn Dũng")
    expect(second.get_by_role("alert")).to_be_visible()
    assert faults(second) == []


def test_approving_twice_issues_one_result(colleague):
    code = given.walked(given.LUMP_SUM, steps=lambda walk: walk.filed().received().proposed()).code
    leader = colleague("lanhdao")
    twin = leader.context.new_page()
    for page in (leader, twin):
        page.goto("/quan-tri/")
        office.open_screen(page, "Ký duyệt")
        page.get_by_label(f"Chọn {code}").check()
        press(page, "Phê duyệt hồ sơ đã chọn")
    press(leader, "Phê duyệt tất cả")
    office.told(leader, "Đã phê duyệt 1 hồ sơ")
    press(twin, "Phê duyệt tất cả")
    expect(twin.get_by_role("main")).not_to_contain_text("Đã phê duyệt 1 hồ sơ")
    leader.goto("/quan-tri/")
    office.open_screen(leader, "Hồ sơ")
    leader.get_by_role("link", name=code, exact=True).click()
    expect(leader.locator("#giay-phieu").get_by_role("link", name="Văn bản trả lời")).to_have_count(
        1
    )
