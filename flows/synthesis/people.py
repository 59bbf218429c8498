"""People who do not exist: Vietnamese names, addresses, numbers; accounts of applicants and officers."""

import random
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

User = get_user_model()

# Families by how often they are met in Vietnam, in per mille.
FAMILIES = {
    "Nguyễn": 384, "Trần": 121, "Lê": 95, "Phạm": 70, "Hoàng": 37, "Huỳnh": 14, "Phan": 45,
    "Vũ": 23, "Võ": 16, "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10,
    "Lý": 5, "Đinh": 8, "Đoàn": 7, "Trịnh": 6, "Mai": 6, "Đào": 5, "Trương": 18, "Lâm": 6,
    "Phùng": 4, "Tạ": 4, "Lương": 8, "Cao": 6, "Châu": 3, "Thạch": 2, "Ksor": 1,
}  # fmt: skip
MIDDLE = {
    "m": ["Văn", "Hữu", "Đức", "Minh", "Quốc", "Thanh", "Công", "Đình", "Xuân", "Ngọc", "Gia", "Hoàng Anh"],
    "f": ["Thị", "Thị Ngọc", "Thị Thanh", "Ngọc", "Thu", "Phương", "Thị Kim", "Bích", "Thị Hồng", "Khánh"],
}  # fmt: skip
GIVEN = {
    "m": ["An", "Bảo", "Cường", "Dũng", "Đạt", "Hải", "Hùng", "Huy", "Khoa", "Long", "Nam", "Phúc", "Quân", "Sơn", "Tài", "Thắng", "Trung", "Tuấn", "Việt", "Y Phôn"],
    "f": ["Anh", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hoa", "Hương", "Lan", "Linh", "Mai", "My", "Nga", "Nhung", "Oanh", "Thảo", "Trang", "Tuyết", "Uyên", "Yến"],
}  # fmt: skip
STREETS = ["Nguyễn Trãi", "Lê Lợi", "Trần Hưng Đạo", "Hai Bà Trưng", "Điện Biên Phủ", "Phan Đình Phùng", "Lý Thường Kiệt", "Quang Trung", "Hùng Vương", "Cách Mạng Tháng Tám"]  # fmt: skip
PREFIXES = ["32", "33", "35", "70", "77", "78", "81", "83", "86", "90", "91", "93", "96", "97", "98"]  # fmt: skip


@dataclass(frozen=True)
class Person:
    """An applicant: the account (None at the counter) and what a dossier takes over."""

    key: int | None
    name: str
    identifier: str
    insurance_number: str
    phone: str
    address: str
    born: str


def name(rng: random.Random) -> tuple[str, str]:
    """(sex, full name): family, middle name and given name."""
    sex = rng.choice("mf")
    family = rng.choices(list(FAMILIES), weights=FAMILIES.values())[0]
    return sex, f"{family} {rng.choice(MIDDLE[sex])} {rng.choice(GIVEN[sex])}"


def person(rng: random.Random, province: str, key: int | None = None) -> Person:
    """Somebody with a well-formed identity number: province, sex and century, year, six digits."""
    sex, full_name = name(rng)
    year = rng.randint(1948, 2006)
    century = {("m", 19): 0, ("f", 19): 1, ("m", 20): 2, ("f", 20): 3}[sex, year // 100]
    return Person(
        key=key,
        name=full_name,
        identifier=f"{rng.choice([1, 36, 38, 48, 66, 75, 79, 92]):03d}{century}{year % 100:02d}"
        f"{rng.randrange(10**6):06d}",
        insurance_number=f"{rng.randrange(10**10):010d}",
        phone=f"+84{rng.choice(PREFIXES)}{rng.randrange(10**7):07d}",
        address=f"{rng.randint(1, 480)} {rng.choice(STREETS)}, {province}".rstrip(", "),
        born=f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
    )


def accounts(rng: random.Random, count: int, provinces: list[str]) -> list[Person]:
    """Applicants with an account nobody can sign in to: synthetic ones hold no password."""
    made = [person(rng, rng.choice(provinces)) for _ in range(count)]
    users = User.objects.bulk_create(
        User(
            username=f"tai-{secrets.token_hex(8)}", full_name=one.name, kind=User.Kind.CITIZEN,
            password=make_password(None), identity_number=one.identifier, address=one.address,
            social_insurance_number=one.insurance_number,
        )
        for one in made
    )  # fmt: skip
    return [
        Person(user.pk, one.name, one.identifier, one.insurance_number, one.phone, one.address, one.born)
        for user, one in zip(users, made, strict=True)
    ]  # fmt: skip
