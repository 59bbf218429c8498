"""Answers that a made-up person could give to any form: for the demo and for tests."""

import datetime
from random import Random

from django.utils import timezone

from catalog.eforms import conditions, tables
from catalog.eforms.identifiers import identity_tells, made_identity_number
from catalog.eforms.kinds import KINDS, WITHOUT_ANSWER
from catalog.models import Question

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_GIVEN = {
    "nam": ("Văn Hùng", "Minh Đức", "Quốc Bảo", "Thanh Tùng", "Hữu Nghĩa", "Đình Phúc"),
    "nu": ("Thị Hoa", "Thu Hằng", "Ngọc Ánh", "Thị Mỹ Duyên", "Thanh Thủy", "Kim Oanh"),
}
_STREETS = ("12 Lê Lợi", "45/7 Nguyễn Trãi", "Thôn Đông, tổ 3", "208 Trần Hưng Đạo", "Ấp 4")
_BIRTH_PROVINCES = ("001", "079", "048", "092", "040")
# What to write where a word of the question's key says what is asked; the first that fits.
_TEXTS = (
    ("ma_don_vi", "TA0123A"),
    ("quoc_tich", "Việt Nam"),
    ("dan_toc", "Kinh"),
    ("noi_kcb", "Trung tâm Y tế khu vực Bình Thạnh"),
    ("benh_vien", "Bệnh viện Nhân dân Gia Định"),
    ("co_so", "Bệnh viện Đa khoa khu vực Thủ Đức"),
    ("chan_doan", "Viêm ruột thừa cấp"),
    ("chung_tu", "CT2026-004512"),
    ("don_vi", "Công ty TNHH May mặc Hòa Bình"),
    ("nghe", "Thợ hàn"),
    ("to_chuc", "Hội Người cao tuổi phường"),
    ("chuc", "Nhân viên"),
    ("nuoc", "Canada"),
    ("td_cu", "Nguyễn Thị Hoa"),
    ("td_moi", "Nguyễn Thị Hòa"),
    ("td_can_cu", "Thẻ căn cước"),
    ("giai_trinh", "Sổ bị hỏng do ngập nước tại nhà tháng 10/2026."),
    ("ly_do_doi", "Chuyển nơi cư trú"),
    ("ly_do_khac", "Người ủy quyền đang điều trị nội trú"),
    ("ly_do", "Thời gian này làm việc trước khi cơ quan cấp sổ nên chưa được ghi."),
    ("noi_nhan", "Bưu điện phường Bình Thạnh"),
    ("so_", "0012345"),
    ("tinh", "Thành phố Hồ Chí Minh"),
    ("ghi_chu", "Không có"),
    ("trinh_bay", "Tôi vào viện cấp cứu nên chưa kịp xuất trình thẻ BHYT."),
    ("giay_to_ho_tro", "0185/GCN-HN"),
    ("giay_to", "Hợp đồng lao động, quyết định phân công công tác"),
    ("khac", "Trợ cấp khu vực một lần"),
)


def sample_answers(spec, *, person=None, seed: int = 1) -> dict:
    """Valid answers to every visible question; `person` (user or applicant dict) fills what is known.

    File questions are left out. Address questions need administrative units in the database.
    """
    writer = _Writer(spec, Random(seed))
    known = spec.prefill(person)
    for question in spec.questions():
        if question.prefill == "full_name" and question.key in known:
            writer.name = known[question.key]
        if question.prefill == "identity_number" and len(known.get(question.key, "")) == 12:
            writer.is_numbered(known[question.key])
    answers: dict = {}
    for section in spec.sections:
        if conditions.holds(section.condition, answers):
            writer.answer(spec.questions_of(section), answers, known)
    return answers


