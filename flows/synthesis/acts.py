"""What people do with a dossier, one function per service; each tells the rows of that act."""

import datetime
import secrets

from django.utils import timezone

from flows.deadlines import clock
from flows.models import (
    Decision,
    Delivery,
    Dossier,
    State,
    Submission,
    SupplementItem,
    SupplementRequest,
)
from flows.models.decision import with_ground
from flows.services.supplements import GROUND
from flows.synthesis.story import Story, day_of, moment_of

MISSING = ["Bản chụp mờ, không đọc được số", "Thiếu chữ ký", "Giấy tờ đã hết hạn", "Thiếu trang 2"]
REFUSALS = ["Không thuộc đối tượng thực hiện thủ tục này.", "Quá trình đóng do cơ quan BHXH khác quản lý.", "Đã được giải quyết ở một hồ sơ khác."]  # fmt: skip
# Most say by which law, as the clerk chose it; some forget.
GROUNDS = ["khoản 2 Điều 17 Nghị định 61/2018/NĐ-CP"] * 9 + [""]
NEGATIVE = "Chưa đủ thời gian đóng theo quy định của Luật Bảo hiểm xã hội."


def check(story: Story) -> None:
    clerk = story.stop.officer
    for paper in story.papers:
        paper |= {"verdict": "accepted", "checked_by_id": clerk.pk, "checked_at": story.at}
        story.journal(
            "check_document", by=clerk, document=paper["id"], name=paper["name"],
            verdict="accepted", note="",
        )  # fmt: skip


def receive(story: Story) -> None:
    """intake.receive: due date, the office's number, the receipt slip."""
    stop, dossier = story.stop, story.dossier
    check(story)
    before = dossier["state"]
    dossier |= {"state": State.RECEIVED, "received_at": story.at}
    number = story.office.codes.office(story)
    since = story.at if dossier["channel"] != "online" else story.complete_since
    story.run(since, by=stop.officer, basis=story.route.case.start_event, limited=True)
    reading = story.office.times.promised(story)
    dossier |= {"due_at": reading.due_at, "first_due_at": reading.due_at}
    go_on(story)
    story.journal(
        "receive", by=stop.officer, before=before, where=stop.department,
        text=f"Đã tiếp nhận hồ sơ, hẹn trả kết quả ngày {day_of(reading.due_at)}.",
        due_at=timezone.localtime(reading.due_at).isoformat(), office_number=number,
    )  # fmt: skip
    story.issue("01", by=stop.officer, explain=clock.printed(reading))
    story.notify("received")


def go_on(story: Story) -> None:
    """The step's item is done and the next stop's begins."""
    stop = story.stop
    story.done(stop.officer)
    story.arrive(story.route.stops[story.route.stops.index(stop) + 1])


def take(story: Story) -> None:
    """work.claim: the first one to take it after acceptance begins the processing."""
    officer, dossier = story.stop.officer, story.dossier
    story.take(officer)
    if dossier["state"] == State.RECEIVED and story.stop.name != "intake":
        dossier["state"] = State.PROCESSING
        story.journal(
            "begin", by=officer, before=State.RECEIVED,
            text=f"{story.stop.department} bắt đầu xử lý hồ sơ.",
        )  # fmt: skip


def forward(story: Story) -> None:
    """handling.forward: to the next department in turn, or up."""
    here = story.stop
    go_on(story)
    if story.stop.turn:
        story.process["data"] = story.process["data"] | {"turn": story.stop.turn}
    story.journal(
        "forward", by=here.officer, where=here.department,
        text=f"{here.department} chuyển hồ sơ đến {story.department}, {story.agency}.",
        note="Đã thẩm định phần việc của phòng.",
    )  # fmt: skip


