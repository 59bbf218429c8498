"""What a catalogue manager does, one act a function, by what stands on the screen."""

import re

from tests.journeys import office
from tests.journeys.citizen import follow, press


def build_form(page, code: str, name: str, questions: list[dict], block: str = ""):
    """A form in the editor: one section of questions, then a block of another form."""
    page.goto("/bien-tap/snippets/catalog/form/add/")
    page.get_by_role("textbox", name="Mã tờ khai").fill(code)
    page.get_by_role("textbox", name="Tên tờ khai").fill(name)
    page.locator("#id_sections-ADD").click()
    page.locator("[name=sections-0-title]").fill("Nội dung đề nghị")
    page.locator("[name=sections-0-key]").fill("noi_dung")
    for number, question in enumerate(questions):
        page.locator("#id_sections-0-questions-ADD").click()
        start = f"[name=sections-0-questions-{number}-"
        page.locator(f"{start}label]").fill(question["label"])
        page.locator(f"{start}key]").fill(question["key"])
        page.locator(f"{start}kind]").select_option(label=question["kind"])
        for name in ("condition", "rules", "choices"):
            if text := question.get(name):
                box = page.locator(f"{start}{name}]")
                if not box.is_visible():
                    page.locator("details", has=box).last.locator("summary").click()
                box.fill(text)
    save(page)
    if block:
        page.get_by_role("main").get_by_role("link", name=code, exact=True).first.click()
        follow(page, "Thêm khối câu hỏi có sẵn")
        page.get_by_label("Khối câu hỏi").select_option(label=block)
        press(page, "Chép khối vào tờ khai")


def save(page):
    """The editor's own button at the foot."""
    page.locator("footer").get_by_role("button", name=re.compile("^Lưu")).first.click()
    page.wait_for_load_state()


def name_procedure(page, code: str, name: str, sector: str):
    """A row of the list of procedures, from nothing."""
    page.goto("/quan-tri/catalog/procedure/add/")
    page.get_by_label("Mã thủ tục").fill(code)
    page.get_by_label("Tên thủ tục").fill(name)
    page.get_by_label("Lĩnh vực").select_option(label=sector)
    press(page, "Lưu và tiếp tục chỉnh sửa")
    office.told(page, "thành công")


def prepare_version(page, form: str, *, day: str):
    """The first version of the procedure on the screen, with all that hangs on it."""
    follow(page, "Soạn phiên bản")
    page.get_by_label("Số quyết định công bố").fill("1234/QĐ-BHXH")
    page.get_by_label("Có hiệu lực từ").fill(day)
    page.locator("[name=steps_text]").fill("1. Nộp hồ sơ.\n2. Nhận kết quả.")
    page.get_by_label("Mức độ dịch vụ công").select_option(label="Mức độ 4")
    ways = ["Trực tuyến", "Trực tuyến trên Cổng", "Tại Bộ phận Tiếp nhận và Trả kết quả"]
    for ticked in [*ways, "Cấp cơ sở (huyện, liên huyện)"]:
        page.get_by_role("main").get_by_label(ticked, exact=True).check()
    page.get_by_role("combobox", name="Luồng xử lý").select_option(label="Một phòng giải quyết")
    add(page, "cases")
    fill(page, "cases-0", name="Đề nghị cấp giấy", code="cap-giay", limit_value="3")
    pick(page, "cases-0", form=form, applicant_classes="Cá nhân")
    add(page, "components")
    fill(page, "components-0", name="Giấy đề nghị", code="giay-de-nghi")
    page.locator("[name=components-0-from_form]").check()
    add(page, "result_kinds")
    fill(page, "result_kinds-0", name="Giấy xác nhận")
    add(page, "legal_bases")
    fill(page, "legal_bases-0", number="Luật 41/2024/QH15")
    for number, (step, role, place, share) in enumerate(
        [
            ("Thẩm định, trình kết quả", "Chuyên viên thụ lý", "Chế độ BHXH", "60"),
            ("Phê duyệt, ký kết quả", "Lãnh đạo cơ quan", "Ban Giám đốc", "40"),
        ]
    ):
        add(page, "step_rules")
        pick(page, f"step_rules-{number}", step=step, role=role, department_function=place)
        fill(page, f"step_rules-{number}", share_percent=share)
    press(page, "Lưu và tiếp tục chỉnh sửa")
    office.told(page, "thành công")


def add_scenario(page, *, received: str, due: str, answers: str):
    """What should become of a dossier, as a row of the version."""
    add(page, "scenarios")
    fill(
        page,
        "scenarios-0",
        name="Đủ giấy tờ",
        received_on=received,
        expected_due=due,
        answers=answers,
    )
    press(page, "Lưu và tiếp tục chỉnh sửa")
    office.told(page, "thành công")


def add(page, part: str):
    """One more row of a part of the version."""
    page.locator(f"#{part}-group .add-row a").click()


def fill(page, start: str, **texts: str):
    for name, text in texts.items():
        page.locator(f"[name={start}-{name}]").fill(text)


def pick(page, start: str, **labels: str):
    for name, label in labels.items():
        page.locator(f"[name={start}-{name}]").select_option(label=label)


def approve(page, version: str):
    """A second person reads what differs and what to mind, and puts the draft in force."""
    code = version.split()[0]
    page.goto(f"/quan-tri/catalog/procedureversion/?q={code}&tinh-trang=du-thao")
    page.get_by_role("main").get_by_role("link", name=version).click()
    page.get_by_role("link", name="Duyệt", exact=True).click()
    page.get_by_label("Tôi đã đọc các lưu ý").check()
    press(page, "Duyệt, đưa vào hiệu lực")
    office.told(page, "Đã duyệt phiên bản.")
