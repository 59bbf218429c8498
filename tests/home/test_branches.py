"""An organisation files for its branches, by itself and by people who are given some of them."""

import pytest

from flows.errors import DossierError
from flows.models import Branch, Dossier, Draft, Mandate
from flows.services import branching, filing, mandating, readiness
from tests import situations
from tests.home.steps import address, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_organisations")]
CONTACT = {"phone": "0912345678", "email": "", "address": ""}


def branch_of(company, name="Chi nhánh Thủ Đức", code="TC0124Z", **facts) -> Branch:
    return branching.add(company, by=company, name=name, insurance_number=code, **facts)


def member(company, branches=(), role="filer"):
    """Somebody who acts for the organisation, or for these branches alone."""
    made = situations.citizen("Lê Thị Nhân Sự")
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    given = mandating.invite(
        principal=company, by=company, email=made.email, kind="member", role=role,
        basis="Giấy giới thiệu số 12", branches=branches,
    )  # fmt: skip
    mandating.accept(given, by=made)
    return made


def dossier_for(branch, version, office, company) -> Dossier:
    draft = situations.draft(version, office, company)
    draft.applicant |= {"kind": "organisation", "identifier": company.tax_code}
    draft.applicant |= branching.facts(company.full_name, branch)
    draft.save()
    seal = filing.digest_of(draft)
    return filing.file_draft(draft, by=company, evidence={"method": "partner"}, digest=seal)


def test_an_owner_adds_a_branch_and_ends_it(client, company):
    sign_in(client, company)
    here = "/tai-khoan/uy-quyen/chi-nhanh/"
    refused = client.post(here, {"name": "", "insurance_number": "TC-?"}).content.decode()
    assert "Nhập tên chi nhánh" in refused
    assert "chỉ gồm chữ và số" in refused
    typed = {"name": "Chi nhánh Thủ Đức", "insurance_number": "tc0124z", "address": ""}
    assert client.post(here, typed).url == "/tai-khoan/uy-quyen/"
    assert "TC0124Z" in client.get("/tai-khoan/uy-quyen/").content.decode()
    assert "đã có trong danh sách" in client.post(here, typed).content.decode()
    branch = Branch.objects.get()
    client.post(f"{here}{branch.pk}/")
    assert "TC0124Z" not in client.get("/tai-khoan/uy-quyen/").content.decode()
    stranger = situations.citizen()
    sign_in(client, stranger)
    assert client.get(here).status_code == 404
    assert client.post(f"{here}{branch.pk}/").status_code == 404
    with pytest.raises(DossierError, match="Chỉ chủ tài khoản"):
        branching.end(branch, by=stranger)


def test_a_dossier_for_a_branch_bears_its_code_and_name(client, company_draft, company):
    branch = branch_of(company, address="12 Võ Văn Ngân")
    sign_in(client, company)
    page = client.get(address(company_draft, "chu-ho-so/")).content.decode()
    assert "Chi nhánh Thủ Đức (TC0124Z)" in page
    client.post(
        address(company_draft, "chu-ho-so/"),
        CONTACT | {"branch": branch.pk, "insurance_number": "", "lock": company_draft.lock},
    )
    company_draft.refresh_from_db()
    facts = company_draft.applicant
    assert (facts["branch"], facts["insurance_number"]) == (branch.pk, "TC0124Z")
    assert facts["name"] == f"{company.full_name} – Chi nhánh Thủ Đức"
    assert facts["address"] == "12 Võ Văn Ngân"
    branching.end(branch, by=company)
    company_draft = Draft.objects.get()
    assert any(
        "không còn dùng được" in text for text in readiness.problems(company_draft)["applicant"]
    )
    page = client.post(
        address(company_draft, "chu-ho-so/"),
        CONTACT | {"insurance_number": "TC0123Z", "lock": company_draft.lock},
    )
    assert page.status_code == 302
    assert readiness.problems(Draft.objects.get()) == {}


def test_who_was_given_one_branch_files_for_it_alone(
    client, version, office, company, company_draft
):
    mine, other = branch_of(company), branch_of(company, "Chi nhánh Long An", "TC0125Z")
    clerk = member(company, [mine])
    sign_in(client, clerk)
    client.post("/nop-ho-so/1.002179/", {"thay": Mandate.objects.get().pk})
    draft = clerk.drafts.get()
    page = client.get(address(draft, "chu-ho-so/")).content.decode()
    assert "Chi nhánh Thủ Đức" in page
    assert "Long An" not in page
    assert "Mã đơn vị BHXH" not in page
    for forged in ("", "0", other.pk):
        sent = CONTACT | {"branch": forged, "insurance_number": "", "lock": draft.lock}
        assert client.post(address(draft, "chu-ho-so/"), sent).status_code != 302
    draft.applicant |= branching.facts(company.full_name, other) | {"confirmed": True}
    with pytest.raises(DossierError, match="không còn dùng được"):
        branching.chosen(draft)
    draft.applicant |= branching.facts(company.full_name, mine)
    assert branching.chosen(draft) == mine


def test_a_member_sees_and_acts_on_the_dossiers_of_the_own_branches(version, office, company):
    mine, other = branch_of(company), branch_of(company, "Chi nhánh Long An", "TC0125Z")
    of_mine, of_other, of_all = (
        dossier_for(one, version, office, company) for one in (mine, other, None)
    )
    assert (of_mine.branch, of_other.branch, of_all.branch) == (mine, other, None)
    clerk, chief = member(company, [mine]), member(company)
    assert set(Dossier.objects.visible_to(clerk)) == {of_mine}
    assert set(Dossier.objects.visible_to(chief)) == {of_mine, of_other, of_all}
    assert [mandating.may_act(one, clerk) for one in (of_mine, of_other, of_all)] == [
        True,
        False,
        False,
    ]
    assert mandating.may_act(of_other, chief)
    assert filing.facts_of(of_mine.draft)["applicant_insurance_number"] == "TC0124Z"


def test_an_invitation_names_branches_of_the_own_organisation_alone(client, company):
    mine = branch_of(company)
    stranger = situations.citizen()
    stranger.kind = stranger.Kind.ORGANISATION
    stranger.save()
    theirs = Branch.objects.create(
        organisation=stranger, name="X", insurance_number="X1", made_by=stranger
    )
    sign_in(client, company)
    asked = {"email": "ai@example.vn", "role": "viewer", "basis": "Giấy giới thiệu số 1"}
    page = client.post("/tai-khoan/uy-quyen/moi/", asked | {"branches": [theirs.pk]})
    assert page.status_code == 200
    chief = asked | {"branches": [mine.pk], "role": "owner"}
    assert "phụ trách cả tổ chức" in client.post("/tai-khoan/uy-quyen/moi/", chief).content.decode()
    client.post("/tai-khoan/uy-quyen/moi/", asked | {"branches": [mine.pk]})
    assert list(Mandate.objects.get().branches.all()) == [mine]


def test_s19_a_branch_is_seen_and_ended_by_the_organisation_and_its_owners_alone(client, company):
    branch = branch_of(company)
    owner, filer = member(company, role="owner"), member(company)
    stranger = situations.citizen("Người Lạ")
    sees = [Branch.objects.visible_to(who).exists() for who in (company, owner, filer, stranger)]
    assert sees == [True, True, False, False]
    here = f"/tai-khoan/uy-quyen/chi-nhanh/{branch.pk}/"
    for who, code in ((stranger, 404), (filer, 404), (owner, 302)):
        sign_in(client, who)
        assert Branch.objects.standing().exists()
        assert client.post(here).status_code == code
    assert not Branch.objects.standing().exists()
