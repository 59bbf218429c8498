"""Terms of use are accepted by version: the first filing after a new one asks again, and keeps it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.models import TermsOfUse
from flows.models import Challenge, Dossier
from home import terms
from tests import situations
from tests.home.steps import address, code_sent, sign_in

pytestmark = pytest.mark.django_db


def words(name: str, *, day=None) -> TermsOfUse:
    day = day or timezone.localdate()
    return TermsOfUse.objects.create(version=name, in_force_from=day, text="<p>Khai đúng.</p>")


def file(client, draft, **said) -> Dossier:
    client.post(address(draft, "kiem-tra/"), {"truth": "on", **said})
    client.post(address(draft, "xac-nhan/"), {"code": code_sent()})
    draft.refresh_from_db()
    return draft.dossier


def test_a_new_version_is_asked_for_once_and_stands_in_the_evidence(
    client, version, office, person
):
    sign_in(client, person)
    first = situations.draft(version, office, person)
    words("2026-01")
    page = client.post(address(first, "kiem-tra/"), {"truth": "on"})
    assert "Đọc và đồng ý với điều khoản sử dụng" in page.content.decode()
    assert not Challenge.objects.exists()
    evidence = file(client, first, terms="on").current_submission.evidence
    assert evidence["terms"] == "2026-01"
    assert datetime.datetime.fromisoformat(evidence["terms_at"]) <= timezone.now()
    assert terms.due(person) is None
    newer = words("2026-02")
    assert terms.due(person) == newer
    terms.accept(person, newer)
    terms.accept(person, newer)
    assert person.terms_accepted.count() == 2
    assert "Khai đúng." in client.get("/dieu-khoan-su-dung/").content.decode()


def test_a_version_of_tomorrow_asks_nobody_and_one_in_force_is_never_edited(person):
    today = timezone.localdate()
    coming = words("2027-01", day=today + datetime.timedelta(days=1))
    assert terms.due(person) is None
    coming.text = "<p>Khai đủ.</p>"
    coming.full_clean()
    standing = words("2026-01")
    standing.text = "<p>Khai đủ.</p>"
    with pytest.raises(ValidationError):
        standing.full_clean()
