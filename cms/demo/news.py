"""News of the demo: days ago, and the words."""


def _paragraph(*sentences: str) -> tuple[str, str]:
    return "paragraph", "".join(f"<p>{sentence}</p>" for sentence in sentences)


NEWS = [
    (
        2,
        {
            "slug": "nop-ho-so-truc-tuyen-24-gio",
            "title": "Nộp hồ sơ bảo hiểm xã hội trực tuyến vào bất cứ lúc nào",
            "summary": "Cổng nhận hồ sơ 24 giờ mỗi ngày. Hồ sơ gửi ngoài giờ làm việc được cơ quan BHXH kiểm tra ngay trong ngày làm việc kế tiếp.",
            "body": [
                _paragraph(
                    "Từ nay, người dân và đơn vị có thể gửi hồ sơ vào buổi tối, cuối tuần hay ngày lễ. Hệ thống cấp mã hồ sơ ngay khi gửi xong và báo qua thư điện tử hoặc tin nhắn.",
                    "Cơ quan BHXH trả lời hồ sơ trực tuyến trong 08 giờ làm việc: tiếp nhận, hướng dẫn bổ sung, hoặc từ chối có nêu rõ lý do.",
                ),
                ("heading", {"text": "Trước khi nộp", "level": "h2"}),
                (
                    "paragraph",
                    "<ul><li>Xem đúng trường hợp của mình ở trang thủ tục để biết giấy tờ cần có.</li>"
                    "<li>Chụp giấy tờ rõ bốn góc, đủ sáng; nhiều ảnh sẽ được ghép thành một tệp.</li>"
                    "<li>Kiểm tra số điện thoại nhận mã xác nhận.</li></ul>",
                ),
            ],
        },
    ),
    (
        9,
        {
            "slug": "canh-giac-gia-mao-co-quan-bhxh",
            "title": "Cảnh giác với cuộc gọi, tin nhắn giả mạo cơ quan BHXH",
            "summary": "Cán bộ BHXH không gọi điện yêu cầu chuyển tiền, đọc mã xác nhận hay cài ứng dụng lạ.",
            "body": [
                _paragraph(
                    "Thời gian gần đây có người mạo danh cán bộ BHXH để hướng dẫn «cập nhật VssID», «nhận tiền trợ cấp» rồi chiếm tài khoản ngân hàng.",
                    "Mã xác nhận gửi đến điện thoại chỉ dùng để chính Ông/Bà xác nhận hồ sơ trên cổng. Không đọc mã cho bất kỳ ai.",
                ),
                (
                    "callout",
                    {
                        "text": "<p>Khi nghi ngờ, hãy gọi tổng đài 1900 9068 hoặc đến Bộ phận Một cửa gần nhất.</p>"
                    },
                ),
            ],
        },
    ),
    (
        16,
        {
            "slug": "theo-doi-ho-so-bang-ma",
            "title": "Theo dõi hồ sơ bằng mã in trên giấy tiếp nhận",
            "summary": "Chỉ cần mã hồ sơ và mã kiểm tra, Ông/Bà biết cơ quan nào đang giữ hồ sơ, ngày hẹn trả và tình trạng hiện tại.",
            "body": [
                _paragraph(
                    "Mỗi giấy tiếp nhận có mã hồ sơ và mã QR. Quét mã QR hoặc nhập mã ở trang <a href='/tra-cuu/'>Tra cứu hồ sơ</a> để xem cơ quan, phòng đang giải quyết, ngày nhận, ngày hẹn và tình trạng.",
                    "Trang tra cứu không hiện tên hay thông tin cá nhân. Muốn xem đầy đủ, hãy đăng nhập và mở «Hồ sơ của tôi».",
                )
            ],
        },
    ),
    (
        27,
        {
            "slug": "khong-nop-lai-giay-to-da-co-du-lieu",
            "title": "Không phải nộp lại giấy tờ đã có trong dữ liệu của cơ quan BHXH",
            "summary": "Tờ khai điện tử tự điền thông tin đã có trong tài khoản; giấy tờ đã gửi ở hồ sơ trước được chọn lại để dùng.",
            "body": [
                _paragraph(
                    "Khi mở tờ khai, họ tên, ngày sinh, số định danh và mã số BHXH được điền sẵn từ tài khoản. Ông/Bà sửa được cho riêng hồ sơ này.",
                    "Ở bước giấy tờ, chọn «Dùng giấy tờ đã gửi» để lấy lại tệp của hồ sơ trước thay vì chụp lại.",
                )
            ],
        },
    ),
    (
        41,
        {
            "slug": "lich-tiep-nhan-ngay-le",
            "title": "Lịch làm việc của Bộ phận Một cửa trong các ngày nghỉ lễ",
            "summary": "Ngày nghỉ lễ, tết và ngày nghỉ bù không tính vào thời hạn giải quyết theo ngày làm việc.",
            "body": [
                _paragraph(
                    "Bộ phận Một cửa nghỉ theo lịch nghỉ lễ, tết chung. Hồ sơ gửi trực tuyến trong ngày nghỉ được kiểm tra vào ngày làm việc đầu tiên sau kỳ nghỉ.",
                    "Ngày hẹn trả trên giấy tiếp nhận đã trừ các ngày nghỉ; trang hồ sơ giải thích cách tính theo từng ngày.",
                )
            ],
        },
    ),
]
