"""Who there is in the demo: staff of every role in four agencies, citizens, an employer, editors."""

import base64
import hashlib
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.models import Agency, Post, Role
from cms import editors
from flows.models import Branch
from flows.routings.placement import department_for

User = get_user_model()

PASSWORD = "Thu-nghiem-2026"


@dataclass(frozen=True)
class Colleague:
    """A member of staff: role and place, or an editors' group."""

    username: str
    name: str
    role: str
    office: str = ""
    function: str = ""
    title: str = ""


STAFF = [
    Colleague("tiepnhan", "Lê Thị Thanh Mai", "intake_clerk", "07906", "intake", "Viên chức tiếp nhận"),
    Colleague("trakq", "Phạm Quốc Huy", "return_clerk", "07906", "intake", "Viên chức trả kết quả"),
    Colleague("thuly", "Trần Văn Dũng", "case_officer", "07906", "policy", "Chuyên viên chế độ"),
    Colleague("thuly2", "Ngô Thị Kim Chi", "case_officer", "07906", "policy", "Chuyên viên chế độ"),
    Colleague("sothe", "Đỗ Thị Thu Trang", "case_officer", "07906", "books", "Chuyên viên sổ, thẻ"),
    Colleague("quanlythu", "Vũ Đình Khoa", "case_officer", "07906", "collection", "Chuyên viên thu"),
    Colleague("giamdinh", "Bùi Thị Hạnh", "case_officer", "07906", "health", "Giám định viên"),
    Colleague("ketoan", "Dương Thị Cẩm Tú", "case_officer", "07906", "finance", "Kế toán viên"),
    Colleague("phutrach", "Hoàng Minh Tuấn", "head", "07906", "policy", "Phụ trách bộ phận chế độ"),
    Colleague("lanhdao", "Nguyễn Thị Hồng Vân", "leader", "07906", "leadership", "Giám đốc"),
    Colleague("tinh.tiepnhan", "Cao Thị Bích Ngọc", "intake_clerk", "07900", "intake", "Viên chức tiếp nhận"),
    Colleague("tinh.trakq", "Mai Văn Lợi", "return_clerk", "07900", "intake", "Viên chức trả kết quả"),
    Colleague("tinh.thuly", "Phan Thanh Sơn", "case_officer", "07900", "policy", "Chuyên viên phòng chế độ"),
    Colleague("tinh.sothe", "Lý Thị Phương", "case_officer", "07900", "books", "Chuyên viên sổ, thẻ"),
    Colleague("tinh.thu", "Tạ Quang Minh", "case_officer", "07900", "collection", "Chuyên viên thu"),
    Colleague("tinh.giamdinh", "Hà Thị Lan", "case_officer", "07900", "health", "Giám định viên"),
    Colleague("tinh.lanhdao", "Đặng Hoài Nam", "leader", "07900", "leadership", "Phó Giám đốc"),
    Colleague("tinh.quantri", "Lương Thị Hoài", "office_admin", "07900", "it", "Quản trị thông tin cơ quan"),
    Colleague("hanoi.tiepnhan", "Nguyễn Thu Hà", "intake_clerk", "00101", "intake", "Viên chức tiếp nhận"),
    Colleague("hanoi.thuly", "Trịnh Công Thành", "case_officer", "00101", "policy", "Chuyên viên chế độ"),
    Colleague("hanoi.sothe", "Lưu Thị Nhung", "case_officer", "00101", "books", "Chuyên viên sổ, thẻ"),
    Colleague("hanoi.thu", "Đinh Văn Quân", "case_officer", "00101", "collection", "Chuyên viên thu"),
    Colleague("hanoi.trakq", "Kiều Thị Oanh", "return_clerk", "00101", "intake", "Viên chức trả kết quả"),
    Colleague("hanoi.lanhdao", "Vương Đức Thắng", "leader", "00101", "leadership", "Giám đốc"),
    Colleague("tinh.ketoan", "Từ Minh Nhật", "case_officer", "07900", "finance", "Kế toán viên"),
    Colleague("hanoi.ketoan", "Ông Thị Hiền", "case_officer", "00101", "finance", "Kế toán viên"),
    Colleague("danhmuc", "Chu Thị Minh Nguyệt", "catalogue_manager", "00000", "legal", "Chuyên viên pháp chế"),
    Colleague("danhmuc.duyet", "Lâm Chí Công", "catalogue_manager", "00000", "legal", "Phó Vụ trưởng"),
    Colleague("kiemtra", "Tôn Nữ Diệu Linh", "inspector", "00000", "legal", "Kiểm soát thủ tục"),
    Colleague("kiemsoat", "Ngô Đức Thiện", "procedure_controller", "00000", "legal", "Chuyên viên pháp chế"),
    Colleague("cntt", "Hồ Ngọc Tín", "it_admin", "00000", "it", "Quản trị hệ thống"),
    Colleague("cntt2", "Mạc Thế Vinh", "it_admin", "00000", "it", "Quản trị hệ thống"),
    Colleague("bientap", "Quách Thùy Dương", "editor"),
    Colleague("duyetbai", "Thái Văn Phước", "reviewer"),
    Colleague("xuatban", "Kim Ngọc Ánh", "publisher"),
]  # fmt: skip

