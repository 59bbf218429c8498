"""What people say and ask in the demo: messages, feedback, post, guidance, originals, appointments."""

import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from catalog.models import Agency, Procedure
from catalog.permissions import posts_of
from flows.models import Dossier, Feedback, Proposal, State
from flows.services import arriving, attending, booking, listening, messaging, presenting, proposing

User = get_user_model()
OFFICE = "07906"
OPEN_HOURS = [(datetime.time(8), datetime.time(11)), (datetime.time(13, 30), datetime.time(16))]


@transaction.atomic
def build() -> None:
    """Once, after the stories: each act by the person whose act it is."""
    if Feedback.objects.exists():
        return
    office = Agency.objects.get(office_code=OFFICE)
    clerk = User.objects.get(username="tiepnhan")
    at_work = _at_work(office)
    if at_work:
        _talk(at_work[0])
        _ask_for_originals(at_work[-1])
    _feedback(office, clerk)
    _post_and_guidance(office, clerk)
    _appointments(office, clerk)
    _proposals()


def _at_work(office) -> list[Dossier]:
    """Dossiers in the hands of an officer, applicants with an account."""
    return list(
        Dossier.objects.filter(
            agency=office, state=State.PROCESSING, applicant__isnull=False,
            channel="online", work_items__status="ASSIGNED", documents__component__isnull=False,
        ).distinct().order_by("pk")
    )  # fmt: skip


def _holder(dossier) -> User:
    return dossier.work_items.open().filter(owner__isnull=False).first().owner


def _talk(dossier) -> None:
    """A question, its answer, and one more question that nobody has read yet."""
    messaging.write(
        dossier,
        by=dossier.applicant,
        text="Tôi vừa đổi số điện thoại. Cơ quan có cần tôi nộp thêm giấy tờ gì không?",
    )
    messaging.write(
        dossier,
        by=_holder(dossier),
        text="Chào Ông/Bà. Hồ sơ đã đủ giấy tờ, Ông/Bà không phải nộp thêm. Số điện thoại mới sửa được "
        "trong mục Thông tin tài khoản.",
    )
    messaging.write(
        dossier,
        by=dossier.applicant,
        text="Cảm ơn cơ quan. Nếu có kết quả sớm, tôi xin nhận trực tuyến được không?",
    )


def _ask_for_originals(dossier) -> None:
    presenting.ask(
        dossier,
        by=_holder(dossier),
        documents=presenting.presentable(dossier)[:2],
        agency=dossier.agency,
        present_by=timezone.localdate() + datetime.timedelta(days=9),
        reason="Bản chụp có chỗ mờ, cần đối chiếu với bản chính.",
    )


def _feedback(office, clerk) -> None:
    """One answered, one in somebody's hands, two that wait."""
    an, chi = (User.objects.get(username=name) for name in ("an", "chi"))
    question = listening.receive(
        kind="question", agency=office, name=an.full_name, email=an.email, sender=an,
        content="Tôi đóng BHXH tự nguyện theo quý thì có được đổi sang đóng theo tháng không?",
    )  # fmt: skip
    listening.answer(
        question,
        by=clerk,
        text="Ông/Bà được đổi phương thức đóng sau khi thực hiện xong phương thức đã chọn. "
        "Hãy nộp Tờ khai TK1-TS trên Cổng, chọn «Đổi phương thức đóng».",
    )
    report = listening.receive(
        kind="report", agency=office, name="Phạm Văn Chờ", phone="+84905550101",
        content="Tôi lấy số lúc 8 giờ 15 nhưng 10 giờ mới được gọi. Đề nghị bố trí thêm quầy.",
        address="192.0.2.10",
    )  # fmt: skip
    listening.take(report, by=clerk)
    listening.receive(
        kind="proposal", agency=office, name=chi.full_name, email=chi.email, sender=chi,
        content="Nên cho phép dùng dữ liệu khai sinh điện tử thay bản sao giấy khai sinh.",
    )  # fmt: skip
    listening.receive(
        kind="complaint", agency=office, name="Trần Thị Khiếu", phone="+84905550102",
        content="Tôi không đồng ý với kết quả tính thời gian đóng và đề nghị xem xét lại.",
        address="192.0.2.11",
    )  # fmt: skip


