"""The citizen's side of the talk: writes on the dossier's page, reads there, others never."""

import pytest

from flows.services import messaging
from tests import situations
from tests.home.steps import pdf, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(office, person):
    return situations.received(situations.procedure(), office, person)


def test_a_citizen_writes_with_a_file_and_reads_the_answer(client, office, person, dossier):
    sign_in(client, person)
    place = f"/ho-so/{dossier.code}/trao-doi/"
    answer = client.post(place, {"text": "Tôi gửi kèm bản chụp.", "files": [pdf()]})
    assert answer.status_code == 302
    sent = dossier.messages.get()
    assert sent.files.get().name == "giay-to.pdf"
    messaging.write(dossier, by=office.officer, text="Cơ quan đã nhận.")
    shown = client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Cơ quan đã nhận." in shown
    assert "· mới" in shown
    assert "· mới" not in client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert client.get(f"/tep/tin/{sent.files.get().pk}/").status_code == 200


def test_a_refused_file_keeps_the_text(client, person, dossier):
    sign_in(client, person)
    bad = pdf("khong-phai.pdf", b"MZ khong phai pdf")
    answer = client.post(
        f"/ho-so/{dossier.code}/trao-doi/", {"text": "Nội dung của tôi", "files": [bad]}
    )
    assert answer.status_code == 422
    assert "Nội dung của tôi" in answer.content.decode()
    assert not dossier.messages.exists()


def test_somebody_else_sees_neither_talk_nor_file(client, office, person, dossier):
    from flows.models import MessageFile

    message = messaging.write(dossier, by=person, text="Riêng tư")
    file = MessageFile.objects.create(message=message, file=situations.stored(), name="a.pdf")
    sign_in(client, situations.citizen())
    assert client.get(f"/ho-so/{dossier.code}/trao-doi/").status_code == 404
    assert client.get(f"/tep/tin/{file.pk}/").status_code == 404