class _Writer:
    """One made-up person who answers: born, named and living consistently."""

    def __init__(self, spec, random: Random):
        self.spec, self.random = spec, random
        self.sex = random.choice(("nam", "nu"))
        self.born = datetime.date(random.randint(1962, 1998), random.randint(1, 12), 15)
        self.name = self._name()

    def is_numbered(self, number: str) -> None:
        """Of the sex and year that the identity number tells, born on the same day every time."""
        self.sex, year = identity_tells(number)
        day = Random(number)
        self.born = datetime.date(year, day.randint(1, 12), day.randint(1, 28))

    def _name(self) -> str:
        return f"{self.random.choice(_FAMILY)} {self.random.choice(_GIVEN[self.sex])}"

    def answer(self, questions, seen: dict, known: dict | None = None) -> dict:
        """Fill `seen` with an answer to each question that the ones before it ask for."""
        for question in questions:
            if question.kind in WITHOUT_ANSWER or not conditions.holds(question.condition, seen):
                continue
            value = (known or {}).get(question.key)
            if value is None or question.kind == Question.Kind.ADDRESS:
                value = self._value(question, value)
            if conditions.is_filled(value):
                seen[question.key] = value
        return seen

    def _value(self, question, known=None):
        kind = Question.Kind
        make = {
            kind.LONG_TEXT: self._text,
            kind.NUMBER: self._number,
            kind.MONEY: self._money,
            kind.DATE: self._date,
            kind.PERIOD: self._period,
            kind.CHOICE: lambda q: KINDS[q.kind].pairs(q)[0][0],
            kind.CHOICES: lambda q: [KINDS[q.kind].pairs(q)[0][0]],
            kind.YES_NO: lambda q: True,
            kind.CALCULATION: lambda q: None,  # the form works it out
            kind.IDENTITY_NUMBER: self._identity,
            kind.SOCIAL_INSURANCE_NUMBER: lambda q: f"79{self.random.randint(0, 10**8 - 1):08d}",
            kind.TAX_CODE: lambda q: "0100233488",
            kind.PHONE: lambda q: f"+8491{self.random.randint(2000000, 8999999)}",
            kind.EMAIL: lambda q: f"nguoi.dan{self.random.randint(1, 999)}@example.com",
            kind.BANK_ACCOUNT: lambda q: {
                "bank": self.random.choice(("970436", "970415", "970405")),
                "number": f"{self.random.randint(10**9, 10**12)}",
                "holder": self.name,
            },
            kind.TABLE: self._rows,
        }
        if question.kind == kind.ADDRESS:
            return self._address(known)
        if question.kind == kind.CHOICE and KINDS[question.kind].pairs(question)[0][0] == "nam":
            return self.sex
        return make.get(question.kind, self._text)(question)

    def _text(self, question) -> str:
        if "ten" in question.key.split("_") and "don" not in question.key:
            return self.name if question.prefill else self._name()
        fitting = (text for word, text in _TEXTS if word in question.key)
        return next(fitting, self._name())

    def _number(self, question) -> int:
        rules = question.rules or {}
        least, most = rules.get("min", 1), rules.get("max", 12)
        return max(int(least) + (least % 1 > 0), min(5, int(most)))

    def _money(self, question) -> int:
        return max((question.rules or {}).get("min", 0), self.random.randint(15, 60) * 100_000)

    def _date(self, question) -> str:
        rules = question.rules or {}
        words = question.key.split("_")
        if "sinh" in words and "con" not in words:
            return self.born.isoformat()
        return self._day(40)[: 7 if rules.get("precision") == "month" else 10]

    def _period(self, question) -> dict:
        length = 7 if (question.rules or {}).get("precision") == "month" else 10
        is_months = length == 7
        return {"from": self._day(430 if is_months else 75)[:length], "to": self._day(68)[:length]}

    def _day(self, ago: int) -> str:
        return (timezone.localdate() - datetime.timedelta(days=ago)).isoformat()

    def _identity(self, question) -> str:
        is_child = "con" in question.key.split("_")
        born = timezone.localdate() - datetime.timedelta(days=40) if is_child else self.born
        province = self.random.choice(_BIRTH_PROVINCES)
        return made_identity_number(
            province, born, self.sex == "nu", self.random.randint(1, 999999)
        )

    def _rows(self, question) -> list[dict]:
        least, most = tables.row_limits(question)
        count = max(least, min(2, most))
        return [self.answer(self.spec.columns_of(question), {}) for _row in range(count)]

    def _address(self, known) -> dict:
        places = self.spec.places
        if (known or {}).get("commune"):
            return {**known, "text": places.full_text(**known)}
        with_communes = (code for code in places.provinces if places.communes(code))
        province = "79" if places.communes("79") else next(with_communes, "")
        street = (known or {}).get("street") or self.random.choice(_STREETS)
        street, *rest = street.split(", ")
        here = places.communes(province)
        commune = next((code for code, name in here.items() if name in rest), next(iter(here), ""))
        chosen = {"province": province, "commune": commune, "street": street}
        return {**chosen, "text": places.full_text(**chosen)}
