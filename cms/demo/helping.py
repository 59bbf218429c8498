"""The help pages of the demo."""

PAGES = [
    {
        "slug": "dang-ky-tai-khoan",
        "title": "Đăng ký tài khoản",
        "summary": "Tạo tài khoản bằng thư điện tử hoặc số điện thoại, mất khoảng ba phút.",
        "body": [
            (
                "steps",
                {
                    "steps": [
                        {
                            "title": "Mở trang Đăng ký",
                            "text": "<p>Chọn cá nhân hay tổ chức. Cá nhân chỉ cần một kênh liên lạc: thư điện tử hoặc số điện thoại.</p>",
                        },
                        {
                            "title": "Đặt mật khẩu",
                            "text": "<p>Mật khẩu dài từ 8 ký tự. Ông/Bà có thể dán từ trình quản lý mật khẩu.</p>",
                        },
                        {
                            "title": "Nhập mã xác minh",
                            "text": "<p>Mã được gửi qua kênh Ông/Bà đã chọn. Không thấy mã? Chờ một phút rồi chọn gửi lại.</p>",
                        },
                        {
                            "title": "Bổ sung thông tin",
                            "text": "<p>Họ tên, ngày sinh, số định danh giúp tờ khai tự điền về sau.</p>",
                        },
                    ]
                },
            ),
            (
                "callout",
                {
                    "text": "<p>Tổ chức đăng ký bằng mã số thuế; người quản trị của tổ chức có thể thêm nhân viên sau.</p>"
                },
            ),
        ],
    },
    {
        "slug": "nop-ho-so",
        "title": "Nộp hồ sơ trực tuyến",
        "summary": "Từ lúc mở trang thủ tục đến khi có mã hồ sơ.",
        "body": [
            (
                "steps",
                {
                    "steps": [
                        {
                            "title": "Chọn thủ tục và trường hợp",
                            "text": "<p>Trang thủ tục cho biết giấy tờ và thời hạn của từng trường hợp. Chọn «Nộp hồ sơ trực tuyến».</p>",
                        },
                        {
                            "title": "Khai từng phần",
                            "text": "<p>Cổng tự lưu nháp. Ông/Bà có thể dừng và làm tiếp trên máy khác.</p>",
                        },
                        {
                            "title": "Đính kèm giấy tờ",
                            "text": "<p>Nhận PDF, JPEG, PNG. Có thể chụp bằng điện thoại; nhiều ảnh được ghép theo thứ tự.</p>",
                        },
                        {
                            "title": "Xem lại và xác nhận",
                            "text": "<p>Kiểm tra toàn bộ nội dung, rồi nhập mã xác nhận gửi đến điện thoại hoặc thư điện tử. Mã chỉ dùng cho đúng nội dung Ông/Bà vừa xem.</p>",
                        },
                        {
                            "title": "Giữ mã hồ sơ",
                            "text": "<p>Mã hồ sơ hiện ngay và được gửi cho Ông/Bà.</p>",
                        },
                    ]
                },
            )
        ],
    },
    {
        "slug": "tra-cuu-ho-so",
        "title": "Tra cứu hồ sơ",
        "summary": "Xem hồ sơ đang ở đâu, bao giờ có kết quả.",
        "body": [
            (
                "paragraph",
                "<p>Vào <a href='/tra-cuu/'>Tra cứu hồ sơ</a>, nhập mã in trên giấy tiếp nhận và mã kiểm tra cạnh mã QR, hoặc bốn số cuối của điện thoại đã đăng ký. Viết mã không cần dấu chấm, gạch hay chữ hoa.</p>"
                "<p>Kết quả cho biết cơ quan và phòng đang giữ hồ sơ, ngày nhận, ngày hẹn trả và tình trạng. Không hiện tên người nộp.</p>",
            ),
            (
                "callout",
                {
                    "text": "<p>Đăng nhập và mở «Hồ sơ của tôi» để xem từng bước, tin nhắn, giấy tờ và kết quả.</p>"
                },
            ),
        ],
    },
    {
        "slug": "muc-do-dich-vu-cong",
        "title": "Mức độ dịch vụ công",
        "summary": "Mức độ 1 đến 4 nói lên Ông/Bà làm được đến đâu qua mạng.",
        "body": [
            (
                "paragraph",
                "<ul><li><b>Mức độ 1 và 2 – Cung cấp thông tin:</b> xem quy định, tải mẫu đơn; nộp hồ sơ giấy.</li>"
                "<li><b>Mức độ 3 – Một phần:</b> khai và gửi hồ sơ trên cổng; có bước phải đến cơ quan, ví dụ nộp bản gốc hoặc nhận kết quả.</li>"
                "<li><b>Mức độ 4 – Toàn trình:</b> mọi bước đều qua mạng; kết quả nhận trên cổng, qua bưu chính hoặc tại quầy tùy Ông/Bà chọn.</li></ul>",
            )
        ],
    },
    {
        "slug": "ho-so-tre-han",
        "title": "Quyền của Ông/Bà khi hồ sơ trễ hạn",
        "summary": "Cơ quan BHXH phải xin lỗi, nêu lý do và hẹn lại một lần.",
        "body": [
            (
                "paragraph",
                "<p>Ngày hẹn trả ghi trên giấy tiếp nhận. Nếu không kịp, cơ quan giải quyết gửi cho Ông/Bà văn bản xin lỗi, nêu lý do và ngày hẹn mới, trước khi hết hạn. Việc hẹn lại chỉ được một lần.</p>",
            ),
            ("heading", {"text": "Ông/Bà có thể làm gì", "level": "h2"}),
            (
                "paragraph",
                "<ul><li>Xem cách tính thời hạn theo từng ngày ở trang hồ sơ của Ông/Bà.</li><li>Gọi tổng đài, nêu mã hồ sơ.</li><li>Phản ánh với thủ trưởng cơ quan giải quyết; khiếu nại theo Luật Khiếu nại.</li></ul>",
            ),
        ],
    },
    {
        "slug": "cau-hoi-thuong-gap",
        "title": "Câu hỏi thường gặp",
        "summary": "Những điều nhiều người hỏi nhất.",
        "body": [
            (
                "questions",
                {
                    "questions": [
                        {
                            "question": "Nộp hồ sơ ngoài giờ có được không?",
                            "answer": "<p>Được. Cổng nhận hồ sơ 24 giờ mỗi ngày. Thời hạn giải quyết tính theo ngày làm việc của cơ quan tiếp nhận.</p>",
                        },
                        {
                            "question": "Tôi nộp thay người thân được không?",
                            "answer": "<p>Được, khi có ủy quyền. Chọn «Nộp thay người khác» và đính kèm giấy ủy quyền.</p>",
                        },
                        {
                            "question": "Tôi quên mật khẩu thì làm thế nào?",
                            "answer": "<p>Ở trang đăng nhập, chọn «Quên mật khẩu» và làm theo hướng dẫn gửi đến Ông/Bà.</p>",
                        },
                        {
                            "question": "Sổ BHXH bản gốc nộp bằng cách nào?",
                            "answer": "<p>Gửi qua bưu chính công ích hoặc nộp tại Bộ phận Một cửa; các giấy tờ khác vẫn gửi trực tuyến.</p>",
                        },
                        {
                            "question": "Bao lâu thì biết hồ sơ được tiếp nhận?",
                            "answer": "<p>Trong 08 giờ làm việc kể từ khi gửi, cơ quan BHXH trả lời qua cổng và qua kênh Ông/Bà đã đăng ký.</p>",
                        },
                        {
                            "question": "Có phải trả phí không?",
                            "answer": "<p>Phần lớn thủ tục BHXH không thu phí. Trang thủ tục luôn ghi rõ. Nếu gửi qua bưu chính, Ông/Bà trả cước bưu chính khi có quy định.</p>",
                        },
                    ]
                },
            )
        ],
    },
]