def propose(story: Story, outcome: str) -> None:
    stop = story.stop
    reasons = NEGATIVE if outcome == "negative" else ""
    ground = story.rng.choice(GROUNDS) if reasons else ""
    story.decision = story.rows.add(
        Decision, dossier_id=story.dossier["id"], outcome=outcome, reasons=reasons,
        legal_ground=ground,
        content=f"{story.route.version.procedure.name}: {'đủ' if not reasons else 'chưa đủ'} điều kiện.",
        proposed_by_id=stop.officer.pk, proposed_at=story.at,
    )  # fmt: skip
    go_on(story)
    story.journal(
        "propose", by=stop.officer, where=stop.department, outcome=outcome,
        text=f"{stop.department} đã thẩm định xong, trình lãnh đạo.",
    )  # fmt: skip


def approve(story: Story) -> None:
    stop, dossier, decision = story.stop, story.dossier, story.decision
    before = dossier["state"]
    number = story.office.codes.result(story)
    paper = story.issue(
        "result", by=stop.officer, number=number, content=decision["content"],
        reasons=with_ground(decision["reasons"], decision["legal_ground"]),
    )  # fmt: skip
    story.result = paper
    decision |= {
        "approved_by_id": stop.officer.pk, "approved_at": story.at, "document_id": paper["id"],
    }  # fmt: skip
    dossier |= {
        "state": State.RESULT_READY, "finished_at": story.at,
        "outcome_positive": decision["outcome"] == "positive",
    }  # fmt: skip
    story.stop_clock(stop.officer)
    story.delivery = story.rows.add(
        Delivery, dossier_id=dossier["id"], channel=dossier["result_channel"], created_at=story.at
    )
    if dossier["channel"] in (Dossier.Channel.ONLINE, Dossier.Channel.API):
        story.issue(
            "03-gddt", by=stop.officer, outcome=str(Decision.Outcome(decision["outcome"]).label),
            result_title=paper["title"], result_number=number, finished_at=story.at,
            content=decision["content"], reasons=with_ground(decision["reasons"], decision["legal_ground"]),
        )  # fmt: skip
    go_on(story)
    story.journal(
        "approve", by=stop.officer, before=before, where=stop.department, number=number,
        text=f"Lãnh đạo đã phê duyệt, kết quả số {number}.",
    )  # fmt: skip
    story.notify("result_ready")


def hand_over(story: Story) -> None:
    """returning.hand_over at the desk."""
    desk = story.stop.officer
    _delivered(
        story, {"method": "counter", "clerk": str(desk)}, channel="counter", handed_by_id=desk.pk,
        results=[f"paper:{story.result['id']}"],
        recipient_name=story.person.name, recipient_identifier=story.person.identifier,
    )  # fmt: skip
    story.done(desk)
    story.end()
    story.journal(
        "return", by=desk, before=State.RESULT_READY, channel="counter",
        results=story.delivery["results"], originals=[],
        text="Đã trả kết quả tại Bộ phận Một cửa.",
    )  # fmt: skip
    recipient = {
        "name": story.person.name,
        "identifier": story.person.identifier,
        "is_proxy": False,
    }
    result = {"label": story.result["title"], "note": story.result["number"]}
    story.issue("handover", by=desk, recipient=recipient, items=[result])
    story.notify("returned")


def collect_online(story: Story) -> None:
    person = story.person
    _delivered(story, {"method": "online", "account": person.key}, recipient_name=person.name)
    story.done(story.writer)
    story.end()
    story.journal(
        "return", by=story.writer, before=State.RESULT_READY, channel="online",
        text="Người nộp đã nhận kết quả trực tuyến.",
    )  # fmt: skip
    story.notify("returned")


def send_by_post(story: Story) -> None:
    desk, number = story.stop.officer, f"VN{story.rng.randrange(10**9):09d}BX"
    story.delivery |= {
        "channel": "post", "state": "sent", "handed_by_id": desk.pk, "tracking_number": number,
        "sent_at": story.at, "results": [f"paper:{story.result['id']}"],
    }  # fmt: skip
    story.done(desk)
    story.waits("await_post")
    story.journal(
        "post", by=desk, originals=[],
        text=f"Kết quả đã gửi qua bưu chính, số bưu gửi {number}.",
    )  # fmt: skip
    story.notify("sent_by_post", tracking_number=number)


