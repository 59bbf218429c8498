"""Retention (Article 8.3): terms by result, holds, a list that two people decide, and what remains."""

import datetime
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.audit import verify
from flows.audit.export import chain_of
from flows.effects.outbox import keep_due
from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.files.orphans import drop_orphans
from flows.models import (
    Document,
    Dossier,
    Promise,
    RetentionRule,
    StoredFile,
    Submission,
)  # fmt: skip
from flows.services import disposing, retaining
from tests import situations

pytestmark = pytest.mark.django_db
TEN_YEARS_ON = datetime.date(timezone.localdate().year + 11, 1, 1)
NAME = "Nguyễn Thị Bình An"


@pytest.fixture
def archivist(office):
    made = situations.staff("Văn thư", "inspector", office.clerk.posts.get().department)
    made.posts.get().role.permissions.add(Permission.objects.get(codename="prepare_disposal"))
    return made


@pytest.fixture
def head(office):
    role = office.leader.posts.get().role
    role.permissions.add(Permission.objects.get(codename="approve_disposal"))
    return type(office.leader).objects.get(pk=office.leader.pk)  # rights as read anew


@pytest.fixture
def rule(db):
    return RetentionRule.objects.create(
        result="granted", group="Hồ sơ 10 năm", years=10, basis="Thông tư về lưu trữ"
    )


@pytest.fixture
def old(office, version, rule):
    """Closed, everything sent, and ten years past: as the worker finds it."""
    situations.loaded_slips()
    made = situations.finished(version, office)
    Promise.objects.filter(dossier=made).update(done_at=timezone.now())
    return made


@pytest.fixture
def listed(old, archivist, office, time_machine):
    time_machine.move_to(datetime.datetime.combine(TEN_YEARS_ON, datetime.time(3), datetime.UTC))
    return retaining.prepare(by=archivist, agency=office.agency, number="01/DM-2037")


def test_a_dossier_is_on_the_list_from_the_first_of_january_after_its_term(old, archivist, office):
    eve = TEN_YEARS_ON - datetime.timedelta(days=1)
    assert retaining.past_term(archivist, office.agency, eve) == []
    ((dossier, words, due),) = retaining.past_term(archivist, office.agency, TEN_YEARS_ON)
    assert (dossier, due) == (old, TEN_YEARS_ON)
    assert "Hồ sơ 10 năm" in words


def test_the_rule_of_the_procedure_goes_before_the_general_one(old, archivist, rule, office):
    own = RetentionRule.objects.create(
        result="granted", procedure=old.procedure, group="Vĩnh viễn", years=None, basis="Luật"
    )
    assert retaining.past_term(archivist, office.agency, TEN_YEARS_ON) == []  # kept for ever
    own.delete()
    rule.delete()
    assert retaining.Rules().term_of(old)[1].year > TEN_YEARS_ON.year  # the version's 70 years


def test_a_list_touches_nothing_and_its_maker_cannot_approve_it(listed, old, archivist):
    old.refresh_from_db()
    assert old.applicant_name == NAME
    assert old.disposed_at is None
    archivist.posts.get().role.permissions.add(Permission.objects.get(codename="approve_disposal"))
    del archivist._held_posts, archivist
    with pytest.raises(NotPermitted):
        retaining.decide(
            listed, by=type(listed.prepared_by).objects.get(pk=listed.prepared_by_id), approve=True
        )
    assert not Promise.objects.filter(kind="dispose").exists()


