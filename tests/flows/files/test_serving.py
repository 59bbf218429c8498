"""Papers by address: to those who see the dossier, as a download or in a sandbox, journalled."""

import datetime

import pytest
import time_machine
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from flows.audit.journal import was_read
from flows.models import Dossier, JournalEntry
from flows.services import mandating
from tests import situations

BACKENDS = {
    True: "accounts.backends.StaffDoorBackend",
    False: "accounts.backends.CitizenDoorBackend",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return situations.office()


@pytest.fixture
def applicant():
    return situations.citizen()


@pytest.fixture
def dossier(office, applicant):
    return situations.received(situations.procedure(), office, applicant)


def paper(dossier):
    return dossier.documents.exclude(file=None).first()


def sign_in(client, user, *, both_factors=True):
    client.force_login(user, backend=BACKENDS[user.is_staff])
    if user.is_staff and both_factors:
        device = StaticDevice.objects.create(user=user, name="thử")
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()


def test_the_applicant_downloads_the_own_paper_and_nobody_runs_it(client, dossier, applicant):
    sign_in(client, applicant)
    found = paper(dossier)
    answer = client.get(f"/tep/{found.pk}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == found.file.file.open("rb").read()
    assert client.get(f"/tep/{found.pk}/?xem=1")["Content-Disposition"].startswith("inline")


def test_a_vietnamese_name_survives_the_download(client, dossier, applicant):
    found = paper(dossier)
    found.name = "Giấy khai sinh.pdf"
    found.save()
    sign_in(client, applicant)
    assert (
        "filename*=utf-8''Gi%E1%BA%A5y%20khai"
        in client.get(f"/tep/{found.pk}/")["Content-Disposition"]
    )


def test_others_learn_nothing(client, dossier):
    address = f"/tep/{paper(dossier).pk}/"
    assert client.get(address).status_code == 404
    sign_in(client, situations.citizen("Người khác"))
    assert client.get(address).status_code == 404
    assert client.head(address).status_code == 404
    assert client.post(address).status_code in {404, 405}
    elsewhere = situations.office("BHXH cơ sở khác")
    sign_in(client, elsewhere.clerk)
    assert client.get(address).status_code == 404


def test_a_reading_by_staff_is_journalled(client, dossier, office):
    sign_in(client, office.clerk)
    found = paper(dossier)
    before = JournalEntry.objects.filter(dossier=dossier).count()
    assert client.get(f"/tep/{found.pk}/").status_code == 200
    entry = JournalEntry.objects.filter(dossier=dossier).order_by("-seq").first()
    assert JournalEntry.objects.filter(dossier=dossier).count() == before + 1
    assert (entry.act, entry.actor) == ("read_document", office.clerk)
    assert entry.data["document"] == found.pk
    client.get(f"/tep/{found.pk}/?xem=1")
    assert JournalEntry.objects.filter(dossier=dossier).count() == before + 1
    sign_in(client, office.officer)
    client.get(f"/tep/{found.pk}/?xem=1")
    assert JournalEntry.objects.filter(dossier=dossier).count() == before + 2
    with time_machine.travel(entry.at + datetime.timedelta(minutes=61)):
        assert not was_read(dossier.pk, "read_document", by=office.clerk)


def test_staff_with_the_password_alone_read_nothing(client, dossier, office):
    sign_in(client, office.clerk, both_factors=False)
    assert client.get(f"/tep/{paper(dossier).pk}/").status_code == 404


def test_the_applicants_own_reading_is_not_journalled(client, dossier, applicant):
    sign_in(client, applicant)
    before = JournalEntry.objects.count()
    client.get(f"/tep/{paper(dossier).pk}/")
    assert JournalEntry.objects.count() == before


def test_a_drafts_paper_is_its_writers_alone(client, office, applicant):
    draft = situations.draft(situations.procedure("1.000001"), office, applicant)
    address = f"/tep/nhap/{draft.files.first().pk}/"
    assert client.get(address).status_code == 404
    sign_in(client, situations.citizen("Người khác"))
    assert client.get(address).status_code == 404
    sign_in(client, applicant)
    assert client.get(address).status_code == 200


def test_the_slip_is_made_on_the_first_download_and_stays_the_same(client, dossier, applicant):
    slip = dossier.issued.get(kind="01")
    address = f"/giay-to/{slip.token}.pdf"
    assert client.get(address).status_code == 404
    sign_in(client, applicant)
    first = b"".join(client.get(address).streaming_content)
    assert first.startswith(b"%PDF-")
    slip.refresh_from_db()
    assert slip.sha256
    assert b"".join(client.get(address).streaming_content) == first
    sign_in(client, situations.citizen("Người khác"))
    assert client.get(address).status_code == 404


def test_the_paper_of_a_mandate_opens_to_its_parties_and_to_staff_who_see_its_dossier(
    client, dossier, office, applicant
):
    mandate = mandating.declare_child(
        by=applicant, name="Nguyễn Bé", identifier="079220001234", basis="Giấy khai sinh số 5",
        paper=situations.stored(b"%PDF-1.4 giay khai sinh"),
    )  # fmt: skip
    Dossier.objects.filter(pk=dossier.pk).update(mandate=mandate)
    address = f"/tep/uy-quyen/{mandate.pk}/"
    other = situations.office("BHXH cơ sở Thủ Đức")
    for reader, status in [
        (applicant, 200), (situations.citizen(), 404), (office.clerk, 200), (other.clerk, 404),
    ]:  # fmt: skip
        sign_in(client, reader)
        assert client.get(address).status_code == status, reader
    (read,) = JournalEntry.objects.filter(act="read_document")
    assert (read.data["mandate"], read.actor) == (mandate.pk, office.clerk)
    sign_in(client, office.clerk)
    page = client.get(f"/quan-tri/flows/dossier/{dossier.pk}/change/").content.decode()
    assert f"{address}?xem=1" in page
