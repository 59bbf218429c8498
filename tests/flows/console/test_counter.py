"""The counter: staff file for a person, in one sitting, with the same form as the portal."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from flows.models import Dossier, Draft, State
from tests import situations as given
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db


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
    typed = {
        "lock": draft.lock,
        "ho_ten": "Trần Văn Quầy",
        "ngay_sinh": "01/02/1985",
        "noi_dung": "Cấp sổ",
    }
    answer = clerk.post(page("answers", draft), typed)
    assert answer.status_code == 302, answer.context["problems"]
    paper = version.components.get()
    clerk.post(page("papers", draft), {"component": paper.pk, "photos": [photo(), photo(90)]})
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


def test_a_mistake_keeps_what_was_typed(clerk, office, version):
    draft = begun(clerk, version)
    answer = clerk.post(
        page("applicant", draft), person(draft, office, name="", phone="0987654321")
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Hãy ghi họ tên" in shown
    assert "0987654321" in shown


def test_a_paper_that_is_no_paper_is_refused_with_the_reason(clerk, office, version):
    draft = filled(clerk, office, version)
    paper = version.components.get()
    bad = SimpleUploadedFile("a.pdf", b"MZ not a pdf", content_type="application/pdf")
    answer = clerk.post(page("papers", draft), {"component": paper.pk, "files": bad})
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
