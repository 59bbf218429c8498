"""The English of the demo's pages, by address; pages that are not here stay Vietnamese."""


def _paragraph(*texts: str) -> tuple[str, str]:
    return "paragraph", "".join(f"<p>{text}</p>" for text in texts)


def _steps(*steps: tuple[str, str]) -> tuple[str, dict]:
    return "steps", {"steps": [{"title": title, "text": f"<p>{text}</p>"} for title, text in steps]}


PAGES = {
    "trang-chu": {
        "title_en": "Home",
        "hero_title_en": "Public services of Vietnam Social Security",
        "hero_text_en": "File, follow and receive results in one place, without going back and forth.",
    },
    "thu-tuc": {
        "title_en": "Administrative procedures",
        "intro_en": "Find a procedure by its name, its code or by what you need to do. Each page says which papers, how long, how much and where, before you sign in. Names are those of the published decisions, in Vietnamese.",
    },
    "tin-tuc": {
        "title_en": "News",
        "intro_en": "Announcements of the portal and changes of procedures and policies.",
    },
    "tro-giup": {
        "title_en": "Help",
        "intro_en": "How to do each thing on the portal, and answers to what people often ask.",
    },
    "lien-he": {
        "title_en": "Contact",
        "intro_en": "Choose the way that suits you best.",
        "body_en": [
            (
                "paragraph",
                "<ul><li><b>Hotline:</b> 1900 9068, for advice on procedures and on the use of the portal.</li>"
                "<li><b>At an office:</b> the one-stop desk where you live or work; addresses stand on the page of each office.</li>"
                "<li><b>Head office:</b> 7 Tràng Thi, Hà Nội.</li></ul>",
            ),
            ("heading", {"text": "Complaints and suggestions", "level": "h2"}),
            _paragraph(
                "If you are asked for papers beyond the published list, if your dossier is late or nobody advises you, tell the head of the office or call the hotline. Give the dossier code for a quicker answer."
            ),
        ],
    },
    "tiep-can": {
        "title_en": "Accessibility statement",
        "intro_en": "The portal is made for everybody, also for those who use a keyboard, a screen reader or large print.",
        "body_en": [
            (
                "paragraph",
                "<p>The portal aims at WCAG 2.2 level AA. You can:</p><ul><li>use all of it with the keyboard alone;</li><li>enlarge it to 400% without scrolling sideways;</li><li>listen to most of it with a screen reader;</li><li>file a dossier in a browser without JavaScript.</li></ul>",
            ),
            ("heading", {"text": "What is not good yet", "level": "h2"}),
            _paragraph(
                "Some results are scans that screen readers cannot read; the page of the dossier always has a summary in words."
            ),
            ("heading", {"text": "Tell us", "level": "h2"}),
            _paragraph(
                "Call 1900 9068 and name the page that gives you trouble. Until it is mended, an officer helps you at the one-stop desk."
            ),
        ],
    },
    "nop-ho-so": {
        "title_en": "File online",
        "summary_en": "From the page of a procedure to your dossier code.",
        "body_en": [
            _steps(
                ("Choose the procedure and your case", "Its page lists papers and time limits of each case. Choose “File online”."),
                ("Fill in part by part", "The portal saves a draft by itself. You may stop and go on elsewhere."),
                ("Attach papers", "PDF, JPEG and PNG. Photographs from a telephone will do; several are put together in order."),
                ("Check and confirm", "Read everything again, then enter the code sent to your telephone or e-mail. It holds only for what you have just read."),
                ("Keep the dossier code", "It is shown at once and sent to you."),
            )
        ],
    },
    "tra-cuu-ho-so": {
        "title_en": "Look up a dossier",
        "summary_en": "Where it is and when the result is due.",
        "body_en": [
            _paragraph(
                "Open <a href='/tra-cuu/'>Look up a dossier</a>, enter the code printed on the receipt and the check code beside the QR code, or the last four digits of the registered telephone. Dots, dashes and capitals do not matter.",
                "You see the office and department that hold it, the day it was received, the promised day and its state. No name is shown.",
            )
        ],
    },
}  # fmt: skip

