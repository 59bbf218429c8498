"""Feedback is answered in time by the agency it concerns; proposals go to the IT Centre (Article 24)."""

import pytest
from django.utils import timezone

from catalog.models import Department
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Promise, Proposal
from flows.services import listening, proposing
from tests import situations as given

pytestmark = pytest.mark.django_db


def feedback(office, **facts):
    return listening.receive(
        **{"kind": "report", "agency": office.agency, "name": "Nguyễn An", "content": "Chờ lâu.",
           "email": "an@example.vn", "address": "192.0.2.1", **facts}
    )  # fmt: skip


def test_feedback_gets_a_number_a_deadline_and_an_answer_that_is_told(office):
    made = feedback(office, phone="+84912345678")
    assert made.number == f"1/{timezone.localdate().year}/PAKN-{office.agency.office_code}"
    assert made.due_at > timezone.now()
    listening.take(made, by=office.clerk)
    with pytest.raises(AlreadyDone):
        listening.take(made, by=office.officer)
    listening.answer(made, by=office.clerk, text="Đã bố trí thêm quầy.")
    with pytest.raises(AlreadyDone):
        listening.answer(made, by=office.clerk, text="Lần nữa")
    found = listening.find(made.number.lower(), made.check_code)
    assert found.answer == "Đã bố trí thêm quầy."
    assert listening.find(made.number, "000000x") is None
    kinds = list(Promise.objects.values_list("kind", flat=True))
    assert (kinds.count("mail"), kinds.count("sms")) == (2, 2)


def test_the_wrong_agency_passes_it_on_and_cannot_answer_any_more(office):
    other = given.office("BHXH cơ sở Thuận An")
    made = feedback(office)
    listening.forward(made, by=office.clerk, to=other.agency, reason="Hồ sơ nộp ở Thuận An.")
    with pytest.raises(NotPermitted):
        listening.answer(made, by=office.clerk, text="x")
    listening.answer(made, by=other.clerk, text="Đã xử lý.")
    made.refresh_from_db()
    assert [step["act"] for step in made.history] == ["forward", "answer"]


def test_floods_and_feedback_nobody_can_answer_are_refused(office):
    with pytest.raises(DossierError, match="điện thoại hoặc thư"):
        feedback(office, email="")
    for _each in range(listening.PER_DAY):
        feedback(office)
    with pytest.raises(DossierError, match="ngày mai"):
        feedback(office)
    assert feedback(office, address="192.0.2.2")


@pytest.fixture
def centre():
    made = given.office("BHXH Việt Nam", level="central")
    return given.staff("Hồ Ngọc Tín", "case_officer", made.departments[Department.Function.IT])


def test_the_it_centre_consolidates_what_offices_propose_and_tells_them(office, centre):
    office.clerk.email = "tiepnhan@example.vn"
    office.clerk.save()
    sent = [
        proposing.send(
            office.agency, by=office.clerk, category="difficulty", article=12, content=f"Việc {n}"
        )
        for n in range(2)
    ]
    assert list(Proposal.objects.visible_to(given.office("BHXH Thuận An").clerk)) == []
    assert Proposal.objects.visible_to(centre).count() == 2
    with pytest.raises(NotPermitted):
        proposing.consolidate(sent, by=office.clerk, state="merged")
    proposing.consolidate(sent, by=centre, state="merged", note="Gộp vào đợt tháng 11")
    with pytest.raises(DossierError, match="quyết định"):
        proposing.consolidate(sent, by=centre, state="closed")
    proposing.consolidate(sent, by=centre, state="closed", decision="QĐ 99/QĐ-BHXH")
    with pytest.raises(DossierError, match="bước sau"):
        proposing.consolidate(sent, by=centre, state="submitted")
    assert set(Proposal.objects.values_list("state", "decision")) == {("closed", "QĐ 99/QĐ-BHXH")}
    assert Promise.objects.filter(kind="mail").count() == 4


def test_a_proposal_names_an_article_that_exists_and_the_own_office(office):
    with pytest.raises(DossierError, match="24 điều"):
        proposing.send(office.agency, by=office.clerk, category="defect", content="x", article=25)
    with pytest.raises(NotPermitted):
        proposing.send(
            given.office("BHXH Thuận An").agency, by=office.clerk, category="defect", content="x"
        )
