"""Changing a filed dossier before an officer takes it up (Article 11.3)."""

import pytest

from catalog.models import Component
from flows.models import Document, Draft, WorkItem
from flows.services import amending, filing
from tests import situations
from tests.home.steps import address, code_sent, pdf, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(version, office, person):
    return situations.filed(version, office, person)


@pytest.fixture
def draft(dossier, person):
    return amending.open_amendment(dossier, by=person)


def say(draft, **answers):
    Draft.objects.filter(pk=draft.pk).update(answers=draft.answers | answers)
    draft.refresh_from_db()


def test_the_whole_change_by_plain_forms(client, dossier, person):
    sign_in(client, person)
    assert "Sửa hồ sơ" in client.get(f"/ho-so/{dossier.code}/").content.decode()
    opened = client.post(f"/ho-so/{dossier.code}/sua/")
    draft = Draft.objects.get(amends=dossier)
    assert opened.url == address(draft)
    page = client.get(opened.url).content.decode()
    assert dossier.code in page
    assert "Trường hợp và nơi nộp" not in page

    answers = {
        "ho_ten": person.full_name,
        "ngay_sinh": "20/05/1990",
        "noi_dung": "Xin đổi mức đóng",
    }
    client.post(address(draft, "phan/thong_tin/"), answers | {"lock": draft.lock})
    client.post(address(draft, "kiem-tra/"), {"truth": "on"})
    done = client.post(address(draft, "xac-nhan/"), {"code": code_sent()})
    assert done.url == f"/ho-so/{dossier.code}/"

    first, second = dossier.submissions.order_by("number")
    assert not first.answers.get("noi_dung")
    assert second.answers["noi_dung"] == "Xin đổi mức đóng"
    assert second.evidence["method"] == "otp"
    assert first.digest != second.digest
    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    assert not Draft.objects.filter(amends=dossier).exists()
    assert "Người nộp sửa hồ sơ" in client.get(done.url).content.decode()
    newest = client.get(f"/ho-so/{dossier.code}/to-khai/").content.decode()
    before = client.get(f"/ho-so/{dossier.code}/to-khai/?lan=1").content.decode()
    assert "Xin đổi mức đóng" in newest
    assert "Xin đổi mức đóng" not in before


def test_a_replaced_paper_is_checked_anew_and_an_unchanged_one_keeps_its_verdict(
    client, dossier, draft, person, version
):
    Document.objects.update(verdict="accepted")
    kept = dossier.documents.get()
    sign_in(client, person)
    paper = f"giay-{version.components.get().pk}"
    client.post(address(draft, "giay-to/"), {"paper": paper, "files": [pdf("mới.pdf")]})
    draft.refresh_from_db()
    amending.amend(draft, by=person, evidence=situations.EVIDENCE, digest=filing.digest_of(draft))
    assert list(dossier.documents.in_force().values_list("name", "verdict")) == [
        (kept.name, "accepted"), ("mới.pdf", "pending"),
    ]  # fmt: skip


def test_a_paper_is_replaced_but_never_taken_away(client, dossier, draft, person):
    Component.objects.update(is_required=False)
    draft.files.all().delete()
    sign_in(client, person)
    page = client.get(address(draft, "kiem-tra/")).content.decode()
    assert "đã nộp thì thay được, không bỏ được" in page


def test_nothing_changed_is_not_sent(client, draft, person):
    sign_in(client, person)
    page = client.get(address(draft, "kiem-tra/")).content.decode()
    assert "Chưa có gì thay đổi" in page
    assert "Gửi mã xác nhận</button>" not in page


def test_what_is_sent_must_be_what_was_confirmed(draft, person):
    confirmed = filing.digest_of(draft)
    say(draft, noi_dung="khác")
    with pytest.raises(filing.DossierError, match="thay đổi"):
        amending.amend(draft, by=person, evidence=situations.EVIDENCE, digest=confirmed)


def test_once_an_officer_has_taken_it_up_it_is_not_changed(client, dossier, draft, office, person):
    say(draft, noi_dung="khác")
    WorkItem.objects.filter(process__dossier=dossier).update(owner=office.clerk)
    with pytest.raises(filing.DossierError, match="Cán bộ đang kiểm tra"):
        amending.amend(
            draft, by=person, evidence=situations.EVIDENCE, digest=filing.digest_of(draft)
        )
    sign_in(client, person)
    for told in (
        client.post(f"/ho-so/{dossier.code}/sua/", follow=True),
        client.get(address(draft), follow=True),
    ):
        assert told.redirect_chain[-1][0] == f"/ho-so/{dossier.code}/"
        assert "Cán bộ đang kiểm tra" in told.content.decode()


def test_a_changed_fact_reaches_the_dossier(dossier, draft, person):
    Draft.objects.filter(pk=draft.pk).update(
        applicant=draft.applicant | {"address": "9 Lý Tự Trọng"}, result_channel="counter"
    )
    draft.refresh_from_db()
    amending.amend(draft, by=person, evidence=situations.EVIDENCE, digest=filing.digest_of(draft))
    dossier.refresh_from_db()
    assert (dossier.applicant_address, dossier.result_channel) == ("9 Lý Tự Trọng", "counter")
    assert dossier.notices.filter(subject__startswith="Đã sửa hồ sơ").exists()


def test_nobody_else_opens_a_change(client, dossier):
    sign_in(client, situations.citizen("Người khác"))
    assert client.post(f"/ho-so/{dossier.code}/sua/").status_code == 404
    assert client.get(f"/ho-so/{dossier.code}/to-khai/").status_code == 404
