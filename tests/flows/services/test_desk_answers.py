"""A supplement over the counter or by post: the clerk enters it for somebody without account."""

import datetime

import pytest
from django.utils import timezone

from flows.deadlines import clock
from flows.errors import DossierError, NotPermitted
from flows.models import State
from flows.papers import render
from flows.services import desk_answers, filing, intake, supplements
from tests import situations
from tests.flows.papers.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(office, version):
    """Taken in at the counter for somebody without account; a paper and an answer are asked for."""
    situations.loaded_slips()
    ready = situations.draft(version, office, office.clerk, channel="counter")
    dossier = filing.register_at_counter(ready, by=office.clerk)
    situations.papers_checked(dossier, office)
    dossier = intake.receive(situations.item(dossier), by=office.clerk)
    paper = version.components.get()
    return supplements.ask_supplement(
        situations.item(dossier), by=office.officer, reason="Thiếu xác nhận",
        items=[{"component": paper, "note": "bản rõ"}, {"question_key": "noi_dung", "note": ""}],
    )  # fmt: skip


def entered(request, office, version, **other):
    facts = {
        "by": office.clerk, "channel": "counter", "giver": "Nguyễn Thị Bình An",
        "answers": {"noi_dung": "Đề nghị cấp sổ"},
        "files": {version.components.get().pk: [(situations.stored(b"%PDF-1.4 moi"), "moi.pdf")]},
        "originals": {version.components.get().pk: 1},
    }  # fmt: skip
    return desk_answers.enter(request, **(facts | other))


def test_the_clerk_enters_it_the_clock_goes_on_and_a_slip_is_printed(asked, office, version):
    slip = entered(asked, office, version)
    dossier = asked.dossier
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert dossier.applicant is None
    assert dossier.current_submission.answers["noi_dung"] == "Đề nghị cấp sổ"
    assert dossier.current_submission.evidence["method"] == "counter"
    told = dossier.journal.get(act="answer_supplement").public_text
    assert told == f"Người nộp đã bổ sung hồ sơ tại quầy, cán bộ {office.clerk} nhập."
    text = " ".join(text_of(render(slip)).split())
    due = timezone.localtime(dossier.due_at)
    for words in ("PHIẾU GIAO NHẬN HỒ SƠ", "nộp tại quầy", "Giấy tờ chứng minh", "giữ 1 bản chính",
                  f"ngày {due:%d} tháng {due:%m} năm {due:%Y}"):  # fmt: skip
        assert words in text
    # The original goes on to the department that asked.
    to = dossier.paper_handovers.order_by("-pk").first().to_department
    assert to == office.departments["policy"]
    assert entered(asked, office, version) == slip


def test_a_supplement_by_post_says_so(asked, office, version):
    today = timezone.localdate()
    slip = entered(
        asked, office, version, channel="post", tracking_number="EB123456789VN", arrived_on=today
    )
    assert (
        slip.data["channel"]
        == f"qua bưu chính, số bưu gửi EB123456789VN, dấu nơi đến {today:%d/%m/%Y}"
    )
    assert "qua bưu chính" in asked.dossier.journal.get(act="answer_supplement").public_text


def test_by_post_the_term_goes_on_from_the_arrival_postmark(asked, office, version, monkeypatch):
    asked_on = timezone.localdate(asked.asked_at)
    now = timezone.now() + datetime.timedelta(days=9)
    monkeypatch.setattr(timezone, "now", lambda: now)
    later, arrived = timezone.localdate(now), asked_on + datetime.timedelta(days=4)
    day = datetime.timedelta(days=1)
    for wrong, told in (
        (None, "dấu bưu điện"), (later + day, "tương lai"), (asked_on - day, "trước ngày yêu cầu"),
    ):  # fmt: skip
        with pytest.raises(DossierError, match=told):
            entered(asked, office, version, channel="post", arrived_on=wrong)
    entered(asked, office, version, channel="post", arrived_on=arrived)
    asked.refresh_from_db()
    dossier = asked.dossier
    dossier.refresh_from_db()
    waited, goes_on = dossier.clock.order_by("-opened_at")[:2][::-1]
    assert waited.closed_at == goes_on.opened_at == asked.answered_at
    assert timezone.localtime(goes_on.opened_at).date() == arrived
    assert dossier.due_at == clock.explain(dossier).due_at


def test_what_arrives_on_the_day_it_is_asked_for_never_goes_on_before_it_stopped(
    asked, office, version
):
    entered(asked, office, version, channel="post", arrived_on=timezone.localdate(asked.asked_at))
    waited, goes_on = asked.dossier.clock.order_by("-pk")[:2][::-1]
    assert waited.opened_at == waited.closed_at == goes_on.opened_at


def test_only_what_was_asked_and_only_by_the_desk(asked, office, version):
    with pytest.raises(DossierError, match="Chỉ được bổ sung những mục"):
        entered(asked, office, version, answers={"ho_ten": "Người Khác", "noi_dung": "x"})
    with pytest.raises(NotPermitted):
        entered(asked, office, version, by=office.officer)
    other = situations.office("BHXH nơi khác")
    with pytest.raises(NotPermitted):
        entered(asked, office, version, by=other.clerk)
    assert asked.dossier.submissions.count() == 1


def test_the_asked_days_are_not_counted(asked, office, version, monkeypatch):
    asked.dossier.refresh_from_db()
    before = asked.dossier.due_at
    later = timezone.now() + datetime.timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: later)
    entered(asked, office, version)
    asked.dossier.refresh_from_db()
    assert asked.dossier.due_at > before
