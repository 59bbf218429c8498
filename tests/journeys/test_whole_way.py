"""One dossier from the citizen through every desk and back, seen from all sides."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.papers.reading import text_of
from tests.journeys import citizen, office
from tests.journeys.citizen import press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
PHONE = "+84912345601"  # Nguyễn Thị Bình An


def test_a_dossier_goes_through_every_desk_and_everybody_sees_where_it_is(
    visitor, colleague, message, faults
):
    person, passer_by = visitor(viewport={"width": 375, "height": 800}), visitor()
    code = citizen.file_voluntary(
        person, message, PHONE, told="nop ho so", result="Tại Bộ phận Tiếp nhận và Trả kết quả"
    )
    check = citizen.check_code(person)
    person.goto(f"/ho-so/{code}/")

    def seen(status: str, department: str) -> dict[str, str]:
        """Citizen's page and public look-up tell the same; the look-up not a word more."""
        person.reload()
        expect(person.get_by_role("main")).to_contain_text(status)
        found = citizen.look_up(passer_by, code, check)
        assert set(found) == citizen.ARTICLE_12
        assert found["Tình trạng xử lý"] == status
        assert found["Cơ quan Bảo hiểm xã hội giải quyết"] == citizen.OFFICE
        assert found["Phòng ban giải quyết"] == department
        assert "Bình An" not in passer_by.get_by_role("main").inner_text()
        assert faults(person) == []
        return found

    desk = "Bộ phận Tiếp nhận và Trả kết quả"
    found = seen("Hồ sơ đã gửi, chờ cơ quan Bảo hiểm xã hội tiếp nhận", desk)
    assert found["Ngày tiếp nhận hồ sơ"] == "chờ tiếp nhận"

    elsewhere = colleague("hanoi.tiepnhan")
    office.open_screen(elsewhere, "Việc cần làm")
    expect(elsewhere.get_by_role("main")).not_to_contain_text(code)
    clerk = colleague("tiepnhan")
    office.open_from_queue(clerk, code)
    assert faults(clerk) == []
    elsewhere.goto(clerk.url)
    expect(elsewhere.get_by_role("main")).not_to_contain_text(code)

    office.accept(clerk, code)
    assert faults(clerk) == []
    receipt = " ".join(text_of(office.slip(clerk, "Giấy tiếp nhận hồ sơ")).split())
    found = seen("Bảo hiểm xã hội đã tiếp nhận hồ sơ", "Tổ Thu – Sổ, Thẻ")
    due = re.search(r"\d\d/\d\d/\d{4}", found["Ngày trả kết quả"]).group()
    assert found["Ngày trả kết quả"] == f"{due} ngày hẹn trả"
    number = re.search(r"\d{5}/\d{4}/07906", person.get_by_role("main").inner_text()).group()
    assert code in receipt
    assert number in receipt
    assert due in receipt
    assert due in message(PHONE, "tiep nhan")

    officer = colleague("quanlythu")
    office.claim(officer, code)
    seen("Bảo hiểm xã hội đang xử lý hồ sơ", "Tổ Thu – Sổ, Thẻ")
    office.propose(officer)
    seen("Bảo hiểm xã hội đang xử lý hồ sơ", "Ban Giám đốc")

    leader = colleague("lanhdao")
    office.approve(leader, code)
    assert faults(leader) == []
    seen("Bảo hiểm xã hội đã xử lý xong hồ sơ và đã có kết quả", desk)

    giver = colleague("trakq")
    office.hand_over(giver, code, "079190001236")
    assert faults(giver) == []
    found = seen("Bảo hiểm xã hội đã trả kết quả", desk)
    assert found["Ngày trả kết quả"].endswith("đã trả")
    assert faults(passer_by) == []

    person.get_by_label("Rất hài lòng", exact=True).check()
    person.get_by_label("Dễ thực hiện").check()
    person.get_by_label("Góp ý thêm").fill("Không phải đi lại.")
    press(person, "Gửi đánh giá")
    expect(person.get_by_role("main")).to_contain_text("Cảm ơn Ông/Bà đã đánh giá.")
    assert faults(person) == []
