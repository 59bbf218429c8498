"""The question tree and the questions about procedures of the demo."""

# (answer, its address, the next question, what follows): what follows are answers, or codes of procedures.
TREE = (
    "Tìm đúng thủ tục",
    "tim-thu-tuc",
    "Ông/Bà làm thủ tục cho ai?",
    [
        (
            "Cho tôi hoặc người thân",
            "ca-nhan",
            "Điều gì vừa xảy ra?",
            [
                (
                    "Sinh con, mang thai",
                    "sinh-con",
                    "Người sinh con đóng BHXH theo cách nào?",
                    [
                        ("Bắt buộc, qua nơi làm việc", "bat-buoc", "", ["1.014166", "1.014168", "1.014165"]),
                        ("Tự nguyện", "tu-nguyen", "", ["1.014170"]),
                        ("Cần thẻ BHYT cho trẻ mới sinh", "the-cho-tre", "", ["1.014137"]),
                    ],
                ),
                (
                    "Ốm đau, tai nạn lao động",
                    "om-dau",
                    "Ông/Bà cần gì?",
                    [
                        ("Trợ cấp những ngày nghỉ ốm", "nghi-om", "", ["1.014163"]),
                        ("Nghỉ dưỡng sức sau khi ốm", "duong-suc", "", ["1.014164"]),
                        ("Trợ cấp tai nạn lao động, bệnh nghề nghiệp", "tai-nan", "", ["1.001632", "1.001643", "1.001521"]),
                        ("Hoàn tiền khám chữa bệnh đã tự trả", "hoan-tien", "", ["1.014140"]),
                    ],
                ),
                (
                    "Nghỉ hưu hoặc rút BHXH một lần",
                    "nghi-huu",
                    "Ông/Bà muốn gì?",
                    [
                        ("Hưởng lương hưu, đã đóng bắt buộc", "huu-bat-buoc", "", ["1.014171"]),
                        ("Hưởng lương hưu, đã đóng tự nguyện", "huu-tu-nguyen", "", ["1.014172"]),
                        ("Nhận BHXH một lần", "mot-lan", "", ["1.014173"]),
                        ("Đổi nơi nhận hoặc cách nhận lương hưu", "doi-noi-nhan", "", ["1.014176"]),
                    ],
                ),
                (
                    "Mất việc, nghỉ việc",
                    "mat-viec",
                    "",
                    ["1.014748", "1.014173", "1.002759"],
                ),
                (
                    "Người thân qua đời",
                    "qua-doi",
                    "Ông/Bà cần gì?",
                    [
                        ("Trợ cấp mai táng", "mai-tang", "", ["1.014177"]),
                        ("Trợ cấp tuất", "tuat", "", ["1.014178", "1.014179"]),
                        ("Lương hưu người mất chưa kịp nhận", "chua-nhan", "", ["2.000717", "1.014184"]),
                    ],
                ),
                (
                    "Mất, hỏng hoặc sai thông tin sổ BHXH, thẻ BHYT",
                    "so-the",
                    "",
                    ["1.002759"],
                ),
                (
                    "Muốn tự đóng BHXH, BHYT",
                    "tu-dong",
                    "Ông/Bà muốn đóng gì?",
                    [
                        ("BHXH tự nguyện", "bhxh", "", ["1.002179", "1.014160"]),
                        ("BHYT hộ gia đình", "bhyt", "", ["1.001939", "1.014137"]),
                    ],
                ),
            ],
        ),
        (
            "Cho đơn vị sử dụng lao động",
            "don-vi",
            "Đơn vị cần làm gì?",
            [
                ("Báo tăng, giảm, điều chỉnh người lao động", "bao-tang-giam", "", ["1.002051", "1.014160", "1.115303"]),
                ("Đề nghị chế độ cho người lao động", "che-do", "", ["1.014163", "1.014166", "1.014168", "1.014164"]),
                ("Tạm dừng đóng hưu trí, tử tuất", "tam-dung", "", ["1.014180"]),
            ],
        ),
        (
            "Cho cơ sở khám bệnh, chữa bệnh",
            "co-so-kham-benh",
            "",
            ["1.014138", "3.000499"],
        ),
    ],
)  # fmt: skip

ADVICE = "<p>Trả lời vài câu hỏi ngắn, cổng chỉ ra thủ tục Ông/Bà cần. Không cần đăng nhập, không lưu câu trả lời.</p>"

# (question, answer, codes of the procedures it is about)
FAQS = [
    (
        "Tôi đang đóng BHXH bắt buộc, có đóng thêm BHXH tự nguyện được không?",
        "<p>Không. Trong thời gian đóng bắt buộc, Ông/Bà không thuộc đối tượng tham gia tự nguyện; khi nghỉ việc thì đăng ký được.</p>",
        ["1.002179"],
    ),
    (
        "Đăng ký BHXH tự nguyện rồi đổi mức đóng được không?",
        "<p>Được. Nộp tờ khai điều chỉnh của chính thủ tục này; mức mới tính từ lần đóng tiếp theo.</p>",
        ["1.002179"],
    ),
    (
        "Mất thẻ BHYT có đi khám được không?",
        "<p>Được. Xuất trình căn cước có gắn chip hoặc thẻ trên ứng dụng VssID; vẫn nên làm thủ tục cấp lại để thông tin được rà soát.</p>",
        ["1.002759"],
    ),
    (
        "Cấp lại sổ BHXH có mất phí không?",
        "<p>Không thu phí, kể cả khi sổ mất do lỗi của người giữ sổ.</p>",
        ["1.002759"],
    ),
    (
        "Nộp hồ sơ thai sản trong bao lâu kể từ khi trở lại làm việc?",
        "<p>Người lao động nộp giấy tờ cho đơn vị trong 45 ngày kể từ ngày trở lại làm việc; đơn vị gửi cơ quan BHXH trong 10 ngày tiếp theo.</p>",
        ["1.014166"],
    ),
]
