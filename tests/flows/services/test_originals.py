"""Originals on paper: what the desk keeps it gives back before a dossier is closed by its result."""

import pytest

from flows.errors import DossierError
from flows.models import State
from flows.services import deciding, handling, intake, originals, returning
from tests import situations as given

pytestmark = pytest.mark.django_db


def with_original(dossier, by, kept=1):
    intake.check_document(dossier.documents.first(), by=by, verdict="accepted", originals_kept=kept)
    return dossier.documents.first()


def until_result(dossier, office):
    intake.receive(given.item(dossier), by=office.clerk)
    handling.propose(given.item(dossier), by=office.officer, outcome="positive", content="Cấp sổ.")
    deciding.approve(given.item(dossier), by=office.leader)


def test_a_result_is_not_handed_over_while_originals_are_kept(office, version):
    dossier = given.filed(version, office, result_channel="post", result_address="12 Lê Lợi")
    paper = with_original(dossier, office.clerk)
    until_result(dossier, office)
    recipient = {"recipient_name": "An", "recipient_identifier": "079190001234"}
    with pytest.raises(DossierError, match="Còn giữ bản chính"):
        returning.hand_over(given.item(dossier), by=office.desk, **recipient)
    with pytest.raises(DossierError, match="Còn giữ bản chính"):
        returning.send_by_post(given.item(dossier), by=office.desk, tracking_number="RB1VN")
    returning.hand_over(given.item(dossier), by=office.desk, originals_back=[paper.pk], **recipient)
    paper.refresh_from_db()
    assert paper.originals_kept == 0
    assert dossier.journal.get(act="return").data["originals"] == [f"Bản chính: {paper.name}"]


def test_an_online_download_does_not_close_a_dossier_whose_originals_wait_at_the_desk(
    office, version
):
    person = given.citizen()
    dossier = given.filed(version, office, person)
    with_original(dossier, office.clerk)
    until_result(dossier, office)
    assert returning.collect_online(dossier, by=person) is None
    dossier.refresh_from_db()
    assert dossier.state == State.RESULT_READY


def test_originals_of_a_refused_dossier_go_back_and_the_journal_says_so(office, version):
    dossier = given.filed(version, office)
    paper = with_original(dossier, office.clerk, kept=2)
    intake.refuse(given.item(dossier), by=office.clerk, reason="Không thuộc thẩm quyền")
    with pytest.raises(DossierError, match="Hãy đánh dấu"):
        originals.give_back_only(dossier, by=office.desk, returned=[])
    originals.give_back_only(dossier, by=office.desk, returned=[paper.pk])
    assert not originals.kept(dossier).exists()
    assert dossier.journal.filter(act="give_back_originals", actor=office.desk).exists()
    with pytest.raises(DossierError, match="Không còn giữ"):
        originals.give_back_only(dossier, by=office.desk, returned=[paper.pk])


def test_a_paper_is_taken_only_at_intake_and_only_if_it_belongs_to_the_case(office, version):
    dossier = given.filed(version, office)
    paper, other = version.components.get(), given.procedure("9.900").components.get()
    with pytest.raises(DossierError, match="không thuộc thành phần"):
        originals.take_original(dossier, other, by=office.clerk, originals=1)
    with pytest.raises(DossierError, match="số bản chính"):
        originals.take_original(dossier, paper, by=office.clerk, originals=0)
    for count in (1, 3):
        taken = originals.take_original(dossier, paper, by=office.clerk, originals=count)
    assert dossier.documents.filter(file=None).count() == 1
    assert taken.originals_kept == 3
    given.papers_checked(dossier, office)
    intake.receive(given.item(dossier), by=office.clerk)
    with pytest.raises(DossierError, match="đang chờ tiếp nhận"):
        originals.take_original(dossier, paper, by=office.clerk, originals=1)
