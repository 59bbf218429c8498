"""A procedure born from a workbook: filled in, reviewed, applied, approved, filed, returned."""

import io
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys import citizen, manager, office
from tests.journeys.citizen import follow, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]
CODE, NAME = "9.000002", "Xác nhận mức đóng bảo hiểm xã hội tự nguyện"
SECTOR = "Xác nhận, cung cấp thông tin"
STEPS = "Kiểm tra, tiếp nhận hồ sơ⏎Thẩm định, trình kết quả⏎Phê duyệt, ký kết quả⏎Trả kết quả"
# What a manager writes, in people's words: the sheet, some of its headings, the rows (⏎: next line).
WRITTEN = f"""
# Lĩnh vực | Mã lĩnh vực | Tên lĩnh vực
xac-nhan | {SECTOR}
# Tờ khai | Mã tờ khai | Tên tờ khai
de-nghi | Đề nghị xác nhận
# Phần của tờ khai | Tờ khai | Khóa | Tiêu đề
de-nghi | noi_dung | Nội dung đề nghị
# Câu hỏi | Tờ khai | Phần | Thứ tự | Khóa | Loại | Câu hỏi | Kiểm tra | Điều kiện hiện | Lựa chọn
de-nghi | noi_dung | 1 | so_thang | Số | Số tháng đề nghị | min = 1⏎max = 60 | |
de-nghi | noi_dung | 2 | muc_dong | Số tiền | Mức đóng một tháng | | |
de-nghi | noi_dung | 3 | phai_dong | Tự tính theo công thức | Phải đóng | formula = so_thang * muc_dong | |
de-nghi | noi_dung | 4 | ly_do | Chữ, một dòng | Lý do đóng nhiều tháng | | so_thang > 12 |
de-nghi | noi_dung | 5 | cam_doan | Chọn nhiều | Cam đoan | | | dong_y: Tôi cam đoan nội dung kê khai là đúng.
# Thủ tục | Mã thủ tục | Tên thủ tục | Lĩnh vực | Dành cho tổ chức | Tóm tắt
{CODE} | {NAME} | xac-nhan | không | Biết số tiền phải đóng cho mỗi kỳ.
# Phiên bản thủ tục | Thủ tục | Phiên bản | Số quyết định công bố | Có hiệu lực từ | Cách thức nộp \
 | Cách thức trả kết quả | Cấp giải quyết | Mức độ dịch vụ công | Luồng xử lý | Trình tự thực hiện
{CODE} | 1 | 1234/QĐ-BHXH | (hôm nay) | Trực tuyến; Trực tiếp | Trực tuyến; Trực tiếp \
 | Cấp cơ sở (huyện, liên huyện) | Mức độ 4 | Một phòng giải quyết | Nộp đề nghị, nhận giấy xác nhận.
# Trường hợp | Thủ tục | Phiên bản | Mã trường hợp | Tên trường hợp | Đối tượng thực hiện | Thời hạn \
 | Đơn vị | Tờ khai điện tử
{CODE} | 1 | de-nghi | Đề nghị xác nhận | ca-nhan | 3 | ngày làm việc | de-nghi
# Thành phần hồ sơ | Thủ tục | Phiên bản | Mã giấy tờ | Tên giấy tờ | Số bản chính | Lập từ tờ khai điện tử
{CODE} | 1 | gt-01 | Giấy đề nghị | 1 | có
# Kết quả | Thủ tục | Phiên bản | Tên kết quả
{CODE} | 1 | Giấy xác nhận
# Căn cứ pháp lý | Thủ tục | Phiên bản | Số, ký hiệu | Tên văn bản
{CODE} | 1 | 41/2024/QH15 | Luật Bảo hiểm xã hội
# Phí, lệ phí | Thủ tục | Phiên bản | Tên khoản | Số tiền (đồng)
{CODE} | 1 | Lệ phí | 0
# Phân công bước | Thủ tục | Phiên bản | Bước | Vai trò | Chức năng phòng ban | Phần thời hạn (%)
{CODE} | 1 | Kiểm tra, tiếp nhận hồ sơ | intake_clerk | Tiếp nhận và Trả kết quả TTHC | 10
{CODE} | 1 | Thẩm định, trình kết quả | case_officer | Chế độ BHXH | 60
{CODE} | 1 | Phê duyệt, ký kết quả | leader | Ban Giám đốc | 20
{CODE} | 1 | Trả kết quả | return_clerk | Tiếp nhận và Trả kết quả TTHC | 10
# Tình huống thử | Thủ tục | Phiên bản | Tình huống | Ngày nhận đủ hồ sơ | Giờ nhận | Hạn trả mong đợi \
 | Các bước mong đợi | Câu trả lời
{CODE} | 1 | Ba tháng | 16/11/2026 | 09:00 | 19/11/2026 \
 | {STEPS} | so_thang = 3⏎muc_dong = 660000⏎cam_doan = ["dong_y"]
"""


