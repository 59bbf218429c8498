"""The home page, the introductions and the pages about the portal."""

PROCEDURES = "Tìm thủ tục theo tên, mã hoặc việc Ông/Bà cần làm. Mỗi trang nêu rõ giấy tờ, thời hạn, phí và nơi nộp trước khi đăng nhập."
NEWS = "Thông báo của cổng và thay đổi về thủ tục, chính sách."
HELP = "Hướng dẫn từng việc trên cổng và câu trả lời cho những câu hỏi thường gặp."

HOME = {
    "title": "Trang chủ",
    "hero_title": "Dịch vụ công Bảo hiểm xã hội Việt Nam",
    "hero_text": "Nộp hồ sơ, theo dõi và nhận kết quả ở một nơi, không phải đi lại nhiều lần.",
}

PAGES = [
    {
        "slug": "lien-he",
        "title": "Liên hệ",
        "intro": "Chọn cách liên hệ thuận tiện nhất với Ông/Bà.",
        "body": [
            (
                "paragraph",
                "<ul><li><b>Tổng đài:</b> 1900 9068, để được hướng dẫn thủ tục và cách dùng cổng.</li>"
                "<li><b>Tại cơ quan BHXH:</b> Bộ phận Một cửa nơi Ông/Bà ở hoặc làm việc; địa chỉ có ở mỗi trang thủ tục, mục «Nơi nộp hồ sơ».</li>"
                "<li><b>Trụ sở:</b> 7 Tràng Thi, Hà Nội.</li></ul>",
            ),
            ("heading", {"text": "Phản ánh, kiến nghị", "level": "h2"}),
            (
                "paragraph",
                "<p>Nếu bị đòi thêm giấy tờ ngoài quy định, bị chậm trễ hoặc không được hướng dẫn, hãy phản ánh với thủ trưởng cơ quan tiếp nhận hoặc qua tổng đài. Nêu mã hồ sơ để được trả lời nhanh hơn.</p>",
            ),
        ],
    },
    {
        "slug": "dieu-khoan",
        "title": "Điều khoản sử dụng",
        "intro": "Những điều Ông/Bà và cổng cùng tuân theo khi nộp hồ sơ trực tuyến.",
        "body": [
            ("heading", {"text": "Giá trị của hồ sơ trực tuyến", "level": "h2"}),
            (
                "paragraph",
                "<p>Hồ sơ gửi qua cổng và xác nhận bằng mã một lần hoặc chữ ký số có giá trị như hồ sơ giấy. Thời điểm nộp là thời điểm cổng ghi nhận và cấp mã hồ sơ.</p>",
            ),
            ("heading", {"text": "Trách nhiệm của người nộp", "level": "h2"}),
            (
                "paragraph",
                "<ul><li>Khai đúng sự thật, gửi bản chụp đúng với bản chính.</li><li>Giữ kín mật khẩu và mã xác nhận.</li><li>Bổ sung hồ sơ trong thời hạn ghi ở yêu cầu.</li></ul>",
            ),
            ("heading", {"text": "Trách nhiệm của cơ quan BHXH", "level": "h2"}),
            (
                "paragraph",
                "<ul><li>Trả lời hồ sơ trực tuyến trong 08 giờ làm việc.</li><li>Chỉ yêu cầu giấy tờ đã công bố, và chỉ yêu cầu bổ sung một lần khi giải quyết.</li><li>Xin lỗi và hẹn lại bằng văn bản khi trễ hạn.</li></ul>",
            ),
        ],
    },
    {
        "slug": "bao-ve-du-lieu",
        "title": "Bảo vệ dữ liệu cá nhân",
        "intro": "Cổng chỉ thu thập dữ liệu cần để giải quyết hồ sơ của Ông/Bà.",
        "body": [
            ("heading", {"text": "Dữ liệu nào được lưu", "level": "h2"}),
            (
                "paragraph",
                "<p>Thông tin tài khoản, nội dung tờ khai, giấy tờ Ông/Bà gửi, quá trình giải quyết và kết quả. Hồ sơ được lưu theo thời hạn lưu trữ của từng thủ tục.</p>",
            ),
            ("heading", {"text": "Ai được xem", "level": "h2"}),
            (
                "paragraph",
                "<p>Chỉ cán bộ đang giải quyết hồ sơ và người kiểm tra theo phân công. Mỗi lần xem dữ liệu cá nhân đều được ghi lại.</p>",
            ),
            ("heading", {"text": "Cookie", "level": "h2"}),
            (
                "paragraph",
                "<p>Cổng chỉ dùng cookie cần cho đăng nhập và bảo mật. Không có công cụ theo dõi hay nội dung tải từ trang khác.</p>",
            ),
            ("heading", {"text": "Quyền của Ông/Bà", "level": "h2"}),
            (
                "paragraph",
                "<p>Ông/Bà xem và sửa được thông tin tài khoản bất cứ lúc nào, xem được lịch sử hồ sơ, và có quyền hỏi dữ liệu của mình được dùng vào việc gì.</p>",
            ),
        ],
    },
    {
        "slug": "tiep-can",
        "title": "Tuyên bố tiếp cận",
        "intro": "Cổng được làm để mọi người dùng được, kể cả người dùng bàn phím, trình đọc màn hình hoặc phóng to chữ.",
        "body": [
            (
                "paragraph",
                "<p>Cổng hướng tới chuẩn WCAG 2.2 mức AA. Ông/Bà có thể:</p><ul><li>dùng toàn bộ cổng chỉ với bàn phím;</li><li>phóng to đến 400% mà không phải cuộn ngang;</li><li>nghe hầu hết nội dung bằng trình đọc màn hình tiếng Việt;</li><li>nộp hồ sơ khi trình duyệt không chạy JavaScript.</li></ul>",
            ),
            ("heading", {"text": "Điều chưa tốt", "level": "h2"}),
            (
                "paragraph",
                "<p>Một số kết quả là bản quét nên trình đọc màn hình chưa đọc được; trang hồ sơ luôn có phần tóm tắt bằng chữ.</p>",
            ),
            ("heading", {"text": "Báo lỗi tiếp cận", "level": "h2"}),
            (
                "paragraph",
                "<p>Gọi tổng đài 1900 9068 và cho biết trang Ông/Bà gặp khó khăn. Trong lúc chờ sửa, cán bộ sẽ làm giúp Ông/Bà tại Bộ phận Một cửa.</p>",
            ),
        ],
    },
    {
        "slug": "ma-nguon",
        "title": "Mã nguồn",
        "intro": "Phần mềm của cổng là phần mềm tự do, theo giấy phép GNU AGPL phiên bản 3.",
        "body": [
            (
                "paragraph",
                "<p>Bất kỳ ai dùng cổng qua mạng đều có quyền nhận mã nguồn của đúng phiên bản đang chạy, xem, sửa và chia sẻ theo điều kiện của giấy phép.</p><p>Mã nguồn được giao cho người yêu cầu qua cơ quan vận hành cổng; liên hệ theo trang Liên hệ, mục Tổng đài.</p>",
            ),
        ],
    },
]
