"""Drafts that nobody files: a warning before, and a trace after."""

import datetime

import pytest
from django.utils import timezone

from flows.models import Draft, Promise
from flows.services import expiring
from tests import situations
from tests.home.steps import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(person):
    return situations.draft(situations.procedure(), situations.office(), person)


def ends_in(draft, **left):
    Draft.objects.filter(pk=draft.pk).update(expires_at=timezone.now() + datetime.timedelta(**left))


def test_the_writer_is_warned_once_three_days_before(draft, person):
    ends_in(draft, days=4)
    assert expiring.warn_of_expiry() == 0
    ends_in(draft, days=2)
    assert (expiring.warn_of_expiry(), expiring.warn_of_expiry()) == (1, 0)
    told = Promise.objects.get(kind="sms").payload
    assert told["to"] == person.phone
    assert "Ban nhap thu tuc 1.002179" in told["text"]


def test_who_has_no_telephone_is_warned_by_mail(draft, person):
    person.phone, person.phone_verified = None, False
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    ends_in(draft, hours=1)
    expiring.warn_of_expiry()
    assert Promise.objects.get(kind="mail").payload["recipients"] == [person.email]


def test_an_expired_draft_is_emptied_and_its_row_says_when(draft):
    ends_in(draft, seconds=-1)
    assert (expiring.clear_expired(), expiring.clear_expired()) == (1, 0)
    draft.refresh_from_db()
    assert (draft.answers, draft.applicant, draft.files.count()) == ({}, {}, 0)
    assert draft.cleared_at


def test_a_filed_draft_is_neither_warned_of_nor_emptied(person):
    dossier = situations.filed(situations.procedure(), situations.office(), person)
    ends_in(dossier.draft, seconds=-1)
    assert (expiring.warn_of_expiry(), expiring.clear_expired()) == (0, 0)


def test_the_person_sees_which_drafts_have_expired(client, draft, person):
    ends_in(draft, seconds=-1)
    expiring.clear_expired()
    sign_in(client, person)
    page = client.get("/ho-so/?muc=nhap").content.decode()
    assert "Bản nháp đã hết hạn" in page
    assert "/nop-ho-so/1.002179/" in page