def filled_in(template: Path) -> tuple[dict, int]:
    """The template with the rows under its examples, as a file to upload; how many they are."""
    book, count = load_workbook(io.BytesIO(template.read_bytes())), 0
    written = WRITTEN.replace("(hôm nay)", f"{timezone.localdate():%d/%m/%Y}")
    for line in written.strip().splitlines():
        first, *cells = (cell.strip().replace("⏎", "\n") for cell in line.split("|"))
        if first.startswith("# "):
            sheet, number = book[first[2:]], 3
            place = {cell.value: cell.column for cell in sheet[1]}
            columns = [place[heading] for heading in cells]
        else:
            for column, text in zip(columns, [first, *cells], strict=True):
                sheet.cell(number, column, text)
            number, count = number + 1, count + 1
    kept = io.BytesIO()
    book.save(kept)
    return {"name": "thu-tuc.xlsx", "mimeType": "", "buffer": kept.getvalue()}, count


def test_a_procedure_is_born_from_a_workbook_and_returns_results(
    visitor, colleague, message, faults
):
    author = colleague("danhmuc", at="/quan-tri/catalog/catalogimport/add/")
    with author.expect_download() as download:
        author.get_by_role("link", name="Tải sổ tính mẫu (.xlsx)").click()
    workbook, rows = filled_in(download.value.path())
    author.get_by_label("Tệp danh mục").set_input_files([workbook])
    press(author, "Kiểm tra tệp")
    review = author.get_by_role("main")
    expect(review).to_contain_text("Chưa có gì được ghi.")
    expect(review.get_by_role("rowheader")).to_have_count(rows)
    expect(review.get_by_role("row").filter(has_text=NAME)).to_contain_text("Thủ tục")
    assert faults(author) == []
    press(author, "Gửi duyệt")
    office.told(author, "Đã gửi duyệt.")
    approver = colleague("danhmuc.duyet", at=author.url.removeprefix(author.evaluate("origin")))
    press(approver, "Duyệt, áp dụng tất cả")
    office.told(approver, "Hệ thống đang áp dụng")
    expect(approver.get_by_role("button", name="Hoàn tác lần nhập này")).to_be_visible()

    page, contact = visitor(), "+84912345601"
    page.goto(f"/thu-tuc/{CODE}/")
    expect(page.get_by_role("link", name="Nộp hồ sơ trực tuyến")).to_have_count(0)
    author.goto(f"/quan-tri/catalog/procedureversion/?q={CODE}&tinh-trang=du-thao")
    follow(author, f"{CODE} v1")
    follow(author, "Chạy tình huống thử")
    expect(author.get_by_role("main")).to_contain_text("Mọi tình huống đều như mong đợi")
    follow(author, "Quay lại phiên bản")
    follow(author, "Kiểm tra trước khi công bố")
    expect(author.get_by_text("Phải sửa", exact=True)).to_have_count(0)
    manager.approve(approver, f"{CODE} v1")

    citizen.open_by_search(page, "muc dong tu nguyen", NAME)
    expect(page.get_by_role("main")).to_contain_text("3 ngày làm việc")
    expect(page.get_by_role("main")).to_contain_text(SECTOR)
    assert faults(page) == []
    follow(page, "Nộp hồ sơ trực tuyến")
    citizen.sign_in(page, contact)
    press(page, "Bắt đầu kê khai")
    follow(page, "Trường hợp và nơi nộp")
    citizen.choose_office(page, "")
    press(page, "Lưu và tiếp tục")  # the account knows who
    page.get_by_label("Số tháng đề nghị").fill("3")
    page.get_by_label("Mức đóng một tháng").fill("660.000")
    expect(page.get_by_label("Lý do đóng nhiều tháng")).to_be_hidden()
    citizen.promise_truth(page)
    citizen.choose_result(page, "Tại Bộ phận Tiếp nhận và Trả kết quả")
    follow(page, "Kiểm tra và nộp hồ sơ")
    expect(page.get_by_text("1.980.000")).to_be_visible()
    citizen.ask_for_code(page)
    citizen.confirm(page, message, contact, "Nộp hồ sơ", "nop ho so")
    code = citizen.dossier_code(page)

    office.finish(colleague, code, "Xác nhận mức đóng.")
    page.goto(f"/ho-so/{code}/")
    expect(page.get_by_role("main")).to_contain_text("Bảo hiểm xã hội đã trả kết quả")
