"""Drives a dossier through the real services, at the hour at which people would have acted."""

import datetime
import io
import re

import time_machine
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from catalog import working_calendar
from catalog.demo.answers import sample_answers
from catalog.eforms import FormSpec
from catalog.models import Agency, Post, Procedure
from flows.deadlines import working_time
from flows.files import store
from flows.models import Challenge, Decision, Document, Promise
from flows.papers.rendering import HERE
from flows.services import (
    confirming,
    consulting,
    deciding,
    drafting,
    filing,
    handling,
    intake,
    originals,
    readiness,
    returning,
    settling,
    supplements,
    work,
)

User = get_user_model()

FONTS = HERE / "fonts"


class Walk:
    """One dossier on its way. Every act moves the clock on by some working hours."""

    def __init__(
        self, code: str, office: str, person: str, *, days_ago: int, case: str = "", seed: int = 1
    ):
        self.procedure = Procedure.objects.get(code=code)
        self.agency = Agency.objects.get(office_code=office)
        self.person = User.objects.get(username=person)
        self.calendar = working_calendar.for_agency(self.agency)
        self.case_name, self.seed = case, seed
        self.now = self._morning(timezone.localdate() - datetime.timedelta(days=days_ago))
        self.dossier = None

    def at_work(self):
        """The clock of this act; the next act is two working hours later, never in the future."""
        moment = self.now
        later = working_time.due(moment, 2, "hour_working", self.calendar)
        self.now = min(later, timezone.now())
        return time_machine.travel(moment, tick=True)

    def wait_days(self, days: int) -> "Walk":
        later = working_time.due(self.now, days * 8, "hour_working", self.calendar)
        self.now = min(later, timezone.now())
        return self

    # -- the citizen -----------------------------------------------------------------------------

    def drafted(self, *, result: str = "online", until: str = "") -> "Walk":
        """Fill in; `until` leaves the draft before that part («papers»)."""
        with self.at_work():
            draft = drafting.open_draft(self.procedure, by=self.person, agency=self.agency)
            case = self._case(draft.version)
            drafting.choose_case_and_office(draft, lock=draft.lock, case=case, agency=self.agency)
            drafting.save_applicant(draft, lock=draft.lock, applicant={"for_self": True})
            self._answer(draft)
            if until != "papers":
                self._attach(draft)
                channel = result if result in draft.version.result_channels else "counter"
                drafting.choose_result(
                    draft, lock=draft.lock, channel=channel, address=self.person.address
                )
        self.draft = draft
        return self

    def filed(self, *, result: str = "online") -> "Walk":
        """File online: the code that was sent is typed in."""
        self.drafted(result=result)
        with self.at_work():
            seal = filing.digest_of(self.draft)
            evidence = self._confirm("file", f"draft:{self.draft.key}", seal)
            self.dossier = filing.file_draft(
                self.draft, by=self.person, evidence=evidence, digest=seal
            )
        return self

    def supplied(self) -> "Walk":
        """Answer the open request with better papers."""
        with self.at_work():
            request = self.dossier.supplements.get(closed_at__isnull=True)
            items = list(request.items.all())
            files = {
                item.component_id: [(scan(f"{item.label} (bản bổ sung)"), "ban-bo-sung.jpg")]
                for item in items if item.component_id
            }  # fmt: skip
            evidence = self._confirm("supplement", f"dossier:{self.dossier.code}", "0" * 64)
            supplements.answer(request, by=self.person, answers={}, files=files, evidence=evidence)
        return self

    def collected(self) -> "Walk":
        with self.at_work():
            returning.collect_online(self.dossier, by=self.person)
        return self

    # -- the office ------------------------------------------------------------------------------

    def at_counter(self, clerk: str = "tiepnhan") -> "Walk":
        """A person without account comes to the desk; the clerk fills in and scans."""
        by = User.objects.get(username=clerk)
        with self.at_work():
            draft = drafting.open_draft(
                self.procedure, by=by, agency=self.agency, channel="counter"
            )
            case = self._case(draft.version)
            drafting.choose_case_and_office(draft, lock=draft.lock, case=case, agency=self.agency)
            applicant = drafting.applicant_of(self.person)
            drafting.save_applicant(draft, lock=draft.lock, applicant=applicant)
            self._answer(draft)
            self._attach(draft, source="scan", everything=True)
            drafting.choose_result(draft, lock=draft.lock, channel="counter")
            self.dossier = filing.register_at_counter(draft, by=by)
            for paper in readiness.papers(draft).exclude(pk__in=draft.files.values("component")):
                if paper.is_required and (paper.originals or paper.copies):
                    originals.take_original(self.dossier, paper, by=by, originals=paper.originals)
        return self

    def original_kept(self, name: str) -> "Walk":
        """The original of that paper stays at the desk until the result."""
        with self.at_work():
            paper = self.dossier.case.components().get(name=name)
            originals.take_original(self.dossier, paper, by=_holder(self._item()), originals=1)
        return self

    def received(self) -> "Walk":
        with self.at_work():
            item = self._item()
            by = _holder(item)
            for document in self.dossier.documents.in_force():
                intake.check_document(
                    document, by=by, verdict=Document.Verdict.ACCEPTED,
                    originals_kept=document.originals_kept,
                )  # fmt: skip
            intake.receive(item, by=by)
        return self

    def completion_asked(self) -> "Walk":
        with self.at_work():
            item = self._item()
            intake.ask_completion(
                item, by=_holder(item), reason="Bản chụp bị mờ, không đọc được số và ngày cấp.",
                legal_ground="khoản 2 Điều 17 Nghị định 61/2018/NĐ-CP",
                items=self._wanted("Chụp lại rõ bốn góc"),
            )  # fmt: skip
        return self

    def refused(self) -> "Walk":
        with self.at_work():
            item = self._item()
            intake.refuse(
                item, by=_holder(item),
                reason="Hồ sơ không thuộc thẩm quyền: người nộp đang tham gia tại cơ quan BHXH khác quản lý.",
                legal_ground="khoản 2 Điều 17 Nghị định 61/2018/NĐ-CP",
            )  # fmt: skip
        return self

    def taken(self) -> "Walk":
        with self.at_work():
            item = self._item()
            work.claim(item, by=_holder(item))
        return self

    def supplement_asked(self) -> "Walk":
        with self.at_work():
            item = self._item()
            supplements.ask_supplement(
                item, by=_holder(item), reason="Thông tin trên giấy tờ chưa khớp với dữ liệu của cơ quan.",
                items=self._wanted("Nộp bản chính hoặc bản sao có chứng thực"),
            )  # fmt: skip
        return self

    def asked_around(self) -> "Walk":
        """The other departments are asked for their opinion, all at once."""
        with self.at_work():
            item = self._item()
            handling.forward(item, by=_holder(item), note="Đề nghị cho ý kiến theo chức năng.")
        return self

    def answered(self, function: str, content: str = "") -> "Walk":
        """One of the departments asked agrees; the others have still to answer."""
        with self.at_work():
            item = next(
                item
                for item in self.dossier.work_items.open().filter(step="consult").order_by("pk")
                if function in item.department.functions
            )
            consulting.give_opinion(item, by=_holder(item), opinion="agree", content=content)
        return self

    def proposed(self, outcome: str = "positive") -> "Walk":
        """Every department in turn, then the proposal; papers that came later are checked first."""
        item = self._item()
        with self.at_work():
            for document in self.dossier.documents.in_force().filter(verdict="pending"):
                intake.check_document(document, by=_holder(item), verdict="accepted")
        while item.goes_on:
            with self.at_work():
                handling.forward(item, by=_holder(item), note="Đã đối chiếu dữ liệu.")
            item = self._item()
        kind = self.dossier.case.result_kinds().first()
        put = settling.propose_at_counter if item.step == "settle" else handling.propose
        with self.at_work():
            put(
                item, by=_holder(item), outcome=outcome,
                content=f"Giải quyết cho Ông/Bà {self.dossier.applicant_name}: {kind or self.procedure.name}.",
                reasons="" if outcome == "positive"
                else "Chưa đủ thời gian đóng bảo hiểm xã hội để hưởng chế độ này.",
                legal_ground="" if outcome == "positive"
                else "Điều 64 Luật Bảo hiểm xã hội số 41/2024/QH15",
            )  # fmt: skip
        return self

    def decided(self, outcome: str = "positive") -> "Walk":
        self.proposed(outcome)
        with self.at_work():
            item = self._item()
            deciding.approve(item, by=_holder(item))
        return self

    def handed_over(self, *, first: int | None = None) -> "Walk":
        """At the desk; `first`: only so many of the results, the others later."""
        with self.at_work():
            item = self._item()
            left = [each["key"] for each in returning.results_left(self.dossier)]
            returning.hand_over(
                item, by=_holder(item), recipient_name=self.dossier.applicant_name,
                recipient_identifier=self.dossier.applicant_identifier, results=left[:first],
            )  # fmt: skip
        return self

    def posted(self, number: str | None = None) -> "Walk":
        """Handed to the post; without a number the carrier gives one."""
        if number is None:
            number = f"RB{self.dossier.pk:09d}VN"
        with self.at_work():
            item = self._item()
            returning.send_by_post(item, by=_holder(item), tracking_number=number)
        return self

    # -- small steps -----------------------------------------------------------------------------

    def _morning(self, day: datetime.date) -> datetime.datetime:
        """Shortly after opening on that day or the working day before it, never in the future."""
        moment = working_time.at(day, datetime.time(8, 40))
        while not self.calendar.is_working_day(day) or moment > timezone.now():
            day -= datetime.timedelta(days=1)
            moment = working_time.at(day, datetime.time(8, 40))
        return moment

    def _item(self):
        self.dossier.refresh_from_db()
        return self.dossier.work_items.open().get()

    def _case(self, version):
        cases = [case for case in version.cases.all() if case.form_id] or list(version.cases.all())
        named = [case for case in cases if case.name == self.case_name]
        personal = [case for case in cases if case.applicant_classes.filter(kind="person").exists()]
        return (named or personal or cases)[0]

    def _answer(self, draft) -> None:
        spec = FormSpec(draft.case.form)
        answers = sample_answers(spec, person=draft.applicant, seed=self.seed)
        for section in spec.visible_sections(answers):
            keys = {question.key for question in spec.questions_of(section)}
            part = {key: value for key, value in answers.items() if key in keys}
            for question in spec.questions_of(section):
                if question.kind == "file" and question.is_required:
                    drafting.attach(
                        draft,
                        scan(question.label),
                        name="tep-dinh-kem.jpg",
                        question_key=question.key,
                    )
            drafting.save_section(draft, section.key, part, lock=draft.lock, done=True)

    def _attach(self, draft, *, source: str = "upload", everything: bool = False) -> None:
        for paper in readiness.papers(draft):
            if (everything and paper.needs_scan) or readiness.is_compulsory(paper, draft.channel):
                drafting.attach(
                    draft,
                    scan(paper.name),
                    name=f"{paper.code}.jpg",
                    component=paper,
                    source=source,
                )

    def _wanted(self, note: str) -> list[dict]:
        papers = [
            row.component
            for row in self.dossier.documents.select_related("component")
            if row.component
        ]
        paper = papers[0] if papers else self.dossier.case.components().first()
        return [{"component": paper, "note": note}]

    def _confirm(self, purpose: str, subject: str, seal: str) -> dict:
        challenge = confirming.send_code(
            self.person, purpose=purpose, subject=subject, digest=seal, summary=str(self.procedure)
        )
        return confirming.verify(
            self.person, purpose=purpose, subject=subject, digest=seal, code=_code_of(challenge)
        )


