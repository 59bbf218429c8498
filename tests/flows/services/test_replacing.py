"""Results are numbered in the book; a wrong one is taken back and replaced by two persons."""

import pytest
from django.db import IntegrityError, transaction

from flows.errors import DossierError, NotPermitted
from flows.models import BookEntry, Delivery, State
from flows.papers import render, verify, wording
from flows.services import replacing
from tests import situations as given

pytestmark = pytest.mark.django_db
NEW = {"reason": "Ghi sai ngày sinh.", "content": "Cấp sổ BHXH, ngày sinh 21/05/1990."}


@pytest.fixture
def second(office):
    return given.staff("Phó Giám Đốc", "leader", office.departments["leadership"])


def test_results_follow_one_another_in_the_book_of_their_agency_and_year(office, version):
    other = given.office("BHXH cơ sở Thuận An")
    for where in (office, office, other):
        given.decided(version, where)
    book = {}
    for entry in BookEntry.objects.order_by("agency", "number"):
        book.setdefault(entry.agency, []).append(entry)
    assert [entry.number for entry in book[office.agency]] == [1, 2]
    assert book[office.agency][1].previous == book[office.agency][0]
    assert [entry.number for entry in book[other.agency]] == [1]
    first = book[office.agency][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        BookEntry.objects.filter(pk=book[office.agency][1].pk).update(number=first.number)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookEntry.objects.filter(pk=book[office.agency][1].pk).update(previous=None)


def test_a_wrong_result_is_revoked_and_its_page_leads_to_the_new_one(office, version, second):
    dossier = given.decided(version, office)
    old = replacing.replaceable(dossier)
    replacing.ask(dossier, by=office.officer, **NEW)
    new = replacing.confirm(dossier, by=second)
    facts = verify(old.token)
    assert not facts["is_valid"]
    assert facts["revoke_reason"] == NEW["reason"]
    assert facts["replaced_by"]["number"] == new.number
    assert BookEntry.objects.get(issued=new).number == 2
    assert render(new).startswith(b"%PDF")
    assert new.data["replaces"]["number"] == old.number
    assert dossier.notices.filter(channel="account", subject__contains="thu hồi").exists()
    assert replacing.replaceable(dossier) == new


def test_who_asked_never_decides_and_one_proposal_waits_at_a_time(office, version, second):
    dossier = given.decided(version, office)
    replacing.ask(dossier, by=office.leader, **NEW)
    with pytest.raises(NotPermitted, match="người khác"):
        replacing.confirm(dossier, by=office.leader)
    with pytest.raises(DossierError, match="Đang có"):
        replacing.ask(dossier, by=office.officer, **NEW)
    replacing.decline(dossier, by=second, reason="Ngày sinh đúng.")
    assert replacing.replaceable(dossier).is_valid
    with pytest.raises(DossierError, match="Không có đề nghị"):
        replacing.confirm(dossier, by=second)


def test_the_replacement_of_a_returned_result_has_to_be_handed_over_too(office, version, second):
    dossier = given.finished(version, office, result_channel="counter")
    replacing.ask(dossier, by=office.officer, **NEW)
    replacing.confirm(dossier, by=second)
    delivery = replacing.hand_over(
        dossier, by=office.desk, recipient_name="Bình An", recipient_identifier="079190001234"
    )
    assert delivery.state == Delivery.State.DELIVERED
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    with pytest.raises(DossierError):
        replacing.hand_over(dossier, by=office.desk, recipient_name="x", recipient_identifier="1")


def test_ready_texts_take_their_words_from_the_dossier(office, version):
    dossier = given.received(version, office)
    text = wording.fill("{chu_ho_so}, {to_khai.ngay_sinh}, {dia_chi_khac} {ma_so_bhxh}", dossier)
    assert text == f"{dossier.applicant_name}, 20/05/1990, {{dia_chi_khac}} {wording.BLANK}"
    shown = wording.preview(
        dossier, by=office.officer, content=wording.fill(wording.DRAFT, dossier)
    )
    assert shown.startswith(b"%PDF")
    assert not dossier.issued.filter(kind="result").exists()