# (who sends it, how far the IT Centre has come with it, category, article, content, solution)
_PROPOSALS = [
    ("tinh.tiepnhan", Proposal.State.CLOSED, "difficulty", 7,
     "Danh sách bàn giao giấy phải ký hai lần trong ngày khi phòng nghiệp vụ ở tầng khác.",
     "Cho bàn giao một lần cuối ngày với hồ sơ không có bản chính."),
    ("hanoi.tiepnhan", Proposal.State.SUBMITTED, "solution", 12,
     "Người dân gọi hỏi tình trạng hồ sơ dù đã có tra cứu trên Cổng.",
     "In mã QR tra cứu cỡ lớn hơn trên giấy tiếp nhận."),
    ("tinh.sothe", Proposal.State.CONSOLIDATED, "defect", 15,
     "Quy chế chưa nói ai giữ hồ sơ giấy khi hồ sơ chuyển cơ quan khác giải quyết.", ""),
    ("tinh.trakq", Proposal.State.SENT, "difficulty", 14,
     "Nhiều kết quả quá 30 ngày không ai đến nhận; quầy không còn chỗ lưu.",
     "Cho gửi qua bưu chính sau lần nhắc thứ hai."),
    ("hanoi.lanhdao", Proposal.State.SENT, "solution", 16,
     "Lãnh đạo đi công tác, hồ sơ chờ ký dồn vào cuối tuần.",
     "Cho ủy quyền ký theo nhóm thủ tục, báo trước cho bộ phận Một cửa."),
]  # fmt: skip


def _proposals() -> None:
    """Article 24: two provinces write to the IT Centre, which has come further with some."""
    centre = User.objects.get(username="cntt")
    for username, reached, category, article, content, solution in _PROPOSALS:
        sender = User.objects.get(username=username)
        sent = proposing.send(
            posts_of(sender)[0].department.agency, by=sender, category=category, article=article,
            content=content, solution=solution,
        )  # fmt: skip
        steps = list(Proposal.State)
        for state in steps[1 : steps.index(reached) + 1]:
            closed = state == Proposal.State.CLOSED
            proposing.consolidate(
                [sent], by=centre, state=state,
                note="" if closed else "Gộp với ý kiến cùng nội dung của các đơn vị.",
                decision="Công văn hướng dẫn nghiệp vụ của BHXH Việt Nam" if closed else "",
            )  # fmt: skip


def _post_and_guidance(office, clerk) -> None:
    today = timezone.localdate()
    arriving.register(
        office, by=clerk, sender_name="Lê Văn Xa", sender_address="Xã Thạnh An, TP. Hồ Chí Minh",
        sender_phone="0905 550 103", tracking_number="RB000012345VN", arrived_on=today,
        contents="Tờ khai TK1-TS (1 bản), bản sao giấy khai sinh (1 bản)",
    )  # fmt: skip
    returned = arriving.register(
        office, by=clerk, sender_name="Ngô Thị Nhầm", tracking_number="RB000012346VN",
        arrived_on=today, contents="Đơn xin xác nhận tình trạng hôn nhân",
    )  # fmt: skip
    arriving.guide(
        office, by=clerk, envelope=returned, person_name="Ngô Thị Nhầm",
        matter="Xác nhận tình trạng hôn nhân", to_other="UBND phường nơi cư trú",
        advice="Nộp tại UBND phường nơi đăng ký thường trú, mang theo căn cước.",
    )  # fmt: skip
    elsewhere = Agency.objects.active().exclude(pk=office.pk).filter(accepts_dossiers=True)
    arriving.guide(
        office, by=clerk, person_name="Võ Văn Hỏi", person_phone="0905 550 104",
        matter="Đề nghị hưởng chế độ do cơ quan khác quản lý", to_agency=elsewhere.first(),
        advice="Đến Bộ phận Tiếp nhận và Trả kết quả của cơ quan trên trong giờ làm việc, hoặc nộp "
        "trực tuyến trên Cổng và chọn đúng cơ quan.",
    )  # fmt: skip


def _appointments(office, clerk) -> None:
    """Hours on five weekdays; some turns of the first days are taken."""
    for weekday in range(5):
        for opens, closes in OPEN_HOURS:
            attending.publish_hours(
                office, by=clerk, weekday=weekday, opens=opens, closes=closes, minutes=30, places=2
            )
    turns = [turn for day in booking.free_turns(office).values() for turn in day[:3]]
    ready = Dossier.objects.filter(
        agency=office, state=State.RESULT_READY, result_channel="counter", applicant__isnull=False
    ).first()
    wanted = [
        ("binh", "file", Procedure.objects.live().filter(code="1.002179").first(), None),
        ("chi", "ask", None, None),
        (ready.applicant.username if ready else "an", "collect", None, ready),
    ]
    for turn, (person, purpose, procedure, dossier) in zip(turns, wanted, strict=False):
        booking.book(
            office, turn.starts_at, by=User.objects.get(username=person),
            purpose=purpose, procedure=procedure, dossier=dossier,
        )  # fmt: skip