EDITORS = {
    "editor": editors.AUTHORS,
    "reviewer": editors.REVIEWERS,
    "publisher": editors.PUBLISHERS,
}

CITIZENS = [
    ("an", "Nguyễn Thị Bình An", "+84912345601", "an@example.vn", "079190001236", "7916543210"),
    ("binh", "Trần Quốc Bình", "+84912345602", "binh@example.vn", "079085004321", "7908123456"),
    ("chi", "Lê Ngọc Chi", "+84912345603", "chi@example.vn", "001188002468", "0118765432"),
    ("dung", "Phạm Tiến Dũng", "+84912345604", "dung@example.vn", "079062003579", "7906234567"),
]


def build() -> None:
    """Make every account that is missing; existing ones stay as they are."""
    for colleague in STAFF:
        _staff(colleague)
    for username, name, phone, email, identity, insurance in CITIZENS:
        _citizen(
            username, full_name=name, phone=phone, email=email, identity_number=identity,
            social_insurance_number=insurance, address="45/7 Nguyễn Trãi, Phường Bình Thạnh, TP. Hồ Chí Minh",
        )  # fmt: skip
    _citizen(
        "congty", kind=User.Kind.ORGANISATION, full_name="Công ty TNHH May mặc Hòa Bình",
        phone="+84912345605", email="congty@example.vn", tax_code="0300588569",
        address="208 Trần Hưng Đạo, TP. Hồ Chí Minh",
    )  # fmt: skip
    company = User.objects.get(username="congty")
    Branch.objects.get_or_create(
        organisation=company, insurance_number="TC0124Z",
        defaults={"name": "Chi nhánh Thủ Đức", "address": "12 Võ Văn Ngân, TP. Hồ Chí Minh", "made_by": company},
    )  # fmt: skip


def secret_of(username: str) -> bytes:
    """A second-factor secret that is the same in every demo, so that a note of it stays true."""
    return hashlib.sha256(f"demo:{username}".encode()).digest()[:20]


def _staff(colleague: Colleague) -> None:
    user, created = User.objects.get_or_create(
        username=colleague.username,
        defaults={
            "full_name": colleague.name,
            "email": f"{colleague.username}@bhxh.example.vn",
            "kind": User.Kind.STAFF,
            "is_staff": True,
        },
    )
    if not created:
        return
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    TOTPDevice.objects.create(user=user, name="default", key=secret_of(user.username).hex())
    if colleague.office:
        agency = Agency.objects.get(office_code=colleague.office)
        Post.objects.create(
            user=user,
            role=Role.objects.get(code=colleague.role),
            department=department_for(agency, colleague.function),
            title=colleague.title,
            valid_from=timezone.localdate().replace(month=1, day=1),
        )
        if colleague.role == "catalogue_manager":
            user.groups.add(editors.set_up()[editors.CATALOGUE])
    else:
        user.groups.add(editors.set_up()[EDITORS[colleague.role]])


def _citizen(username: str, **facts) -> None:
    user, created = User.objects.get_or_create(
        username=username, defaults={"kind": User.Kind.CITIZEN, "phone_verified": True} | facts
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def accounts() -> list[dict]:
    """The contract's list: role, username, password, TOTP secret in base32, agency, department."""
    rows = []
    for user in User.objects.filter(username__in=_usernames()).order_by("pk"):
        post = user.posts.select_related("role", "department__agency").first()
        rows.append(
            {
                "role": post.role.code if post else _role_of(user),
                "username": user.username,
                "password": PASSWORD,
                "totp_secret": base64.b32encode(secret_of(user.username)).decode() if user.is_staff else None,
                "agency": post.department.agency.name if post else None,
                "department": post.department.name if post else None,
            }
        )  # fmt: skip
    return rows


def _usernames() -> list[str]:
    return [row.username for row in STAFF] + [row[0] for row in CITIZENS] + ["congty"]


def _role_of(user) -> str:
    plain = {row.username: row.role for row in STAFF}
    return plain.get(user.username) or str(user.kind)