# The question tree: every Vietnamese answer and question with its English.
FINDER = {
    "Tìm đúng thủ tục": "Find the right procedure",
    "Ông/Bà làm thủ tục cho ai?": "Who is it for?",
    "Cho tôi hoặc người thân": "For me or my family",
    "Cho đơn vị sử dụng lao động": "For an employer",
    "Cho cơ sở khám bệnh, chữa bệnh": "For a hospital or clinic",
    "Điều gì vừa xảy ra?": "What has happened?",
    "Sinh con, mang thai": "Childbirth, pregnancy",
    "Người sinh con đóng BHXH theo cách nào?": "How is the parent insured?",
    "Bắt buộc, qua nơi làm việc": "Compulsorily, through work",
    "Tự nguyện": "Voluntarily",
    "Cần thẻ BHYT cho trẻ mới sinh": "A health insurance card for a newborn",
    "Ốm đau, tai nạn lao động": "Illness, accident at work",
    "Ông/Bà cần gì?": "What do you need?",
    "Trợ cấp những ngày nghỉ ốm": "Sick pay",
    "Nghỉ dưỡng sức sau khi ốm": "Rest after an illness",
    "Trợ cấp tai nạn lao động, bệnh nghề nghiệp": "Benefit for an accident at work or an occupational disease",
    "Hoàn tiền khám chữa bệnh đã tự trả": "Money back for treatment I paid myself",
    "Nghỉ hưu hoặc rút BHXH một lần": "Retirement or a lump sum",
    "Ông/Bà muốn gì?": "What would you like?",
    "Hưởng lương hưu, đã đóng bắt buộc": "A pension, insured compulsorily",
    "Hưởng lương hưu, đã đóng tự nguyện": "A pension, insured voluntarily",
    "Nhận BHXH một lần": "A lump sum",
    "Đổi nơi nhận hoặc cách nhận lương hưu": "Another place or way to receive the pension",
    "Mất việc, nghỉ việc": "Loss of a job",
    "Người thân qua đời": "A death in the family",
    "Trợ cấp mai táng": "Funeral benefit",
    "Trợ cấp tuất": "Survivors’ benefit",
    "Lương hưu người mất chưa kịp nhận": "A pension the deceased had not received yet",
    "Mất, hỏng hoặc sai thông tin sổ BHXH, thẻ BHYT": "Book or card lost, damaged or wrong",
    "Muốn tự đóng BHXH, BHYT": "I want to insure myself",
    "Ông/Bà muốn đóng gì?": "Which insurance?",
    "BHXH tự nguyện": "Voluntary social insurance",
    "BHYT hộ gia đình": "Health insurance of a household",
    "Đơn vị cần làm gì?": "What does the employer need?",
    "Báo tăng, giảm, điều chỉnh người lao động": "Report employees who come, leave or change",
    "Đề nghị chế độ cho người lao động": "Ask for benefits for employees",
    "Tạm dừng đóng hưu trí, tử tuất": "Suspend contributions",
}
ADVICE = "<p>Answer a few short questions and the portal names the procedure you need. No sign-in; answers are not kept.</p>"

# What people ask about procedures, with the answer.
FAQS = {
    "Tôi đang đóng BHXH bắt buộc, có đóng thêm BHXH tự nguyện được không?": (
        "I am in compulsory social insurance. May I take part in voluntary social insurance as well?",
        "<p>No. While you are insured compulsorily you cannot take part voluntarily; you may register once you have left the job.</p>",
    ),
    "Đăng ký BHXH tự nguyện rồi đổi mức đóng được không?": (
        "May I change the contribution after registering for voluntary social insurance?",
        "<p>Yes. File the declaration of change of this same procedure; the new amount counts from the next payment.</p>",
    ),
    "Mất thẻ BHYT có đi khám được không?": (
        "My health insurance card is lost. Can I still see a doctor?",
        "<p>Yes. Show your chip identity card or the card in the VssID app; ask for a new card all the same, so that your data are checked.</p>",
    ),
    "Cấp lại sổ BHXH có mất phí không?": (
        "Is there a fee for a new social insurance book?",
        "<p>No, not even when the holder lost it by carelessness.</p>",
    ),
    "Nộp hồ sơ thai sản trong bao lâu kể từ khi trở lại làm việc?": (
        "How soon after returning to work must the maternity papers be filed?",
        "<p>Give your papers to the employer within 45 days of returning to work; the employer files them with the office within the next 10 days.</p>",
    ),
}
