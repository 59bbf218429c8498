"""Who controls procedures reads how dossiers were handled, not whose they are (Article 21.4a)."""

import pytest

from flows.models import Dossier, JournalEntry
from flows.reports.masking import initials, without_person
from flows.services import intake
from tests import situations as given
from tests.flows.console.conftest import at_desk

REGISTER, LISTS = "/quan-tri/bao-cao/ho-so/", "/quan-tri/bao-cao/kiem-soat/"


@pytest.fixture
def refused(office, version):
    dossier = given.filed(version, office)
    reason = "Bà Nguyễn Thị Bình An (079190001234, 0912 345 678) nộp sai nơi."
    intake.refuse(given.item(dossier), by=office.clerk, reason=reason)
    return Dossier.objects.get(pk=dossier.pk)


def test_21_4a_who_controls_procedures_reads_samples_that_name_nobody(office, refused):
    person = given.staff("Ngô Đức Thiện", "procedure_controller", office.departments["legal"])
    controller = at_desk(person)
    assert "Kiểm tra, kiểm soát" in controller.get("/quan-tri/").content.decode()
    behind = next(
        address
        for _label, number, address in controller.get(LISTS).context["lists"]
        if number and "refused_without_ground" in address
    )
    register = controller.get(behind)
    assert [row.code for row in register.context["rows"]] == [refused.code]
    sample = controller.get(register.context["rows"][0].shown_at)
    for page in (register.content.decode(), sample.content.decode()):
        assert "N. T. B. A." in page
        for personal in ("Bình An", "079190001234", "912345678", "0912 345 678", "Lê Lợi"):
            assert personal not in page
    assert "nộp sai nơi" in sample.content.decode(), "what is controlled can be read"
    assert JournalEntry.objects.filter(dossier=refused, act="read", actor=person).exists()
    assert controller.get(f"/quan-tri/flows/dossier/{refused.pk}/change/").status_code in (403, 404)
    assert not Dossier.objects.visible_to(person).exists()


def test_samples_are_for_those_who_hold_the_role(office, refused):
    inspector = given.staff("Tôn Nữ Kiểm Tra", "inspector", office.departments["legal"])
    for colleague in (inspector, office.leader, office.clerk):
        assert at_desk(colleague).get(f"/quan-tri/bao-cao/mau/{refused.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Ông LÊ VĂN TÁM thiếu giấy.", "Ông ••• thiếu giấy."),
        ("Võ Thị Sáu nộp hộ, gọi 0912 345 678.", "••• nộp hộ, gọi •••."),
        ("Gửi sau@vi.vn; số 079.190.001.236", "Gửi •••; số •••"),
        ("Điều 12 Nghị định 61/2018/NĐ-CP", "Điều 12 Nghị định 61/2018/NĐ-CP"),
    ],
)
def test_21_4a_words_of_officers_lose_the_person(words, told):
    dossier = Dossier(applicant_name="Lê Văn Tám", submitter_name="Võ Thị Sáu")
    assert without_person(words, dossier) == told
    assert initials("  Lê  Văn Tám ") == "L. V. T."