def confirm_post(story: Story) -> None:
    desk, number = story.stop.officer, story.delivery["tracking_number"]
    _delivered(story, {"method": "post", "number": number})
    story.journal(
        "return", by=desk, before=State.RESULT_READY, text="Bưu chính đã phát kết quả.",
    )  # fmt: skip
    story.heard("after_post")
    story.end()
    story.notify("returned")


def _delivered(story: Story, evidence: dict, **values) -> None:
    story.delivery |= {
        "state": "delivered", "delivered_at": story.at, "evidence": evidence, **values,
    }  # fmt: skip
    story.dossier |= {"state": State.RETURNED, "returned_at": story.at}


def ask(story: Story, phase: str) -> None:
    """supplements.ask_supplement, or intake.ask_completion before acceptance."""
    officer, dossier, before = story.stop.officer, story.dossier, story.dossier["state"]
    paper, note = story.route.papers[0], story.rng.choice(MISSING)
    reason = f"Hồ sơ chưa đủ để giải quyết: {note.lower()}."
    answer_by = story.at + datetime.timedelta(days=story.route.version.supplement_days)
    processing = phase == "processing"
    story.request = story.rows.add(
        SupplementRequest, dossier_id=dossier["id"], phase=phase, reason=reason,
        legal_ground=story.rng.choice(GROUNDS),
        asked_by_id=officer.pk, asked_at=story.at, answer_by=answer_by,
        due_before=dossier["due_at"] if processing else None,
    )  # fmt: skip
    story.rows.add(
        SupplementItem, request_id=story.request["id"], component_id=paper.pk, label=paper.name, note=note
    )  # fmt: skip
    if processing:
        story.process["data"] = story.process["data"] | {
            "above": story.stop.name == "appraise_above"
        }
        story.stop_clock(officer)
        story.interval(
            "pause", story.at, by=officer,
            basis="Chờ người nộp bổ sung hồ sơ (Điều 19 Nghị định 61/2018/NĐ-CP)",
        )  # fmt: skip
        dossier["state"] = State.SUPPLEMENT_REQUESTED
    else:
        dossier |= {"state": State.INTAKE_SUPPLEMENT, "answer_due_at": None}
    story.done(officer)
    story.waits("await_supplement" if processing else "await_completion")
    told = (
        f"Yêu cầu bổ sung hồ sơ, tạm dừng tính thời hạn: {reason}"
        if processing
        else f"Đề nghị hoàn thiện hồ sơ trước khi tiếp nhận: {reason}"
    )
    story.journal(
        "ask_supplement" if processing else "ask_completion", by=officer, before=before, text=told
    )
    story.issue(
        "02",
        by=officer,
        reason=reason,
        legal_ground=story.request["legal_ground"],
        items=[{"label": paper.name, "note": note}],
        answer_by=answer_by,
    )
    story.notify(
        "supplement_asked" if processing else "completion_asked", reason=reason,
        items=f"{paper.name} ({note})", answer_by=moment_of(answer_by), answer_by_day=day_of(answer_by),
    )  # fmt: skip


