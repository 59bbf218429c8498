"""The counter: staff file for a person, in one sitting, with the same form as the portal."""

import datetime
import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from catalog.models import Question
from flows.console.counter import people
from flows.models import Dossier, Draft, State
from flows.services import deciding, handling
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
ANSWERS = {"ho_ten": "Trần Văn Quầy", "ngay_sinh": "01/02/1985", "noi_dung": "Cấp sổ"}


def photo(shade: int = 200) -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), (shade, shade, shade)).save(picture, "JPEG")
    return SimpleUploadedFile("trang.jpg", picture.getvalue(), content_type="image/jpeg")


def page(name: str, draft) -> str:
    return reverse(f"admin:counter_{name}", args=[draft.key])


def begun(clerk, version) -> Draft:
    answer = clerk.post(reverse("admin:counter"), {"code": version.procedure.code})
    draft = Draft.objects.get()
    assert answer.url == page("applicant", draft)
    return draft


def person(draft, office, **changes) -> dict:
    return {
        "lock": draft.lock,
        "case": draft.version.cases.get().pk,
        "agency": office.agency.pk,
        "kind": "person",
        "name": "Trần Văn Quầy",
        "identifier": "001 085 012 345",
        "phone": "0987 654 321",
        "result_channel": draft.version.result_channels[0],
        "result_address": "12 Lê Lợi",
        **changes,
    }


def filled(clerk, office, version) -> Draft:
    given.loaded_slips()
    draft = begun(clerk, version)
    assert clerk.post(page("applicant", draft), person(draft, office)).url == page("answers", draft)
    draft.refresh_from_db()
    answer = clerk.post(page("answers", draft), {"lock": draft.lock, **ANSWERS})
    assert answer.status_code == 302, answer.context["problems"]
    paper = version.components.get()
    clerk.post(page("papers", draft), {"paper": paper.pk, "photos": [photo(), photo(90)]})
    return draft


def test_clerk_files_and_accepts_in_the_same_sitting(clerk, office, version):
    draft = filled(clerk, office, version)
    kept = draft.files.get()
    assert (kept.source, kept.file.content_type, kept.file.pages) == ("scan", "application/pdf", 2)
    paper = version.components.get()
    answer = clerk.post(
        page("review", draft),
        {"receive": "1", f"seen_{paper.pk}": "on", f"originals_{paper.pk}": "1"},
        follow=True,
    )
    dossier = Dossier.objects.get()
    assert dossier.state == State.RECEIVED
    assert (dossier.channel, dossier.applicant_name) == ("counter", "Trần Văn Quầy")
    assert (dossier.applicant_identifier, dossier.applicant_phone) == (
        "001085012345",
        "+84987654321",
    )
    assert dossier.documents.get().originals_kept == 1
    assert dossier.issued.filter(kind="01").exists()
    assert "Mẫu 01" in answer.content.decode()


def test_what_the_office_files_most_stands_first(clerk, office, version):
    given.loaded_slips()
    other = given.procedure(code="9.999999")
    assert clerk.get(reverse("admin:counter")).context["procedures"][0] == version.procedure
    cache.clear()
    given.filed(other, office)
    assert clerk.get(reverse("admin:counter")).context["procedures"][0] == other.procedure


