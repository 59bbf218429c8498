"""Steps: a dossier goes its whole way through the pages; refusals keep what was typed."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from catalog.models import Phrase
from flows.errors import DossierError
from flows.models import State
from flows.services import supplements, work
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def blank_page() -> bytes:
    kept, pdf = io.BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(kept)
    return kept.getvalue()


def step(item, act: str) -> str:
    return reverse("admin:work_step", args=[item.pk, act])


def dossier_step(dossier, act: str) -> str:
    return reverse("admin:dossier_step", args=[dossier.pk, act])


def state_of(dossier) -> str:
    dossier.refresh_from_db()
    return dossier.state


def test_a_dossier_goes_from_intake_to_result_through_the_pages(
    clerk, officer, leader, desk, office, version
):
    dossier = given.filed(version, office)
    item = given.item(dossier)
    for document in dossier.documents.all():
        answer = clerk.post(
            step(item, "check_document"),
            {"document": document.pk, "verdict": "accepted", "originals_kept": "1"},
        )
        assert answer.status_code == 302
    assert clerk.post(step(item, "receive")).status_code == 302
    assert state_of(dossier) == State.RECEIVED
    proposal = {"outcome": "positive", "content": "Cấp sổ BHXH số 7912345678", "reasons": ""}
    assert officer.post(step(given.item(dossier), "propose"), proposal).status_code == 302
    approving = step(given.item(dossier), "approve")
    assert "Cấp sổ BHXH số 7912345678" in leader.get(approving).content.decode()
    assert leader.post(approving).status_code == 302
    assert state_of(dossier) == State.RESULT_READY
    receipt = {
        "recipient_name": "Nguyễn Thị Bình An",
        "recipient_identifier": "079190001234",
        "acknowledged": "signature",
    }
    for document in dossier.documents.all():
        receipt[f"original_{document.pk}"] = "on"
    of_another = {**receipt, "recipient_identifier": "079 190 009 999"}
    refused = desk.post(step(given.item(dossier), "hand_over"), of_another)
    assert refused.status_code == 422
    assert "khác số định danh của chủ hồ sơ" in refused.text
    asked = {**receipt, "recipient_name": "Bình An", "acknowledged": "otp", "send_code": "1"}
    sent = desk.post(step(given.item(dossier), "hand_over"), asked)
    assert "Gửi lại mã" in sent.text
    assert 'value="Bình An"' in sent.text
    without = {name: value for name, value in asked.items() if name != "send_code"}
    assert (
        "nhập mã mà người nhận đọc"
        in desk.post(step(given.item(dossier), "hand_over"), without).text
    )
    assert desk.post(step(given.item(dossier), "hand_over"), receipt).status_code == 302
    assert state_of(dossier) == State.RETURNED


def test_the_papers_left_are_accepted_by_one_button_and_the_slip_is_printed_from_the_message(
    clerk, officer, leader, office, version, client, django_assert_max_num_queries
):
    dossier = given.filed(version, office)
    item = given.item(dossier)
    bad, *left = dossier.documents.all()
    clerk.post(
        step(item, "check_document"), {"document": bad.pk, "verdict": "rejected", "note": "Mờ"}
    )
    assert officer.post(step(item, "accept_rest")).status_code in {403, 404}
    if left:
        with django_assert_max_num_queries(30):
            clerk.post(step(item, "accept_rest"), {"seen": "1"})
    assert clerk.post(step(item, "accept_rest")).status_code == 409  # nothing left to mark
    bad.refresh_from_db()
    assert bad.verdict == "rejected"
    clerk.post(step(item, "check_document"), {"document": bad.pk, "verdict": "accepted"})
    told = clerk.post(step(item, "receive"), follow=True)
    slip = dossier.issued.get(kind="01")
    assert told.context["to_print"] == [slip]
    clerk.get(reverse("flows:issued", args=[slip.token]))
    page = reverse("admin:flows_dossier_change", args=[dossier.pk])
    assert clerk.get(page).context["to_print"] == []
    # From a list the message itself leads to the slip.
    queue = reverse("admin:flows_workitem_changelist")
    typed = {"outcome": "positive", "content": "Cấp sổ."}
    officer.post(step(given.item(dossier), "propose"), typed)
    told = leader.post(step(given.item(dossier), "approve"), {"next": queue}, follow=True)
    result = dossier.issued.get(kind="result")
    assert (
        f'<a href="{reverse("flows:issued", args=[result.token])}?xem=1"' in told.content.decode()
    )
    # Who holds the slip without a scanner finds it, and every paper of the dossier, by code and check code.
    asked = {"so": dossier.code, "kt": dossier.check_code}
    page = client.get(reverse("home:verify_number"), asked).content.decode()
    assert reverse("home:verify", args=[slip.token]) in page
    assert dossier.applicant_name not in page
    asked["kt"] = "000000"
    assert slip.token not in client.get(reverse("home:verify_number"), asked).content.decode()


@pytest.mark.parametrize(
    ("act", "who", "typed"),
    [
        ("receive", "clerk", {}),
        ("propose", "officer", {"outcome": "positive", "content": "Cấp sổ."}),
        ("approve", "leader", {}),
    ],
)
def test_an_act_costs_at_most_30_queries_with_sign_in_and_all(
    office, version, act, who, typed, django_assert_max_num_queries
):
    makers = {"receive": given.filed, "propose": given.received, "approve": given.proposed}
    dossier = makers[act](version, office)
    if act == "receive":
        given.papers_checked(dossier, office)
    item = given.item(dossier)
    work.claim(item, by=getattr(office, who))
    client = at_desk(getattr(office, who))
    assert client.get(step(item, act)).status_code == 200  # its page, as a person comes to it
    with django_assert_max_num_queries(30):
        assert client.post(step(item, act), typed).status_code == 302


def test_a_refusal_of_the_rules_is_told_on_the_same_page_and_keeps_what_was_typed(
    clerk, office, version
):
    dossier = given.filed(version, office)
    answer = clerk.post(step(given.item(dossier), "receive"))
    assert answer.status_code == 409
    assert "Còn giấy tờ chưa kiểm tra" in answer.content.decode()
    item = given.item(dossier)
    clerk.post(step(item, "refuse"), {"reason": "Không thuộc thẩm quyền"})
    again = clerk.post(step(item, "refuse"), {"reason": "Lý do đã gõ dài dòng"})
    assert again.status_code == 409
    assert "Lý do đã gõ dài dòng" in again.content.decode()


def test_the_clerk_reads_the_promised_day_before_accepting_and_it_holds(clerk, office, version):
    dossier = given.filed(version, office)
    given.papers_checked(dossier, office)
    page = clerk.get(step(given.item(dossier), "receive")).content.decode()
    clerk.post(step(given.item(dossier), "receive"))
    dossier.refresh_from_db()
    assert f"{timezone.localtime(dossier.due_at):%H:%M %d/%m/%Y}" in page


def test_twice_the_same_act_has_one_effect(clerk, office, version):
    dossier = given.filed(version, office)
    given.papers_checked(dossier, office)
    item = given.item(dossier)
    assert clerk.post(step(item, "receive")).status_code == 302
    assert clerk.post(step(item, "receive")).status_code == 409
    assert dossier.issued.filter(kind="01").count() == 1


def test_completion_names_papers_and_questions_with_notes(clerk, office, version):
    dossier = given.filed(version, office)
    item, paper = given.item(dossier), version.components.get()
    assert clerk.post(step(item, "ask_completion"), {"reason": "Thiếu"}).status_code == 422
    clerk.post(
        step(item, "ask_completion"),
        {
            "reason": "Thiếu giấy tờ",
            f"component_{paper.pk}": "on",
            f"note_component_{paper.pk}": "Ảnh mờ",
            "question_ngay_sinh": "on",
            "note_question_ngay_sinh": "Sai năm",
        },
    )
    assert state_of(dossier) == State.INTAKE_SUPPLEMENT
    items = dossier.supplements.get().items.all()
    assert {(i.component_id, i.question_key, i.note) for i in items} == {
        (paper.pk, "", "Ảnh mờ"),
        (None, "ngay_sinh", "Sai năm"),
    }


def test_ready_phrases_are_inserted_without_script_and_stay_editable(clerk, office, version):
    phrase = Phrase.objects.create(
        kind="refusal", title="Sai nơi nộp", text="Hồ sơ không thuộc thẩm quyền của cơ quan."
    )
    url = step(given.item(given.filed(version, office)), "refuse")
    page = clerk.post(
        url, {"phrase": phrase.pk, "reason": "Kính gửi ông/bà.", "insert_phrase": "1"}
    )
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Kính gửi ông/bà." in shown
    assert "không thuộc thẩm quyền của cơ quan." in shown


def test_what_a_phrase_left_to_be_filled_in_goes_on_no_slip(clerk, office, version):
    Phrase.objects.create(
        kind="refusal", title="Đã giải quyết", text="Đã giải quyết tại [số, ngày]."
    )
    dossier = given.filed(version, office)
    url = step(given.item(dossier), "refuse")
    answer = clerk.post(url, {"reason": "Đã giải quyết tại [số, ngày]."})
    assert answer.status_code == 422
    assert "Hãy thay chỗ để trống của câu mẫu: [số, ngày]." in answer.text
    clerk.post(url, {"reason": "Đã giải quyết tại 12/QĐ-BHXH, 01/10/2026, theo [Phụ lục 3]."})
    assert dossier.issued.filter(kind="03").exists()


def test_the_proposer_cannot_approve_even_with_the_leaders_right(office, version):
    dossier = given.received(version, office)
    both = given.staff("Hai Vai", "case_officer", office.departments["policy"])
    both.posts.create(role=given.role("leader"), department=office.departments["leadership"])
    client = at_desk(both)
    client.post(step(given.item(dossier), "propose"), {"outcome": "positive", "content": "Cấp."})
    item, told = given.item(dossier), "không được tự phê duyệt; hãy chuyển lãnh đạo khác"
    page = client.get(step(item, "approve"), follow=True)
    assert told in page.text, "said before anything is typed, on the dossier's page"
    assert step(item, "approve") not in page.text
    assert step(item, "send_back") not in page.text
    assert step(item, "claim") not in page.text
    queue = client.get(reverse("admin:flows_workitem_changelist"))
    assert "Bạn đã trình kết quả này" in queue.text
    assert step(item, "claim") not in queue.text
    for act in ("claim", "approve"):
        answer = client.post(step(item, act))
        assert (answer.status_code, told in answer.text) == (403, True)
    with pytest.raises(DossierError, match="Hai Vai đã trình kết quả này"):
        work.hand_over(item, by=office.leader, to=both)
    item.refresh_from_db()
    assert item.owner is None
    assert state_of(dossier) == State.PROCESSING


def test_without_the_right_403_and_without_the_post_404(officer, clerk, office, version):
    dossier = given.filed(version, office)
    item = given.item(dossier)
    assert officer.post(step(item, "receive")).status_code == 404
    refused = clerk.post(step(item, "approve"))
    assert (refused.status_code, "không có quyền «Phê duyệt" in refused.text) == (403, True)
    assert clerk.post(step(item, "no-such-act")).status_code == 404


def test_a_right_taken_away_while_the_form_is_open_refuses_the_post(clerk, office, version):
    item = given.item(given.filed(version, office))
    assert clerk.get(step(item, "refuse")).status_code == 200
    office.clerk.posts.all().delete()
    assert clerk.post(step(item, "refuse"), {"reason": "x"}).status_code == 403


def test_next_never_leads_off_the_host(clerk, office, version):
    item = given.item(given.filed(version, office))
    answer = clerk.post(step(item, "claim"), {"next": "https://ac.example/"})
    assert answer.url == reverse("admin:flows_dossier_change", args=[item.dossier_id])


def test_leader_approves_or_returns_several_after_one_confirmation_that_names_every_code(
    leader, office, version
):
    dossiers = [given.proposed(version, office) for _turn in range(3)]
    chosen = {"item": [given.item(dossier).pk for dossier in dossiers]}
    back = {"item": chosen["item"].pop(), "send_back": "1"}
    returned = dossiers.pop()
    assert returned.code in leader.post(reverse("admin:signing"), back).content.decode()
    back["confirmed"] = "1"
    assert "Hãy ghi rõ lý do" in leader.post(reverse("admin:signing"), back).content.decode()
    back["reason"] = "Thiếu căn cứ"
    assert returned.code in leader.post(reverse("admin:signing"), back, follow=True).text
    assert returned.journal.last().data["reason"] == "Thiếu căn cứ"
    page = leader.post(reverse("admin:signing"), chosen).content.decode()
    assert all(dossier.code in page for dossier in dossiers)
    assert all(state_of(dossier) == State.PROCESSING for dossier in dossiers)
    done = leader.post(reverse("admin:signing"), {**chosen, "confirmed": "1"}, follow=True)
    assert "Đã phê duyệt 2 hồ sơ" in done.content.decode()
    assert all(state_of(dossier) == State.RESULT_READY for dossier in dossiers)


def test_leader_extends_once_with_apology(leader, office, version):
    dossier = given.received(version, office)
    before = dossier.due_at
    new_due = (before.date()).replace(year=before.year + 1).isoformat()
    typed = {"new_due": new_due, "reason": "Hệ thống xác minh chậm"}
    assert leader.post(dossier_step(dossier, "extend"), typed).status_code == 302
    dossier.refresh_from_db()
    assert dossier.due_at > before
    assert leader.post(dossier_step(dossier, "extend"), typed).status_code == 409


def test_results_go_by_post_and_the_post_confirms(desk, office, version):
    version.result_channels = ["post"]
    dossier = given.decided(version, office, result_channel="post", result_address="12 Lê Lợi")
    page = desk.get(reverse("admin:return_desk")).content.decode()
    assert dossier.code in page
    sent = desk.post(step(given.item(dossier), "send_by_post"), {"tracking_number": "EB123VN"})
    assert sent.status_code == 302
    assert "EB123VN" in desk.get(reverse("admin:return_desk")).content.decode()
    confirming = dossier_step(dossier, "confirm_post")
    shown = desk.get(confirming).text
    assert "EB123VN" in shown
    assert f"tới {dossier.applicant_name}, 12 Lê Lợi" in shown
    came = desk.post(confirming, {"delivered": "0"}, follow=True).text
    assert "bưu chính hoàn lại kết quả" in came
    again = step(given.item(dossier), "send_by_post")
    assert "12 Lê Lợi" in desk.get(again).text
    desk.post(again, {"tracking_number": "EB124VN"})
    assert desk.post(confirming, {"delivered": "1"}).status_code == 302
    assert state_of(dossier) == State.RETURNED


def test_board_figures_open_lists_of_the_same_length(leader, office, version):
    given.filed(version, office)
    given.received(version, office)
    page = leader.get(reverse("admin:board"))
    figures, links = page.context["figures"], page.context["links"]
    for name, url in links.items():
        assert leader.get(url).context["cl"].result_count == figures[name], name
    for bar in page.context["states"]:
        assert leader.get(bar.url).context["cl"].result_count == bar.count, bar.label


def test_the_ways_beside_the_straight_one_have_their_steps(office, version, clerk, officer, leader):
    """Refer, confirm, give an opinion, return to a step, undo: each from its button."""
    right = given.office("BHXH cơ sở Thủ Đức")
    dossier = given.filed(version, office)

    def url(name, subject="work_step"):
        return reverse(f"admin:{subject}", args=[
            given.item(dossier).pk if subject == "work_step" else dossier.pk, name,
        ])  # fmt: skip

    assert right.agency.name in clerk.get(url("refer")).content.decode()
    assert clerk.post(url("refer"), {"to": "", "reason": ""}).status_code == 422
    assert clerk.post(
        url("refer"), {"to": right.agency.pk, "reason": "Cư trú nơi khác"}
    ).status_code in (302, 404)
    theirs = at_desk(right.clerk)
    page = theirs.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()
    assert "Chờ xác nhận" in page
    assert theirs.post(url("confirm_referral")).status_code == 302
    given.papers_checked(dossier, right)
    assert theirs.post(url("receive")).status_code == 302
    expert = at_desk(right.officer)
    proposal = {"outcome": "positive", "content": "Cấp sổ"}
    assert expert.post(url("propose"), proposal).status_code == 302
    undo = url("undo_step", "dossier_step")
    assert "Hoàn tác" in expert.get(undo).content.decode()
    assert expert.post(undo, {"reason": "Quên ghi chú"}).status_code == 302
    assert given.item(dossier).step == "appraise"


def test_a_supplement_is_entered_at_the_desk_for_exactly_what_was_asked(office, version, clerk):
    dossier = given.received(version, office)
    supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Mờ",
        items=[{"component": version.components.get()}, {"question_key": "noi_dung"}],
    )  # fmt: skip
    page = reverse("admin:dossier_step", args=[dossier.pk, "answer_at_desk"])
    shown = clerk.get(page).text
    assert "Nội dung đề nghị" in shown
    assert "Ngày sinh" not in shown
    item = dossier.supplements.get().items.get(question_key="")
    typed = {"channel": "counter", "giver": "Trần Thị Giao", "noi_dung": "Cấp sổ mới"}
    refused = clerk.post(page, typed)
    assert refused.status_code == 422
    assert "Hãy đính kèm bản quét" in refused.text
    assert "Cấp sổ mới" in refused.text
    scan = SimpleUploadedFile("giay.pdf", blank_page(), "application/pdf")
    answer = clerk.post(
        page, typed | {f"files_{item.pk}": scan, f"kept_{item.pk}": "0"}, follow=True
    )
    assert "lập Phiếu giao nhận hồ sơ" in answer.text
    assert f"nộp tại quầy, {office.clerk} nhập" in answer.text
