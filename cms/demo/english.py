"""The English of the demo's pages, by address."""


def _paragraph(*texts: str) -> tuple[str, str]:
    return "paragraph", "".join(f"<p>{text}</p>" for text in texts)


def _steps(*steps: tuple[str, str]) -> tuple[str, dict]:
    return "steps", {"steps": [{"title": title, "text": f"<p>{text}</p>"} for title, text in steps]}


def _list(*items: str) -> tuple[str, str]:
    return "paragraph", "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _heading(text: str) -> tuple[str, dict]:
    return "heading", {"text": text, "level": "h2"}


def _callout(text: str) -> tuple[str, dict]:
    return "callout", {"text": f"<p>{text}</p>"}


def _questions(*pairs: tuple[str, str]) -> tuple[str, dict]:
    asked = [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in pairs]
    return "questions", {"questions": asked}


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
    "dieu-khoan": {
        "title_en": "Terms of use",
        "intro_en": "What you and the portal both keep to when a dossier is filed online.",
        "body_en": [
            _heading("What an online dossier is worth"),
            _paragraph(
                "A dossier sent through the portal and confirmed by a one-time code or a digital signature is worth as much as one on paper. It is filed at the moment when the portal records it and gives it its code."
            ),
            _heading("What you are responsible for"),
            _list(
                "Declare what is true and send copies that match the originals.",
                "Keep your password and your codes to yourself.",
                "Supply what is missing within the time named in the request.",
            ),
            _heading("What the social insurance office is responsible for"),
            _list(
                "To answer an online dossier within 8 working hours.",
                "To ask for published papers alone, and for missing ones only once while the dossier is processed.",
                "To apologise and name a new date in writing when it is late.",
            ),
        ],
    },
    "bao-ve-du-lieu": {
        "title_en": "Protection of personal data",
        "intro_en": "The portal collects only the data that your dossier needs.",
        "body_en": [
            _heading("What is kept"),
            _paragraph(
                "Your account, what you declare, the papers you send, how the dossier is processed and its result. A dossier is kept as long as its procedure prescribes."
            ),
            _heading("Who may look"),
            _paragraph(
                "Only the officers who process the dossier and the inspectors assigned to it. Every look at personal data is recorded."
            ),
            _heading("Cookies"),
            _paragraph(
                "The portal uses only the cookies that signing in and security need. Nothing tracks you and nothing is loaded from other sites."
            ),
            _heading("Your rights"),
            _paragraph(
                "You can see and change your account at any time, read the history of your dossiers, and ask what your data are used for."
            ),
        ],
    },
    "ma-nguon": {
        "title_en": "Source code",
        "intro_en": "The software of the portal is free software under the GNU AGPL, version 3.",
        "body_en": [
            _paragraph(
                "Whoever uses the portal over a network has the right to the source code of the very version that runs, to read it, change it and share it under the terms of the licence.",
                "The source code is handed over by the body that runs the portal; ask through the page Contact, hotline.",
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
    "dang-ky-tai-khoan": {
        "title_en": "Open an account",
        "summary_en": "With an e-mail address or a telephone number, in about three minutes.",
        "body_en": [
            _steps(
                ("Open “Register”", "Choose person or organisation. A person needs one way to be reached: e-mail or telephone."),
                ("Set a password", "Eight characters or more. You may paste it from a password manager."),
                ("Enter the code", "It is sent the way you chose. No code? Wait a minute, then have it sent again."),
                ("Add your data", "Name, date of birth and identity number fill in later declarations by themselves."),
            ),
            _callout("An organisation registers by its tax code; its administrator can add colleagues afterwards."),
        ],
    },
    "muc-do-dich-vu-cong": {
        "title_en": "Levels of online service",
        "summary_en": "Levels 1 to 4 say how far you get online.",
        "body_en": [
            _list(
                "<b>Levels 1 and 2 – information:</b> read the rules, download forms; file on paper.",
                "<b>Level 3 – in part:</b> declare and send on the portal; one step needs a visit, for example to hand in an original or to collect the result.",
                "<b>Level 4 – in full:</b> every step online; the result comes on the portal, by post or at the desk, as you choose.",
            )
        ],
    },
    "ho-so-tre-han": {
        "title_en": "Your rights when a dossier is late",
        "summary_en": "The office must apologise, say why, and name a new day, once.",
        "body_en": [
            _paragraph(
                "The promised day stands on the receipt. If it cannot be kept, the office sends you an apology with the reason and a new day before the old one has passed. It may do so only once."
            ),
            _heading("What you can do"),
            _list(
                "See how the time is counted, day by day, on the page of your dossier.",
                "Call the hotline and give the dossier code.",
                "Tell the head of the office; complain under the Law on Complaints.",
            ),
        ],
    },
    "cau-hoi-thuong-gap": {
        "title_en": "Frequently asked questions",
        "summary_en": "What most people ask.",
        "body_en": [
            _questions(
                ("May I file outside office hours?", "Yes. The portal takes dossiers 24 hours a day. The time limit counts the working days of the receiving office."),
                ("May I file for a relative?", "Yes, with a mandate. Choose “File for somebody else” and attach its paper."),
                ("What if I forgot my password?", "Choose “Forgotten password” on the sign-in page and follow what is sent to you."),
                ("How do I hand in the original insurance book?", "By public post, or at the one-stop desk; the other papers still go online."),
                ("When do I hear whether my dossier is accepted?", "Within 8 working hours of sending it, on the portal and the way you registered."),
                ("Is there a fee?", "Most procedures are free; the page of the procedure always says so. By post you pay the postage where the rules say so."),
            )
        ],
    },
    "nop-ho-so-truc-tuyen-24-gio": {
        "title_en": "File social insurance dossiers online at any hour",
        "summary_en": "The portal takes dossiers 24 hours a day. What is sent outside office hours is checked on the next working day.",
        "body_en": [
            _paragraph(
                "People and employers can now send dossiers in the evening, at weekends and on holidays. The system gives the dossier code at once and tells you by e-mail or message.",
                "The office answers an online dossier within 8 working hours: accepted, to be completed, or refused with the reason.",
            ),
            _heading("Before you file"),
            _list(
                "Look at your own case on the page of the procedure to know which papers you need.",
                "Photograph papers with all four corners, in good light; several pictures become one file.",
                "Check the telephone number that gets the confirmation code.",
            ),
        ],
    },
    "canh-giac-gia-mao-co-quan-bhxh": {
        "title_en": "Beware of calls and messages in our name",
        "summary_en": "Our officers never call to ask for money, for a confirmation code, or to install an unknown app.",
        "body_en": [
            _paragraph(
                "Some people pretend to be officers who help to “update VssID” or to “receive a benefit”, and take over bank accounts.",
                "The code sent to your telephone is for you alone, to confirm your dossier on the portal. Do not read it to anybody.",
            ),
            _callout("When in doubt, call the hotline 1900 9068 or go to the nearest one-stop desk."),
        ],
    },
    "theo-doi-ho-so-bang-ma": {
        "title_en": "Follow a dossier by the code on its receipt",
        "summary_en": "With the dossier code and the check code you see which office holds it, the promised day and its state.",
        "body_en": [
            _paragraph(
                "Every receipt has a dossier code and a QR code. Scan it, or enter the code at <a href='/tra-cuu/'>Look up a dossier</a>, to see the office and department, the day received, the promised day and the state.",
                "No name or personal data is shown there. To see everything, sign in and open “My dossiers”.",
            )
        ],
    },
    "khong-nop-lai-giay-to-da-co-du-lieu": {
        "title_en": "No need to hand in again what we already have",
        "summary_en": "Declarations fill in what your account knows; papers of an earlier dossier can be chosen again.",
        "body_en": [
            _paragraph(
                "Name, date of birth, identity number and insurance number are filled in from your account. You may correct them for this dossier alone.",
                "At the step of papers choose a file of an earlier dossier instead of photographing it again.",
            )
        ],
    },
    "lich-tiep-nhan-ngay-le": {
        "title_en": "One-stop desks on public holidays",
        "summary_en": "Public holidays and days off in lieu do not count towards time limits in working days.",
        "body_en": [
            _paragraph(
                "The desks close on public holidays. What is sent online on such a day is checked on the first working day after it.",
                "The promised day on the receipt already leaves the holidays out; the page of the dossier explains the count day by day.",
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
