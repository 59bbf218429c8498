"""Post and guidance: envelopes become dossiers whose term runs from the arrival postmark."""

import datetime

import pytest
from django.utils import timezone

from catalog.models import CalendarDay
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import Envelope
from flows.services import arriving, drafting, filing, intake
from tests import situations as given

pytestmark = pytest.mark.django_db


def envelope(office, arrived, **facts):
    return arriving.register(
        office.agency, by=office.clerk, sender_name="Nguyễn Văn Gửi", tracking_number="RB1VN",
        arrived_on=arrived, contents="Tờ khai TK1-TS, bản sao CCCD", **facts,
    )  # fmt: skip


def as_dossier(office, found, version):
    """The clerk fills in what the envelope holds, and registers it."""
    draft = arriving.open_draft(found, version.procedure, by=office.clerk)
    ready = given.draft(version, office, office.clerk)
    draft.case, draft.agency = ready.case, ready.agency
    draft.applicant, draft.answers = ready.applicant, ready.answers
    draft.done_sections, draft.result_channel = ready.done_sections, "post"
    draft.result_address = "12 Lê Lợi"
    draft.save()
    paper = version.components.first()
    drafting.attach(draft, given.stored(b"%PDF-1.4 buu gui"), name="a.pdf", component=paper)
    ready.delete()
    return filing.register_at_counter(draft, by=office.clerk)


def test_a_dossier_by_post_counts_from_the_arrival_postmark(db, time_machine):
    """Arrived on 22/01/2020 with 5 working days over Tết: due on 05/02/2020."""
    time_machine.move_to("2020-01-31T03:00:00Z")
    office = given.office()
    version = given.procedure(limit=5, effective_from=datetime.date(2019, 1, 1))
    given.loaded_slips()
    for day in range(23, 30):
        CalendarDay.objects.create(
            calendar=given.calendar(), date=datetime.date(2020, 1, day), kind="holiday", name="Tết"
        )
    found = envelope(office, datetime.date(2020, 1, 22))
    dossier = as_dossier(office, found, version)
    given.papers_checked(dossier, office)
    intake.receive(given.item(dossier), by=office.clerk)
    dossier.refresh_from_db()
    found.refresh_from_db()
    assert dossier.channel == "post"
    assert timezone.localdate(dossier.due_at) == datetime.date(2020, 2, 5)
    assert found.state == Envelope.State.DOSSIER
    assert found.dossier == dossier
    arriving.answer(found, by=office.clerk, number="RB2VN")
    with pytest.raises(AlreadyDone):
        arriving.answer(found, by=office.clerk, number="RB3VN")


def test_the_same_consignment_is_entered_once_and_never_from_the_future(office):
    today = timezone.localdate()
    envelope(office, today)
    with pytest.raises(AlreadyDone):
        envelope(office, today)
    with pytest.raises(DossierError, match="tương lai"):
        envelope(office, today + datetime.timedelta(days=1))
    with pytest.raises(NotPermitted):
        arriving.register(
            office.agency, by=given.office().clerk, sender_name="x", arrived_on=today, contents="x"
        )


def test_guidance_is_numbered_and_closes_the_envelope_without_a_dossier(office):
    found = envelope(office, timezone.localdate())
    right = given.office("BHXH cơ sở Thuận An").agency
    facts = {"person_name": "Nguyễn Văn Gửi", "matter": "Hưởng lương hưu", "advice": "Nộp tại đó"}
    made = arriving.guide(office.agency, by=office.clerk, envelope=found, to_agency=right, **facts)
    assert made.number == f"1/{timezone.localdate().year}/HD-{office.agency.office_code}"
    assert made.place == str(right)
    found.refresh_from_db()
    assert found.state == Envelope.State.GUIDED
    with pytest.raises(AlreadyDone):
        arriving.guide(office.agency, by=office.clerk, envelope=found, to_agency=right, **facts)
    with pytest.raises(DossierError, match="thẩm quyền"):
        arriving.guide(office.agency, by=office.clerk, **facts)
    with pytest.raises(DossierError, match="lập hồ sơ"):
        arriving.guide(office.agency, by=office.clerk, to_agency=office.agency, **facts)