def test_after_a_second_person_the_content_ends_and_the_tombstone_verifies(listed, old, head):
    names = set(StoredFile.objects.values_list("file", flat=True))
    retaining.decide(listed, by=head, approve=True)
    with pytest.raises(AlreadyDone):
        retaining.decide(listed, by=head, approve=False)
    keep_due()
    old.refresh_from_db()
    entry = listed.entries.get()
    assert old.disposed_at == entry.disposed_at
    assert (old.applicant, old.applicant_name, old.applicant_identifier) == (
        None,
        disposing.GONE,
        "",
    )
    assert Submission.objects.get(dossier=old).answers == {}
    assert not Document.objects.filter(dossier=old).exclude(file=None).exists()
    assert (old.state, old.code) == ("returned", listed.entries.get().dossier.code)
    last = old.journal.order_by("-seq").first()
    assert (last.act, last.data["list"], last.actor) == ("dispose", "01/DM-2037", head)
    # Neither verifier misses anything, and the chain still says what was done when.
    assert verify.everything()[1] is None
    call_command("verify_audit", stdout=io.StringIO())
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as kept:
        json.dump(chain_of(old, whole=True), kept)
        kept.flush()
        script = Path(__file__).parents[3] / "docs/verify_dossier.py"
        subprocess.run([sys.executable, script, kept.name], check=True, capture_output=True)  # noqa: S603
    # The bytes go with the sweep that looks for files that nobody names.
    assert entry.files
    StoredFile.objects.update(created_at=timezone.now() - datetime.timedelta(days=1))
    assert drop_orphans(timezone.now() + datetime.timedelta(days=1)) >= entry.files
    assert not names & set(StoredFile.objects.values_list("file", flat=True))


def test_a_hold_placed_after_the_list_spares_the_dossier(listed, old, archivist, head, office):
    held = retaining.hold(old, by=archivist, reason="Đang khiếu nại")
    retaining.decide(listed, by=head, approve=True)
    keep_due()
    entry = listed.entries.get()
    assert (entry.disposed_at, entry.skipped) == (None, "có lệnh giữ")
    assert retaining.past_term(archivist, office.agency) == []
    retaining.release(held, by=archivist)
    retaining.release(held, by=archivist)
    assert old.journal.filter(act="release_hold").count() == 1
    assert [row[0] for row in retaining.past_term(archivist, office.agency)] == [old]
    with pytest.raises(DossierError):
        retaining.hold(old, by=archivist, reason=" ")


def test_what_is_still_to_be_sent_and_open_dossiers_stay(old, archivist, office, version):
    situations.received(version, office)
    Promise.objects.filter(dossier=old).update(done_at=None)
    assert retaining.past_term(archivist, office.agency, TEN_YEARS_ON) == []


def test_only_the_rights_open_it(old, office):
    with pytest.raises(NotPermitted):
        retaining.prepare(by=office.clerk, agency=office.agency, number="x")
    with pytest.raises(NotPermitted):
        retaining.hold(old, by=office.clerk, reason="x")


def test_nothing_that_belongs_to_a_dossier_keeps_words_of_the_person(listed, old, head):
    """Every text of every table that hangs on the dossier is looked through for the person."""
    retaining.decide(listed, by=head, approve=True)
    keep_due()
    old.refresh_from_db()
    for model, rows in disposing.belonging(old):
        for row in rows.values():
            said = json.dumps(row, default=str, ensure_ascii=False)
            assert NAME not in said, model
            assert "079190001234" not in said, model
    assert NAME not in json.dumps(Dossier.objects.filter(pk=old.pk).values()[0], default=str)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    years=st.one_of(st.none(), st.integers(0, 80)),
    closed=st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2035, 12, 31)),
)
def test_a_term_is_never_shorter_than_its_years_nor_a_year_longer(version, office, years, closed):
    closed = closed.replace(tzinfo=datetime.UTC)
    dossier = Dossier(state="returned", outcome_positive=True, returned_at=closed, version=version)
    rules = retaining.Rules.__new__(retaining.Rules)
    rules._rules = {("granted", None): RetentionRule(group="N", basis="B", years=years)}
    term = rules.term_of(dossier)
    if years is None:
        assert term is None
        return
    local = timezone.localdate(closed)
    assert (term[1].month, term[1].day) == (1, 1)
    assert 0 < term[1].year - local.year - years <= 1