def test_20_3_what_is_not_in_force_yet_cannot_be_chosen_at_the_counter(clerk, version):
    """Of a procedure that begins tomorrow, and of the next version of one that runs."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    coming = given.procedure(code="9.999999", effective_from=tomorrow)
    given.procedure(version.procedure.code, effective_from=tomorrow)
    start = reverse("admin:counter")
    assert list(clerk.get(start).context["procedures"]) == [version.procedure]
    assert list(clerk.get(start, {"q": "9.999999"}).context["procedures"]) == []
    assert clerk.post(start, {"code": coming.procedure.code}).status_code == 404
    assert begun(clerk, version).version == version


def test_registering_twice_gives_one_dossier(clerk, office, version):
    draft = filled(clerk, office, version)
    first = clerk.post(page("review", draft), {"register": "1"})
    again = clerk.post(page("review", draft), {"register": "1"})
    assert first.url == again.url
    assert Dossier.objects.count() == 1


def test_no_code_can_be_typed_anywhere(clerk, office, version):
    draft = filled(clerk, office, version)
    clerk.post(
        page("review", draft),
        {"register": "1", "code": "000.00.00.G24-000000-9999", "office_number": "1/2026/99999"},
    )
    dossier = Dossier.objects.get()
    assert "9999" not in dossier.code
    assert dossier.office_number is None
    for name in ("applicant", "answers", "papers"):
        assert 'name="code"' not in clerk.get(page(name, draft)).content.decode()


def starts(answer) -> list[str]:
    """The elements that ask for the focus when the page opens: one at most."""
    return re.findall(r"<[^>]* autofocus[^>]*>", answer.content.decode())


def test_the_keyboard_starts_where_the_work_goes_on(clerk, office, version):
    """From the search for a procedure to the printed slip, no Tab is needed to reach the work."""
    given.filed(version, office)
    given.loaded_slips()
    counter = reverse("admin:counter")
    (search,) = starts(clerk.get(counter))
    assert 'id="tim-thu-tuc"' in search
    (choice,) = starts(clerk.get(counter, {"q": version.procedure.code}))
    assert f'value="{version.procedure.code}"' in choice
    (search,) = starts(clerk.get(counter, {"q": "zzzz"}))
    assert 'aria-describedby="khong-thay"' in search

    draft = begun_after(clerk, version)
    (search,) = starts(clerk.get(page("applicant", draft)))
    assert 'id="tim-nguoi"' in search
    shown = clerk.get(page("applicant", draft), {"tim": "079 062 003 570"})
    (search,) = starts(shown)
    assert 'aria-describedby="khong-thay"' in search
    assert shown.context["form"].initial["identifier"] == "079062003570"
    found = clerk.get(page("applicant", draft), {"tim": "0912345678"})
    (choice,) = starts(found)
    reference = found.context["found"][0]["from"]
    assert f"?chon={reference}" in choice
    (button,) = starts(clerk.get(page("applicant", draft), {"chon": reference}))
    assert "<button" in button  # the one case is chosen, nothing is left to type
    (summary,) = starts(clerk.post(page("applicant", draft), person(draft, office, name="")))
    assert "govuk-error-summary" in summary

    clerk.post(page("applicant", draft), person(draft, office))
    draft.refresh_from_db()
    (question,) = starts(clerk.get(page("answers", draft)))
    assert 'name="ho_ten"' in question
    clerk.post(page("answers", draft), {"lock": draft.lock, **ANSWERS})
    (paper,) = starts(clerk.get(page("papers", draft)))
    key = version.components.get().pk
    assert f'id="tep-{key}"' in paper
    (summary,) = starts(clerk.post(page("papers", draft), {"paper": key}))
    assert "govuk-error-summary" in summary
    attached = clerk.post(page("papers", draft), {"paper": key, "files": photo()})
    (on,) = starts(clerk.get(attached.url))
    assert page("review", draft) in on
    (papers,) = starts(clerk.get(page("review", draft)))
    assert "<fieldset" in papers  # Enter there registers nothing
    clerk.post(page("review", draft), {"receive": "1", f"seen_{key}": "on"})
    (printing,) = starts(clerk.get(page("done", draft)))
    assert "xem=1" in printing


def test_a_mistake_keeps_what_was_typed(clerk, office, version):
    draft = begun(clerk, version)
    answer = clerk.post(
        page("applicant", draft), person(draft, office, name="", phone="0987654321")
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Hãy ghi họ tên" in shown
    assert "0987654321" in shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phone": "0912"}, "10 chữ số, ví dụ 0912 345 678"),
        ({"identifier": "12345"}, "12 chữ số"),
        ({"identifier": "099085012345"}, "mã tỉnh"),
        ({"insurance_number": "79123"}, "mã số BHXH gồm 10 chữ số"),
        ({"kind": "organisation", "identifier": "0300588560"}, "Kiểm tra lại mã số thuế"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_what_is_expected(
    clerk, office, version, changes, said
):
    draft = begun(clerk, version)
    answer = clerk.post(page("applicant", draft), person(draft, office, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("number", ["C1234567", "123456789", "079 190 001 236"])
def test_a_passport_an_old_card_and_a_spaced_number_are_taken(clerk, office, version, number):
    draft = begun(clerk, version)
    typed = person(draft, office, identifier=number)
    assert clerk.post(page("applicant", draft), typed).url == page("answers", draft)
    draft.refresh_from_db()
    assert draft.applicant["identifier"] == number.replace(" ", "")


def test_a_paper_that_is_no_paper_is_refused_with_the_reason(clerk, office, version):
    draft = filled(clerk, office, version)
    paper = version.components.get()
    bad = SimpleUploadedFile("a.pdf", b"MZ not a pdf", content_type="application/pdf")
    answer = clerk.post(page("papers", draft), {"paper": paper.pk, "files": bad})
    assert answer.status_code == 422
    assert "Chỉ nhận tệp PDF, JPG, PNG" in answer.content.decode()
    assert draft.files.count() == 1


def test_an_earlier_applicant_is_found_without_diacritics_and_chosen(clerk, office, version):
    given.filed(version, office)
    draft = begun_after(clerk, version)
    shown = clerk.get(page("applicant", draft), {"tim": "nguyen thi binh"})
    found = shown.context["found"]
    assert [row["name"] for row in found] == ["Nguyễn Thị Bình An"]
    chosen = clerk.get(page("applicant", draft), {"chon": found[0]["from"]})
    assert chosen.context["form"].initial["identifier"] == "079190001234"


def begun_after(clerk, version) -> Draft:
    clerk.post(reverse("admin:counter"), {"code": version.procedure.code})
    return Draft.objects.get(channel="counter")


def test_an_open_dossier_of_the_same_person_and_procedure_is_warned_of(clerk, office, version):
    draft = filled(clerk, office, version)
    clerk.post(page("review", draft), {"register": "1"})
    clerk.post(reverse("admin:counter"), {"code": version.procedure.code})
    second = Draft.objects.get(dossier=None)
    clerk.post(page("applicant", second), person(second, office))
    assert "đang có hồ sơ chưa xong" in clerk.get(page("review", second)).content.decode()


def test_a_draft_of_another_clerk_is_not_found_and_officers_have_no_counter(
    clerk, officer, office, version
):
    draft = begun(clerk, version)
    colleague = given.staff("Hoàng Đồng Nghiệp", "intake_clerk", office.departments["intake"])
    assert at_desk(colleague).get(page("applicant", draft)).status_code == 404
    assert officer.get(reverse("admin:counter")).status_code == 403


def test_a_reference_to_a_person_is_signed_for_the_clerk_and_half_an_hour(
    office, version, time_machine
):
    time_machine.move_to(timezone.now())
    person = given.citizen("Phạm Thị Có Tài Khoản", identity_number="001300000001")
    found = people.earlier("001300000001", by=office.clerk)
    assert [row["name"] for row in found] == [person.full_name]
    reference = found[0]["from"]
    assert str(person.pk) not in reference.split(":")[0]
    assert people.chosen(reference, by=office.clerk)["identifier"] == "001300000001"
    colleague = given.staff("Hoàng Đồng Nghiệp", "intake_clerk", office.departments["intake"])
    for forged in (f"account:{person.pk}", reference[:-1] + "x", "", "a:b:c"):
        assert people.chosen(forged, by=office.clerk) is None
    assert people.chosen(reference, by=colleague) is None
    time_machine.shift(datetime.timedelta(minutes=31))
    assert people.chosen(reference, by=office.clerk) is None


def test_accounts_open_to_an_exact_number_alone_logged_without_it_and_not_without_end(
    clerk, office, version, caplog
):
    given.citizen("Phạm Thị Có Tài Khoản", identity_number="001300000001", phone="+84912000111")
    draft = begun(clerk, version)
    with caplog.at_level("INFO", logger="flows.console.counter.people"):
        for typed, hits in (("0912 000 111", 1), ("912000111", 1), ("00130000000", 0)):
            found = clerk.get(page("applicant", draft), {"tim": typed}).context["found"]
            assert len(found) == hits, typed
    assert len(caplog.records) == 3
    assert "912000111" not in caplog.text
    assert f"user {office.clerk.pk}" in caplog.text
    for _turn in range(people.LOOK_UPS):
        people.limits.hit("counter-lookup", str(office.clerk.pk), people.LOOK_UPS, 3600)
    refused = clerk.get(page("applicant", draft), {"tim": "001300000001"})
    assert refused.context["found"] == []
    assert "tra cứu quá nhiều lần" in refused.content.decode()


def test_accepting_at_once_is_all_or_nothing(clerk, office, version):
    draft = filled(clerk, office, version)
    answer = clerk.post(page("review", draft), {"receive": "1"})  # nothing ticked as seen
    assert answer.status_code == 409
    assert "chưa kiểm tra" in answer.content.decode()
    assert not Dossier.objects.exists()
    draft.refresh_from_db()
    assert not draft.is_filed


def test_a_paper_handed_in_without_a_scan_is_recorded_printed_and_given_back(
    clerk, desk, office, version
):
    paper = version.components.get()
    draft = filled(clerk, office, version)
    draft.files.all().delete()
    missing = clerk.post(page("review", draft), {"receive": "1"})
    assert missing.status_code == 409
    assert "ghi nhận bản giấy" in missing.content.decode()
    clerk.post(
        page("review", draft),
        {"receive": "1", f"taken_{paper.pk}": "on", f"originals_{paper.pk}": "2"},
    )
    dossier = Dossier.objects.get()
    taken = dossier.documents.get()
    assert (taken.file, taken.verdict, taken.originals_kept) == (None, "accepted", 2)
    assert dossier.issued.get(kind="01").data["components"][0]["originals"] == 2
    handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Cấp sổ.")
    deciding.approve(given.item(dossier), by=office.leader)
    step = reverse("admin:work_step", args=[given.item(dossier).pk, "hand_over"])
    person = {
        "recipient_name": "Trần Văn Quầy",
        "recipient_identifier": "001085012345",
        "acknowledged": "signature",
    }
    kept_back = desk.post(step, person)
    assert kept_back.status_code == 422
    assert "Hãy trả bản chính" in kept_back.content.decode()
    assert desk.post(step, {**person, f"original_{taken.pk}": "on"}).status_code == 302
    dossier.refresh_from_db()
    taken.refresh_from_db()
    assert (dossier.state, taken.originals_kept) == (State.RETURNED, 0)
    assert "Bản chính" in str(dossier.issued.get(kind="handover").data["items"])


def test_a_file_question_of_the_declaration_is_attached_at_the_counter(clerk, office, version):
    form = version.cases.get().form
    Question.objects.create(
        section=form.sections.get(), key="anh", kind="file", label="Ảnh chân dung",
        is_required=True, order=9,
    )  # fmt: skip
    draft = filled(clerk, office, version)
    assert clerk.post(page("review", draft), {"register": "1"}).status_code == 409
    clerk.post(page("papers", draft), {"paper": "hoi-anh", "files": photo()})
    assert clerk.post(page("review", draft), {"register": "1"}).status_code == 302
    assert Dossier.objects.get().documents.filter(question_key="anh").exists()
