"""The pages of mandates: invite, accept, choose for whom, end."""

import re

import pytest
from django.test import Client

from flows.models import Dossier, Draft, Mandate, Promise
from flows.services import mandating
from tests import situations
from tests.flows.signatures import authority
from tests.home.steps import address, code_sent, content_of, pdf, sign_in, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations")]


@pytest.fixture
def clerk():
    made = situations.citizen("Lê Thị Nhân Sự")
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    return made


def test_an_organisation_invites_and_its_clerk_files_signed_for_it(
    client, version, office, company, clerk, believed
):
    sign_in(client, company)
    asked = {"email": clerk.email, "role": "filer", "basis": "Giấy giới thiệu số 12"}
    page = client.post("/tai-khoan/uy-quyen/moi/", asked)
    assert page.url == "/tai-khoan/uy-quyen/"
    assert "Chờ người được mời nhận" in client.get(page.url).content.decode()
    raw = Promise.objects.get(key__startswith="mandate:").payload["raw"]
    assert clerk.email in raw
    invitation = Mandate.objects.get().invitation

    sign_in(client, clerk)
    here = f"/tai-khoan/uy-quyen/nhan/{invitation}/"
    page = client.get(here).content.decode()
    assert ("Công ty Hòa Bình" in page, asked["basis"] in page) == (True, True)
    assert client.post(here).url == "/tai-khoan/uy-quyen/"

    start = client.get("/nop-ho-so/1.002179/").content.decode()
    assert "Nộp hồ sơ cho ai?" in start
    page = client.post("/nop-ho-so/1.002179/", {})
    assert "Chọn nộp hồ sơ cho ai" in page.content.decode()
    assert not Draft.objects.exists()
    client.post("/nop-ho-so/1.002179/", {"thay": Mandate.objects.get().pk})
    draft = Draft.objects.get()
    assert draft.applicant["identifier"] == company.tax_code
    ready = situations.draft(version, office, clerk, mandate=draft.mandate)
    draft.delete()
    ready.applicant = draft.applicant | {"confirmed": True}
    ready.save()
    client.post(address(ready, "kiem-tra/"), {"truth": "on"})
    made = clerk.declarations.get()
    signed = authority.sign(content_of(made), authority.company())
    upload(client, address(ready, "xac-nhan/"), signed)
    dossier = Dossier.objects.get()
    assert (dossier.applicant, dossier.submitter) == (company, clerk)
    shown = client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Lê Thị Nhân Sự thay Công ty Hòa Bình" in re.sub(r"\s+", " ", shown)
    sign_in(client, company)
    assert client.get(f"/ho-so/{dossier.code}/").status_code == 200

    holder = Client()
    sign_in(holder, clerk)
    read = [
        f"/ho-so/{dossier.code}/", f"/ban-luu/{dossier.code}.pdf", f"/ban-luu/{dossier.code}.zip",
        f"/to-khai/{made.token}.pdf", f"/so-do/{dossier.code}.svg",
        *(f"/tep/{paper.pk}/" for paper in dossier.documents.exclude(file=None)),
    ]  # fmt: skip
    assert {holder.get(path).status_code for path in read} == {200}
    client.post(f"/tai-khoan/uy-quyen/{dossier.mandate_id}/cham-dut/")
    assert [path for path in read if holder.get(path).status_code != 404] == []
    assert holder.get(address(ready)).status_code == 404


def test_a_parent_names_a_child_and_files_with_the_own_code(client, version, office, clerk):
    sign_in(client, clerk)
    page = client.post("/tai-khoan/uy-quyen/con/", {
        "name": "Lê Bé Con", "identifier": "079220001234", "basis": "Giấy khai sinh số 7",
        "valid_to": "01/01/2040", "paper": pdf("khai-sinh.pdf"),
    })  # fmt: skip
    assert page.url == "/tai-khoan/uy-quyen/"
    mandate = Mandate.objects.get()
    client.post("/nop-ho-so/1.002179/", {"thay": mandate.pk, "co-quan": office.agency.office_code})
    draft = Draft.objects.get()
    page = client.get(address(draft, "chu-ho-so/")).content.decode()
    assert "Lê Bé Con" in page
    assert "mã số thuế" not in page
    start = client.get("/nop-ho-so/1.002179/").content.decode()
    assert "Lê Bé Con (cha, mẹ, người giám hộ) – đang có bản nháp" in start
    client.post(
        address(draft, "chu-ho-so/"),
        {"phone": "0912345678", "name": "Người khác", "lock": draft.lock},
    )
    draft.refresh_from_db()
    assert (draft.applicant["name"], draft.applicant["confirmed"]) == ("Lê Bé Con", True)
    ready = situations.draft(version, office, clerk, mandate=mandate)
    ready.applicant = draft.applicant
    ready.save()
    client.post(address(ready, "kiem-tra/"), {"truth": "on"})
    page = client.post(address(ready, "xac-nhan/"), {"code": code_sent()}, follow=True)
    assert f"{clerk.full_name} thay Lê Bé Con" in page.text
    assert Dossier.objects.get().applicant_name == "Lê Bé Con"
    assert "Chủ hồ sơ: Lê Bé Con" in client.get("/ho-so/?nhom=da-nop").text


def test_strangers_neither_see_nor_end_nor_invite(client, company, clerk):
    made = mandating.invite(
        principal=company, by=company, email=clerk.email, kind="member", role="owner", basis="Số 1"
    )
    sign_in(client, situations.citizen("Người Lạ"))
    assert client.post(f"/tai-khoan/uy-quyen/{made.pk}/cham-dut/").status_code == 404
    page = client.get(f"/tai-khoan/uy-quyen/moi/?cho={company.pk}").content.decode()
    assert "Công ty Hòa Bình" not in page


def test_a_viewer_is_told_that_the_dossier_is_only_to_be_seen(
    client, version, office, company, clerk
):
    made = mandating.invite(
        principal=company, by=company, email=clerk.email, kind="member", role="viewer", basis="Số 1"
    )
    mandating.accept(made, by=clerk)
    dossier = situations.filed(version, office, company)
    sign_in(client, clerk)
    page = client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Rút hồ sơ" not in page
    page = client.get(f"/ho-so/{dossier.code}/rut/", follow=True).content.decode()
    assert "chỉ được xem hồ sơ này" in page
