"""The intake desk's other books in the browser: post, guidance, prints, the eight hours."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from flows.console import due
from flows.models import Draft, Envelope, Guidance, State
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


def entered(clerk, office) -> Envelope:
    facts = {
        "agency": office.agency.pk, "sender_name": "Trần Gửi Thư", "tracking_number": "RB9VN",
        "arrived_on": timezone.localdate().isoformat(), "contents": "Tờ khai",
    }  # fmt: skip
    assert clerk.post(reverse("admin:envelopes"), facts).status_code == 302
    return Envelope.objects.get()


def test_an_envelope_is_entered_and_opened_as_a_dossier_by_post(clerk, office, version):
    found = entered(clerk, office)
    assert "Trần Gửi Thư" in clerk.get(reverse("admin:envelopes")).content.decode()
    start = reverse("admin:counter")
    assert "RB9VN" in clerk.get(f"{start}?buu-gui={found.pk}").content.decode()
    answer = clerk.post(start, {"code": version.procedure.code, "envelope": found.pk})
    draft = Draft.objects.get(channel="post")
    assert answer.url == reverse("admin:counter_applicant", args=[draft.key])
    page = clerk.get(answer.url).content.decode()
    assert "Trần Gửi Thư" in page
    again = clerk.post(reverse("admin:envelopes"), {"sender_name": ""})
    assert again.status_code == 422


def test_somebody_is_guided_elsewhere_without_a_dossier(clerk, office, version):
    place = reverse("admin:guidance")
    typed = {
        "agency": office.agency.pk, "person_name": "Lê Hỏi Đường", "matter": "Đăng ký kết hôn",
        "to_other": "UBND phường", "advice": "Mang căn cước đến UBND phường nơi cư trú.",
    }  # fmt: skip
    missing = clerk.post(place, typed | {"to_other": ""})
    assert missing.status_code == 422
    assert "Đăng ký kết hôn" in missing.content.decode()
    answer = clerk.post(place, typed, follow=True)
    sheet = answer.content.decode()
    assert "UBND phường" in sheet
    assert Guidance.objects.get().number in sheet
    assert Guidance.objects.get().number in clerk.get(place).content.decode()


def test_the_slip_of_guidance_is_issued_printed_and_verified_by_qr_or_number(
    client, clerk, office, version
):
    typed = {
        "agency": office.agency.pk, "person_name": "Lê Hỏi Đường", "matter": "Đăng ký kết hôn",
        "to_other": "UBND phường", "advice": "Mang căn cước.",
    }  # fmt: skip
    clerk.post(reverse("admin:guidance"), typed)
    slip = Guidance.objects.get()
    pdf = reverse("flows:issued", args=[slip.issued.token])
    printed = clerk.get(f"{pdf}?xem=1")
    assert b"".join(printed.streaming_content).startswith(b"%PDF")
    assert client.get(pdf).status_code == 404
    assert "đã in 1 lần" in clerk.get(reverse("admin:guidance_sheet", args=[slip.pk])).text
    assert at_desk(given.office().clerk).get(pdf).status_code == 404
    by_number = reverse("home:verify_number")
    wrong = client.get(by_number, {"so": slip.number, "kt": "0"}).content.decode()
    assert "Không tìm thấy giấy tờ" in wrong
    right = client.get(by_number, {"so": slip.number.lower(), "kt": slip.check_code}, follow=True)
    page = right.content.decode()
    assert "Phiếu hướng dẫn nộp hồ sơ nơi khác" in page
    assert slip.number in page
    assert "Lê Hỏi Đường" not in page


def test_the_books_are_closed_to_those_who_do_not_receive(officer, office):
    for name in ("envelopes", "guidance"):
        assert officer.get(reverse(f"admin:{name}")).status_code == 403


def test_every_print_of_a_slip_is_counted_with_who_and_when(clerk, office, version):
    dossier = given.received(version, office)
    slip = dossier.issued.get(kind="01")
    for _time in range(2):
        assert clerk.get(reverse("flows:issued", args=[slip.token]) + "?xem=1").status_code == 200
    page = clerk.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()
    assert "đã in 2 lần" in page
    assert dossier.journal.filter(act="print_slip").last().data["print"] == 2


def test_a_reading_names_the_unit_of_who_read_wherever_the_dossier_is(clerk, office, version):
    dossier = given.received(version, office)
    clerk.get(reverse("admin:flows_dossier_change", args=[dossier.pk]))
    entry = dossier.journal.get(act="read")
    assert dossier.current_department != office.departments["intake"]
    assert entry.department_name == office.departments["intake"].name


def test_the_eight_hours_to_answer_are_counted_down(db):
    given.calendar()
    monday = timezone.make_aware(datetime.datetime(2026, 11, 23, 9))
    ends = timezone.make_aware(datetime.datetime(2026, 11, 24, 9))
    assert due.tell(ends, State.SUBMITTED, monday).label == "Còn 8 giờ làm việc"
    late = due.tell(ends, State.SUBMITTED, ends + datetime.timedelta(hours=2))
    assert late.state == due.Due.LATE
    soon = due.tell(ends, State.SUBMITTED, ends - datetime.timedelta(minutes=30))
    assert (soon.state, soon.label) == (due.Due.SOON, "Còn 30 phút làm việc")
    half = due.tell(ends, State.SUBMITTED, monday.replace(hour=16, minute=30))
    assert half.label == "Còn 1,5 giờ làm việc"
