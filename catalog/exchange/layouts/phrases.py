"""How the published layouts write things, and how we do: small pure functions."""

import re

from django.utils.text import slugify

from catalog.text import fold

CHANNELS = {"truc tiep": "counter", "truc tuyen": "online", "buu chinh": "post", "i-van": "ivan"}
LEVELS = {"huyen": "base", "co so": "base", "tinh": "province", "trung uong": "central"}
_EVENTS = {
    "receipt of a complete valid dossier": "Khi nhận đủ hồ sơ hợp lệ",
    "receipt of the request": "Khi nhận được đề nghị",
    "receipt of the dossier": "Khi nhận được hồ sơ",
    "receipt of the report": "Khi nhận được báo cáo",
    "receipt": "Khi nhận hồ sơ",
    "receipt of the complete supplement": "Khi nhận đủ hồ sơ bổ sung",
    "settlement": "Từ ngày quyết toán",
    "submission of a complete dossier": "Khi nộp đủ hồ sơ",
    "submission": "Khi nộp hồ sơ",
    "expiry of the collection period of the decision": "Hết thời hạn nhận quyết định",
    "receipt of a complete valid dossier (post: date of arrival on the postmark)": (
        "Khi nhận đủ hồ sơ hợp lệ (gửi bưu chính: theo dấu bưu điện đến)"
    ),
    "receipt of a complete valid dossier (paper: date of the incoming stamp or receipt slip)": (
        "Khi nhận đủ hồ sơ hợp lệ (bản giấy: ngày ghi trên dấu đến hoặc giấy tiếp nhận)"
    ),
}
_RULES = [
    ("người hưởng trợ cấp thất nghiệp: 2 days", "Người hưởng trợ cấp thất nghiệp: 02 ngày"),
    ("10 under Luật 2024 (1.014180)", "10 ngày theo Luật BHXH 2024 (1.014180)"),
    (
        "45 calendar days when verification in another province/unit is needed: "
        "written notice to the applicant required",
        "45 ngày nếu phải xác minh ở tỉnh hoặc đơn vị khác; có văn bản thông báo cho người nộp",
    ),
    ("needs a written notice (", "Phải có văn bản thông báo ("),
    (
        "QĐ 166: same limit as the adjusted regime",
        "QĐ 166: theo thời hạn của chế độ được điều chỉnh",
    ),
    (
        "pay at once, next working day at the latest",
        "Chi trả ngay, chậm nhất trong ngày làm việc kế tiếp",
    ),
    ("upstream: ", "Trước đó: "),
    ("days after return to work", "ngày kể từ khi trở lại làm việc"),
    ("≤7 wd", "≤7 ngày làm việc"),
    (
        "calendar days, public holidays not counted, weekends counted; "
        "employer files ≤20 days before the pension date",
        "Không kể ngày nghỉ lễ, tết; đơn vị nộp chậm nhất 20 ngày trước ngày hưởng lương hưu",
    ),
    (
        "preceded by 15 wd at another authority (Sở Nội vụ / tài chính)",
        "Trước đó 15 ngày làm việc tại Sở Nội vụ, cơ quan tài chính",
    ),
    ("decision sent to BHXH tỉnh", "Quyết định gửi BHXH tỉnh"),
    (
        "BHXH share 10 days; birth registration same day",
        "Phần của cơ quan BHXH 10 ngày; khai sinh trong ngày",
    ),
    (
        "+2 wd; +5 wd remote communes ≥50 km (2021 text)",
        "Thêm 02 ngày làm việc; thêm 05 ngày làm việc với xã cách từ 50 km",
    ),
    ("new clock after the supplement, not a restart of 25", "Thời hạn mới sau khi bổ sung"),
    ("table shows 50, text 40: error in the source", "Nguồn ghi 50 ở bảng, 40 ở nội dung"),
    ("deadline of the OFFICE to ask for the supplement", "Thời hạn cơ quan yêu cầu bổ sung"),
    ("deadline of the APPLICANT", "Thời hạn của người nộp"),
]
UNIT_WORDS = {
    "wd": "ngày làm việc",
    "cd": "ngày",
    "cd_excl_holiday": "ngày, không kể ngày nghỉ lễ, tết",
    "hour_working": "giờ làm việc",
    "month": "tháng",
}
_APPLICANTS = {
    "ca nhan": ("ca-nhan", "Cá nhân", "person"),
    "don vi sdld": ("don-vi-sdld", "Đơn vị sử dụng lao động", "organisation"),
    "don vi": ("don-vi-sdld", "Đơn vị sử dụng lao động", "organisation"),
    "than nhan": ("than-nhan", "Thân nhân", "person"),
    "nguoi nuoc ngoai": ("nguoi-nuoc-ngoai", "Người nước ngoài", "person"),
    "cha, me, nguoi giam ho": ("cha-me", "Cha, mẹ, người giám hộ", "person"),
    "cha me": ("cha-me", "Cha, mẹ, người giám hộ", "person"),
    "to chuc, ca nhan lo mai tang": (
        "nguoi-lo-mai-tang", "Tổ chức, cá nhân lo mai táng", "person",
    ),
    "ubnd xa": ("ubnd-xa", "Ủy ban nhân dân cấp xã", "organisation"),
    "co so giao duc": ("co-so-giao-duc", "Cơ sở giáo dục", "organisation"),
    "co so kham benh, chua benh": (
        "co-so-kcb", "Cơ sở khám bệnh, chữa bệnh", "organisation",
    ),
    "co so kcb": ("co-so-kcb", "Cơ sở khám bệnh, chữa bệnh", "organisation"),
    "to chuc dich vu thu": ("to-chuc-dich-vu-thu", "Tổ chức dịch vụ thu", "organisation"),
    "co quan, to chuc quan ly doi tuong": (
        "co-quan-quan-ly", "Cơ quan, tổ chức quản lý đối tượng", "organisation",
    ),
}  # fmt: skip
_OPTIONAL = re.compile(r"\b(truong hop|doi voi|neu |khi )")
_LEGAL_HEAD = re.compile(r",\s+(?=(?:QĐ|NĐ|TT|Luật|VBHN|Nghị định|Thông tư)\b)")
_COUNT = {"originals": re.compile(r"\bBC:\s*(\d+)"), "copies": re.compile(r"\bBS:\s*(\d+)")}


