"""The words of every notice, one entry per message: account page, e-mail, SMS.

They are Vietnamese whatever language the acting person's screen has: the reader is the applicant.
A line whose placeholder has nothing to say is left out.
"""

from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True)
class Message:
    """One notice. `sms` is the status alone; code and link are added, diacritics taken off."""

    subject: str
    text: str
    sms: str

    def body(self, values: dict[str, str]) -> str:
        """The lines whose placeholders all have a value."""
        lines = (line for line in self.text.splitlines() if _has_all(line, values))
        return "\n".join(line.format_map(values) for line in lines).strip()


def _has_all(line: str, values: dict[str, str]) -> bool:
    return all(values.get(name) for _, name, _, _ in Formatter().parse(line) if name)


MESSAGES: dict[str, Message] = {
    "filed": Message(
        "Đã gửi hồ sơ {code}",
        "Hồ sơ {procedure} đã được gửi tới {agency}.\n"
        "Cơ quan BHXH sẽ trả lời việc tiếp nhận trước {answer_due}.\n"
        "Ông/Bà không cần đến trực tiếp khi chưa có yêu cầu.",
        "da gui, cho tiep nhan",
    ),
    "amended": Message(
        "Đã sửa hồ sơ {code}",
        "{agency} đã nhận nội dung sửa của hồ sơ {procedure}.\n"
        "Đã sửa: {items}\n"
        "Cơ quan BHXH sẽ trả lời việc tiếp nhận trước {answer_due}.",
        "da nhan noi dung sua, cho tiep nhan",
    ),
    "referred": Message(
        "Hồ sơ {code} được chuyển đến {agency}",
        "Hồ sơ {procedure} thuộc thẩm quyền của {agency}; cơ quan này đã nhận và sẽ trả lời việc tiếp nhận.\n"
        "Lý do chuyển: {reason}\n"
        "Mã hồ sơ không đổi, Ông/Bà không phải nộp lại.",
        "da chuyen co quan co tham quyen",
    ),
    "received": Message(
        "Đã tiếp nhận hồ sơ {code}, hẹn trả ngày {due_day}",
        "{agency} đã tiếp nhận hồ sơ {procedure}.\n"
        "Số hồ sơ của cơ quan: {office_number}.\n"
        "Hẹn trả kết quả: {due}.\n"
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả có tại trang hồ sơ.",
        "da tiep nhan, hen tra {due_day}",
    ),
    "completion_asked": Message(
        "Hồ sơ {code} cần hoàn thiện trước khi tiếp nhận",
        "{agency} chưa thể tiếp nhận hồ sơ {procedure} và đề nghị hoàn thiện.\n"
        "Lý do: {reason}\n"
        "Cần bổ sung: {items}\n"
        "Hạn hoàn thiện: {answer_by}.\n"
        "Hãy mở trang hồ sơ để bổ sung trực tuyến.",
        "can hoan thien truoc khi tiep nhan",
    ),
    "refused": Message(
        "Hồ sơ {code} không được tiếp nhận",
        "{agency} không tiếp nhận hồ sơ {procedure}.\n"
        "Lý do: {reason}\n"
        "Phiếu từ chối có tại trang hồ sơ. Ông/Bà có thể nộp hồ sơ mới khi đủ điều kiện.",
        "khong duoc tiep nhan",
    ),
    "supplement_asked": Message(
        "Hồ sơ {code} cần bổ sung",
        "{agency} đề nghị bổ sung hồ sơ {procedure}.\n"
        "Lý do: {reason}\n"
        "Cần bổ sung: {items}\n"
        "Hạn bổ sung: {answer_by}. Quá hạn, hồ sơ sẽ dừng giải quyết.\n"
        "Hãy mở trang hồ sơ để bổ sung trực tuyến.",
        "can bo sung truoc {answer_by_day}",
    ),
    "supplement_answered": Message(
        "Đã nhận phần bổ sung của hồ sơ {code}",
        "{agency} đã nhận phần bổ sung của hồ sơ {procedure} và tiếp tục giải quyết.\n"
        "Hẹn trả kết quả: {due}.",
        "da nhan phan bo sung",
    ),
    "stopped": Message(
        "Dừng giải quyết hồ sơ {code}",
        "{agency} dừng giải quyết hồ sơ {procedure}.\n"
        "Lý do: {reason}\n"
        "Ông/Bà có thể nộp hồ sơ mới bất cứ lúc nào.",
        "da dung giai quyet",
    ),
    "recounted": Message(
        "Ngày hẹn trả của hồ sơ {code} thay đổi",
        "{agency} tính lại ngày hẹn trả hồ sơ {procedure} vì lịch làm việc thay đổi.\n"
        "Lý do: {reason}\n"
        "Hẹn trả kết quả: {due}.",
        "doi ngay hen tra {due_day}",
    ),
    "extended": Message(
        "Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {code}",
        "{agency} xin lỗi vì chưa trả kết quả hồ sơ {procedure} đúng hẹn.\n"
        "Lý do: {reason}\n"
        "Hẹn lại ngày trả kết quả: {due}.",
        "hen lai ngay tra {due_day}",
    ),
    "fee_due": Message(
        "Hồ sơ {code} cần nộp phí, lệ phí",
        "Hồ sơ {procedure} phải nộp: {items}.\n"
        "Ông/Bà nộp trực tuyến tại trang hồ sơ, hoặc tại Bộ phận Một cửa của {agency}.",
        "can nop phi, le phi",
    ),
    "fee_paid": Message(
        "Đã nhận tiền phí, lệ phí của hồ sơ {code}",
        "{agency} đã nhận {amount} đồng ({fee}) cho hồ sơ {procedure}.\n"
        "Biên lai số {receipt} có tại trang hồ sơ.",
        "da nop phi, le phi",
    ),
    "refunded": Message(
        "Đã hoàn trả tiền của hồ sơ {code}",
        "{agency} đã hoàn trả {amount} đồng ({fee}) của hồ sơ {procedure}.\nLý do: {reason}",
        "da hoan tra phi, le phi",
    ),
    "message": Message(
        "Cơ quan nhắn về hồ sơ {code}",
        "{agency} vừa nhắn cho Ông/Bà về hồ sơ {procedure}.\n"
        "Hãy mở trang hồ sơ, mục «Trao đổi với cơ quan», để đọc và trả lời.",
        "co quan vua nhan tin, moi doc va tra loi",
    ),
    "version_moved": Message(
        "Hồ sơ {code} áp dụng quy định khác",
        "Hồ sơ {procedure} được chuyển sang phiên bản khác của thủ tục.\nCăn cứ: {reason}\n{told}",
        "chuyen sang quy dinh khac",
    ),
    "sent_back": Message(
        "Hồ sơ {code} đang được xem xét lại",
        "Hồ sơ {procedure} được chuyển lại bước trước để xem xét thêm.\nHẹn trả kết quả: {due}.",
        "dang duoc xem xet lai",
    ),
    "result_ready": Message(
        "Hồ sơ {code} đã có kết quả",
        "{agency} đã xử lý xong hồ sơ {procedure} và đã có kết quả.\n"
        "Kết quả có trước ngày hẹn {early_due}.\n"
        "Cách nhận: {result_channel}.",
        "da co ket qua",
    ),
    "sent_by_post": Message(
        "Kết quả hồ sơ {code} đã gửi qua bưu chính",
        "{agency} đã gửi kết quả hồ sơ {procedure} qua bưu chính công ích.\n"
        "Đơn vị chuyển phát: {carrier}.\n"
        "Số bưu gửi: {tracking_number}.",
        "ket qua da gui buu chinh",
    ),
    "post_failed": Message(
        "Bưu chính chưa phát được kết quả hồ sơ {code}",
        "Bưu chính hoàn lại kết quả hồ sơ {procedure}; kết quả đang ở {agency}.\n"
        "Hãy liên hệ {phone} để nhận.",
        "buu chinh hoan lai ket qua",
    ),
    "returned": Message(
        "Đã trả kết quả hồ sơ {code}",
        "{agency} đã trả kết quả hồ sơ {procedure}.\n"
        "Mời Ông/Bà đánh giá việc phục vụ tại trang hồ sơ.",
        "da tra ket qua",
    ),
    "returned_part": Message(
        "Đã trả một phần kết quả hồ sơ {code}",
        "{agency} đã trả một phần kết quả hồ sơ {procedure}: {items}.\n"
        "Phần còn lại được báo khi có.",
        "da tra mot phan ket qua",
    ),
    "collect_reminder": Message(
        "Mời nhận kết quả hồ sơ {code}",
        "Kết quả hồ sơ {procedure} có tại Bộ phận Tiếp nhận và Trả kết quả của {agency} từ {since}.\n"
        "Mời Ông/Bà mang căn cước và giấy tiếp nhận đến nhận, hoặc liên hệ {phone} để nhận qua bưu chính.",
        "moi den nhan ket qua",
    ),
    "result_replaced": Message(
        "Kết quả hồ sơ {code} được thu hồi và thay thế",
        "{agency} thu hồi văn bản kết quả số {old_number} của hồ sơ {procedure} và thay bằng văn bản số "
        "{number}.\n"
        "Lý do: {reason}\n"
        "Văn bản cũ không còn giá trị. Cách nhận văn bản mới: {result_channel}.",
        "ket qua duoc thu hoi va thay the",
    ),
    "withdraw_requested": Message(
        "Đã nhận đề nghị rút hồ sơ {code}",
        "{agency} đã nhận đề nghị rút hồ sơ {procedure} và sẽ trả lời.\nLý do: {reason}",
        "da nhan de nghi rut ho so",
    ),
    "withdraw_declined": Message(
        "Chưa thể rút hồ sơ {code}",
        "{agency} chưa chấp nhận đề nghị rút hồ sơ {procedure}; hồ sơ tiếp tục được giải quyết.\n"
        "Lý do: {reason}",
        "khong rut duoc, tiep tuc giai quyet",
    ),
    "withdrawn": Message(
        "Đã rút hồ sơ {code}",
        "Hồ sơ {procedure} đã được rút theo đề nghị của Ông/Bà.\nLý do: {reason}",
        "da rut theo de nghi",
    ),
    "originals_asked": Message(
        "Hồ sơ {code} cần xuất trình bản chính",
        "{agency} đề nghị Ông/Bà mang bản chính đến để đối chiếu với hồ sơ {procedure} đã nộp.\n"
        "Bản chính cần mang: {items}\n"
        "Nơi xuất trình: {where}.\n"
        "Đến hết ngày {present_by}.\n"
        "Lý do: {reason}\n"
        "Ông/Bà có thể đặt lịch hẹn tại trang hồ sơ để không phải chờ. Bản chính được trả lại ngay.",
        "can mang ban chinh den doi chieu truoc {present_by}",
    ),
    "originals_compared": Message(
        "Đã đối chiếu bản chính của hồ sơ {code}",
        "{agency} đã đối chiếu bản chính của hồ sơ {procedure}.\nKết quả: {items}",
        "da doi chieu ban chinh",
    ),
    "originals_withdrawn": Message(
        "Hồ sơ {code} không cần xuất trình bản chính nữa",
        "{agency} thôi yêu cầu xuất trình bản chính của hồ sơ {procedure}.\nLý do: {reason}",
        "khong can xuat trinh ban chinh nua",
    ),
    "appointment_booked": Message(
        "Đã đặt lịch hẹn {when}",
        "Ông/Bà có lịch hẹn số {appointment} lúc {when}.\n"
        "Nơi hẹn: {where}.\n"
        "Việc: {purpose}.\n"
        "Hãy mang căn cước và báo số lịch hẹn khi đến. Ông/Bà đổi hoặc hủy được trước giờ hẹn.",
        "lich hen {when}",
    ),
    "appointment_moved": Message(
        "Lịch hẹn được đổi sang {when}",
        "Lịch hẹn số {appointment} được đổi sang {when}.\nNơi hẹn: {where}.\nViệc: {purpose}.",
        "lich hen doi sang {when}",
    ),
    "appointment_cancelled": Message(
        "Đã hủy lịch hẹn {when}",
        "Lịch hẹn số {appointment} lúc {when} đã được hủy.\n"
        "Lý do: {reason}\n"
        "Ông/Bà có thể đặt lịch khác bất cứ lúc nào.",
        "da huy lich hen {when}",
    ),
    "appointment_tomorrow": Message(
        "Nhắc lịch hẹn {when}",
        "Xin nhắc Ông/Bà có lịch hẹn số {appointment} lúc {when}.\n"
        "Nơi hẹn: {where}.\n"
        "Việc: {purpose}.\n"
        "Nếu không đến được, xin hủy hoặc đổi giờ để nhường chỗ cho người khác.",
        "nhac lich hen {when}",
    ),
    "appointment_missed": Message(
        "Ông/Bà đã lỡ lịch hẹn {when}",
        "Cơ quan chưa được đón Ông/Bà theo lịch hẹn số {appointment} lúc {when}.\n"
        "Ông/Bà có thể đặt lịch khác, hoặc liên hệ {phone}.",
        "da lo lich hen {when}",
    ),
}
