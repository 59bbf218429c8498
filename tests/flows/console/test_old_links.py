"""Links and pages left open: what has changed meanwhile is said, and nothing typed is lost."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from flows.services import amending, filing, handling, supplements
from tests import situations as given

pytestmark = pytest.mark.django_db


def step(item, act: str) -> str:
    return reverse("admin:work_step", args=[item.pk, act])


def test_an_old_link_to_an_act_that_the_rules_forbid_says_why_before_anything_is_typed(
    officer, office, version
):
    dossier = given.received(version, office)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Mờ",
        items=[{"component": version.components.get()}],
    )  # fmt: skip
    old = dossier.work_items.filter(step="appraise").latest("pk")
    page = officer.get(f"/quan-tri/viec/{old.pk}/ask_supplement/", follow=True)
    assert "đã xong" in page.content.decode()
    paper = {version.components.get().pk: [(given.stored(b"%PDF-1.4 ro"), "ro.pdf")]}
    person = dossier.submitter
    supplements.answer(request, by=person, answers={}, files=paper, evidence=given.EVIDENCE)
    item = given.item(dossier)
    page = officer.get(f"/quan-tri/viec/{item.pk}/ask_supplement/", follow=True)
    assert "Điều 19 Nghị định 61/2018/NĐ-CP" in page.content.decode()


def test_who_comes_second_reads_who_did_what_and_keeps_what_was_typed(officer, office, version):
    """The second of two pages of one step: who was first, and the reason becomes a note in one press."""
    dossier = given.received(version, office)
    item = given.item(dossier)
    shown = officer.get(step(item, "propose")).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', shown)[1]
    typed = {"outcome": "negative", "content": "Trả lời.", "opened": opened}
    colleague = given.staff("Lý Thụ Lý", "case_officer", office.departments["policy"])
    handling.propose(item, by=colleague, outcome="positive", content="Cấp sổ.")
    typed["reasons"] = "Thiếu thời gian đóng."
    late = officer.post(step(item, "propose"), typed)
    page = late.content.decode()
    assert late.status_code == 409
    assert f"đã xong, do {colleague} làm lúc" in page
    assert "Mở hồ sơ như hiện nay" in page
    assert "Xem trước văn bản" in shown
    assert "Xem trước văn bản" not in page
    kept = late.context["meanwhile"].to_keep
    assert "Trả lời." in kept
    assert "Thiếu thời gian đóng." in kept
    noted = reverse("admin:dossier_step", args=[dossier.pk, "note"])
    assert officer.post(noted, {"text": kept}).status_code == 302
    assert dossier.journal.last().data["text"] == kept


def test_a_stale_page_does_not_accept_what_the_applicant_has_changed_meanwhile(
    clerk, office, version
):
    """The page names the submission it showed; the citizen's amendment makes it out of date."""
    person = given.citizen()
    dossier = given.filed(version, office, person)
    given.papers_checked(dossier, office)
    page = clerk.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()
    address = reverse("admin:work_step", args=[given.item(dossier).pk, "receive"])
    assert f"{address}?seen=1" in page
    draft = amending.open_amendment(dossier, by=person)
    draft.answers = draft.answers | {"noi_dung": "Đổi tên đơn vị"}
    draft.save()
    amending.amend(draft, by=person, evidence=given.EVIDENCE, digest=filing.digest_of(draft))

    shown = clerk.get(f"{address}?seen=1").content.decode()
    assert '<input type="hidden" name="seen" value="1">' in shown
    for act, typed in (("receive", {}), ("refuse", {"reason": "Sai thẩm quyền"})):
        url = reverse("admin:work_step", args=[given.item(dossier).pk, act])
        opened = timezone.now() - datetime.timedelta(minutes=1)
        typed |= {"seen": "1", "opened": opened.isoformat()}
        answer = clerk.post(url, typed)
        assert answer.status_code == 409
        assert "Người nộp vừa thay đổi hồ sơ" in answer.content.decode()
        assert [entry.told for entry in answer.context["meanwhile"].entries][
            -1
        ] == "Người nộp sửa hồ sơ"
        again = clerk.post(url, typed | {"refresh": "1"})
        assert '<input type="hidden" name="seen" value="2">' in again.content.decode()
        assert typed.get("reason", "") in again.content.decode()
    assert clerk.post(address, {"seen": "2"}).status_code == 302
