"""Acts of the journal in the office's words."""

from django.utils.translation import gettext_lazy as _

from flows import acts
from flows.models import State

OTHERS = {
    "file": _("Nộp hồ sơ"),
    "read": _("Xem hồ sơ"),
    "read_document": _("Xem giấy tờ"),
    "break_glass": _("Mở khẩn cấp hồ sơ"),
    "end_break_glass": _("Kết thúc mở khẩn cấp"),
    "claim": _("Nhận việc"),
    "begin": _("Bắt đầu xử lý"),
    "release": _("Trả việc về hàng chờ"),
    "hand_over_work": _("Giao việc cho đồng nghiệp"),
    "check_document": _("Kiểm tra giấy tờ"),
    "give_papers": _("Lập phiếu bàn giao giấy"),
    "take_papers": _("Xác nhận đã nhận giấy"),
    "miss_papers": _("Báo thiếu giấy"),
    "take_original": _("Nhận bản giấy tại quầy"),
    "book_appointment": _("Người nộp đặt lịch hẹn"),
    "move_appointment": _("Người nộp đổi lịch hẹn"),
    "cancel_appointment": _("Hủy lịch hẹn"),
    "arrive_appointment": _("Người nộp đến theo hẹn"),
    "miss_appointment": _("Người nộp không đến theo hẹn"),
    "answer_supplement": _("Người nộp bổ sung"),
    "amend": _("Người nộp sửa hồ sơ"),
    "claim_dossier": _("Người nộp nhận hồ sơ về tài khoản"),
    "ask_withdrawal": _("Người nộp xin rút"),
    "withdraw": _("Cho rút hồ sơ"),
    "decline_withdrawal": _("Không đồng ý cho rút"),
    "return": _("Trả kết quả"),
    "return_part": _("Trả một phần kết quả"),
    "collect_reminder": _("Nhắc nhận kết quả"),
    "post": _("Gửi kết quả qua bưu chính"),
    "opinion_lapsed": _("Quá hạn cho ý kiến, coi là đồng ý"),
    "recount": _("Tính lại hạn trả theo lịch"),
    "late_step": _("Nhắc bước quá hạn"),
    "rate": _("Người nộp đánh giá"),
    "post_failed": _("Bưu chính hoàn lại"),
    "post_number": _("Bưu chính cho số bưu gửi"),
    "pay_fee": _("Nộp phí, lệ phí"),
    "fee_surplus": _("Nhận thừa phí, phải hoàn trả"),
    "refund": _("Hoàn trả phí, lệ phí"),
    "download": _("Tải giấy tờ"),
    "print_slip": _("In giấy, phiếu"),
    "message": _("Trao đổi với người nộp"),
    "label": _("Gắn nhãn"),
    "reorganise": _("Chuyển theo sắp xếp tổ chức"),
    "undo_reorganisation": _("Hoàn tác sắp xếp tổ chức"),
    "undo_move": _("Hoàn tác việc chuyển phiên bản"),
}


def act_label(name: str) -> str:
    if name in OTHERS:
        return str(OTHERS[name])
    return str(acts.ACTS[name].label) if name in acts.ACTS else name


def state_label(state: str) -> str:
    return str(State(state).label) if state in State.values else str(_("Bản nháp"))