def split(text: str) -> list[str]:
    """The parts between semicolons that stand outside brackets of any kind.

    Names that were cut short («…») leave round brackets open; the counts after them, in square
    ones, end a part all the same.
    """
    parts, depth, square, part = [], 0, 0, ""
    for mark in text:
        depth += (mark in "([") - (mark in ")]")
        square += (mark == "[") - (mark == "]")
        if mark == ";" and (depth <= 0 or (square <= 0 and part.rstrip().endswith("]"))):
            parts.append(part)
            part, depth, square = "", 0, 0
        else:
            part += mark
    return [found for found in (part.strip() for part in [*parts, part]) if found]


def event(text: str) -> str:
    """The start of the clock in Vietnamese; what is not known stays as written."""
    return _EVENTS.get(text.strip().lower(), text.strip()) or "Khi nhận đủ hồ sơ hợp lệ"


def rule(text: str) -> str:
    """The extra rule of a time limit in Vietnamese."""
    for english, vietnamese in _RULES:
        text = text.replace(english, vietnamese)
    return text.strip()


def applicant(text: str) -> tuple[str, str, str] | None:
    """Code, name and kind of an applicant class; what stands in brackets is left out."""
    bare = re.sub(r"\s*\(.*?\)", "", text).strip()
    if not bare:
        return None
    known = _APPLICANTS.get(fold(bare))
    if known:
        return known
    person = fold(bare).startswith(("ca nhan", "nguoi", "con", "vo", "chong"))
    return slugify(fold(bare))[:60], bare, "person" if person else "organisation"


def legal_bases(text: str) -> tuple[str, list[str]]:
    """The publishing decision («QĐ công bố …»), and the other texts, each once."""
    decision, found = "", []
    for part in split(text):
        for number in _LEGAL_HEAD.split(part):
            number = number.strip()[:120]
            if number.startswith("QĐ công bố "):
                decision = number.removeprefix("QĐ công bố ")
            elif number and number not in found:
                found.append(number)
    return decision, found


def components(text: str, form_codes: list[str]) -> list[dict]:
    """The papers of «name [BC:1 BS:0, note]; …», each once, with a code that tells its place."""
    found: list[dict] = []
    seen: set[str] = set()
    for part in split(text):
        paper = _component(part, form_codes)
        if fold(paper["name"]) not in seen:
            seen.add(fold(paper["name"]))
            found.append(paper)
    _give_lone_form(found, form_codes)
    for order, paper in enumerate(found, 1):
        paper["order"], paper["code"] = order, f"gt-{order:02d}"
    return found


def _component(part: str, form_codes: list[str]) -> dict:
    name, note = part, ""
    if part.endswith("]") and "[" in part:
        name, _bracket, note = part[:-1].rpartition("[")
    counts = {}
    for column, pattern in _COUNT.items():
        found = pattern.search(note)
        counts[column] = int(found.group(1)) if found else 0
        note = pattern.sub("", note)
    note = re.sub(r"^\s*1\b", "", note).strip(" ,")
    name = re.sub(r"^[⁕⃰*\s]+|^\d+\.\s+", "", name).strip().replace("::", ":")
    if not any(counts.values()):
        counts["originals"] = 1
    worded = _OPTIONAL.search(fold(name)) or fold(name).startswith(("co ban dich", "duoc hop phap"))
    if (
        worded
        and not note
        and fold(name).startswith(("danh sach", "to khai", "don ", "van ban de"))
    ):
        worded = None
    condition = note[:1].upper() + note[1:]
    if worded and not condition:
        condition = "Nếu thuộc trường hợp nêu trong tên giấy tờ"
    return {
        "name": name[:1000],
        **counts,
        "is_required": "không" if condition else "có",
        "condition": condition[:300],
        "form_code": next((code for code in form_codes if code in name), ""),
        "needs_scan": "không" if fold(name).startswith(("so bhxh", "so bao hiem")) else "có",
    }


def _give_lone_form(papers: list[dict], form_codes: list[str]) -> None:
    """One form code that no paper names belongs to the first paper that is a declaration."""
    if len(form_codes) != 1 or any(paper["form_code"] for paper in papers):
        return
    for paper in papers:
        if fold(paper["name"]).startswith(("danh sach", "to khai", "van ban", "don ", "giay de")):
            paper["form_code"] = form_codes[0][:60]
            return