def _code_of(challenge: Challenge) -> str:
    """The six digits as they stand in the message that waits to be sent."""
    waiting = Promise.objects.get(key__endswith=f"otp:{challenge.pk}")
    return re.search(r"\b\d{6}\b", str(waiting.payload)).group()


def _holder(item) -> User:
    """A colleague of the demo with the post for this item, not the one who proposed."""
    proposed = Decision.pending(item.dossier)
    posts = Post.objects.active().filter(department=item.department_id, role=item.role_id)
    if proposed:
        posts = posts.exclude(user=proposed.proposed_by)
    return item.owner or posts.order_by("pk").first().user


def scan(title: str):
    """A page that looks like a photographed paper, stored as any upload is."""
    page = Image.new("RGB", (900, 1270), "#f4f1e8")
    draw = ImageDraw.Draw(page)
    bold = ImageFont.truetype(str(FONTS / "BeVietnamPro_700Bold.ttf"), 34)
    plain = ImageFont.truetype(str(FONTS / "BeVietnamPro_400Regular.ttf"), 26)
    draw.rectangle((60, 60, 840, 1210), outline="#8a8577", width=3)
    y = 120
    for line in _wrapped(title, 38)[:6]:
        draw.text((110, y), line, font=bold, fill="#22211c")
        y += 52
    draw.text(
        (110, y + 30), "Bản chụp minh họa, không có giá trị pháp lý", font=plain, fill="#5b574b"
    )
    for row in range(12):
        draw.line(
            (110, y + 130 + row * 60, 790 - (row % 3) * 90, y + 130 + row * 60),
            fill="#b9b4a4",
            width=4,
        )
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=70)
    return store(SimpleUploadedFile("giay-to.jpg", kept.getvalue(), "image/jpeg"))


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]