def answer(story: Story) -> None:
    """supplements.answer: a new submission, a better paper, the clock goes on."""
    dossier, request, before = story.dossier, story.request, story.dossier["state"]
    submission = story.rows.add(
        Submission, dossier_id=dossier["id"], number=2, answers=story.submission["answers"],
        digest=secrets.token_hex(32), filed_at=story.at, filed_by_id=story.person.key,
        evidence=story.submission["evidence"],
    )  # fmt: skip
    fresh = story.paper(story.route.papers[0], 0, source="supplement", submission=submission)
    story.papers[0]["superseded_by_id"] = fresh["id"]
    story.papers[0] = fresh
    request |= {"answered_at": story.at, "closed_at": story.at}
    if request["phase"] == "processing":
        dossier["state"] = State.PROCESSING
        _resume_clock(story)
        request["due_after"] = dossier["due_at"]
    else:
        dossier |= {"state": State.SUBMITTED, "answer_due_at": story.office.times.answer_due(story)}
        story.complete_since = story.at
    story.journal(
        "answer_supplement", by=story.writer, before=before, text="Người nộp đã bổ sung hồ sơ.",
        request=request["id"],
    )  # fmt: skip
    story.heard("after_supplement" if request["phase"] == "processing" else "after_completion")
    story.step_before = story.task_before
    story.arrive(story.stop)
    story.notify("supplement_answered")


def _resume_clock(story: Story) -> None:
    version, case = story.route.version, story.route.case
    term = {}
    if version.supplement_clock == "restart":
        term = {"limit_value": case.limit_value, "limit_unit": case.limit_unit}
    elif version.supplement_clock == "new_limit":
        term = {
            "limit_value": version.supplement_limit_value,
            "limit_unit": version.supplement_limit_unit,
        }
    story.stop_clock(story.writer)
    story.interval("run", story.at, by=story.writer, basis="Người nộp đã bổ sung đủ hồ sơ", **term)
    story.dossier["due_at"] = story.office.times.promised(story).due_at or story.dossier["due_at"]


def stop(story: Story) -> None:
    """supplements.stop by the sweep: no answer in time."""
    before, request = story.dossier["state"], story.request
    reason = f"Người nộp không bổ sung hồ sơ trong thời hạn: {request['reason']}"
    request["closed_at"] = story.at
    story.dossier |= {
        "state": State.STOPPED, "finished_at": story.at, "closing_reason": reason,
        "legal_ground": GROUND,
    }  # fmt: skip
    story.stop_clock(None)
    story.journal(
        "stop", before=before,
        text="Dừng giải quyết vì không nhận được hồ sơ bổ sung trong thời hạn.",
    )  # fmt: skip
    story.heard("after_supplement")
    story.end()
    story.issue("05", by=None, reason=reason, legal_ground=GROUND)
    story.notify("stopped", reason=reason)


def refuse(story: Story) -> None:
    clerk, reason = story.stop.officer, story.rng.choice(REFUSALS)
    ground = story.rng.choice(GROUNDS)
    before = story.dossier["state"]
    story.dossier |= {
        "state": State.REFUSED, "finished_at": story.at, "closing_reason": reason,
        "legal_ground": ground,
    }  # fmt: skip
    story.done(clerk)
    story.end()
    story.journal("refuse", by=clerk, before=before, text=f"Từ chối tiếp nhận: {reason}")
    story.issue("03", by=clerk, reason=reason, legal_ground=ground)
    story.notify("refused", reason=reason)


def ask_withdrawal(story: Story) -> None:
    before, reason = story.dossier["state"], "Đã nộp hồ sơ ở nơi khác."
    story.dossier |= {"state": State.WITHDRAW_REQUESTED, "closing_reason": reason}
    story.journal(
        "ask_withdrawal", by=story.writer, before=before, text="Người nộp xin rút hồ sơ.", reason=reason
    )  # fmt: skip
    story.notify("withdraw_requested", reason=reason)


def withdraw(story: Story) -> None:
    """withdrawing.confirm: open work ends, the clock is closed."""
    officer = story.stop.officer
    story.item |= {"status": "CANCELED", "finished": story.at}
    story.process |= {"status": "CANCELED", "finished": story.at}
    story.dossier |= {"state": State.WITHDRAWN, "finished_at": story.at}
    story.stop_clock(officer)
    story.journal(
        "withdraw", by=officer, before=State.WITHDRAW_REQUESTED,
        text="Hồ sơ đã được rút theo yêu cầu.",
    )  # fmt: skip
    story.notify("withdrawn", reason=story.dossier["closing_reason"])
