"""The talk in the console: thread, answer with a ready phrase, mark as read, note, labels, filters."""

import pytest
from django.urls import reverse

from catalog.models import Phrase
from flows.services import messaging
from tests import situations as given
from tests.home.steps import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return given.citizen()


@pytest.fixture
def dossier(office, version, person):
    return given.received(version, office, person)


def step(dossier, act):
    return reverse("admin:dossier_step", args=[dossier.pk, act])


def page(client, dossier) -> str:
    return client.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).content.decode()


def test_an_officer_reads_answers_with_a_phrase_and_a_file(officer, dossier, person):
    messaging.write(dossier, by=person, text="Bao giờ có kết quả?")
    shown = page(officer, dossier)
    assert "Bao giờ có kết quả?" in shown
    assert "1 tin mới" in shown
    phrase = Phrase.objects.create(kind="message", title="Đúng hẹn", text="Kết quả trả đúng hẹn.")
    typed = {"phrase": phrase.pk, "text": "Chào Ông/Bà.", "insert_phrase": "1"}
    asked = officer.post(step(dossier, "message"), typed).content.decode()
    assert "Kết quả trả đúng hẹn." in asked
    answer = {"text": "Kết quả trả đúng hẹn.", "attachments": [pdf()]}
    assert officer.post(step(dossier, "message"), answer).status_code == 302
    sent = dossier.messages.get(from_office=True)
    assert sent.files.count() == 1
    assert officer.get(reverse("flows:message_file", args=[sent.files.get().pk])).status_code == 200
    assert "1 tin mới" not in page(officer, dossier)


def test_unread_messages_stand_on_the_desk_and_in_the_list(officer, dossier, person):
    url = reverse("admin:flows_dossier_changelist") + "?tin=chua-doc"
    assert dossier.code not in officer.get(url).content.decode()
    messaging.write(dossier, by=person, text="Xin hỏi")
    assert dossier.code in officer.get(url).content.decode()
    waiting = reverse("admin:flows_dossier_changelist") + "?tin=cho-tra-loi"
    assert dossier.code in officer.get(waiting).content.decode()
    desk = officer.get(reverse("admin:index"))
    assert {str(c.label): c.count for c in desk.context["counters"]}["Tin mới của người nộp"] == 1
    officer.post(step(dossier, "message_read"), follow=True)
    assert dossier.code not in officer.get(url).content.decode()
    assert dossier.code in officer.get(waiting).content.decode()
    messaging.write(
        dossier, by=dossier.work_items.open().get().owner or _officer(dossier), text="x"
    )
    assert dossier.code not in officer.get(waiting).content.decode()


def _officer(dossier):
    from catalog.models import Post

    return Post.objects.get(department__agency=dossier.agency, department__code="policy").user


def test_labels_are_set_on_the_page_and_filter_the_list(officer, dossier):
    assert officer.post(step(dossier, "label"), {"new": "Cần xác minh"}).status_code == 302
    assert "Cần xác minh" in page(officer, dossier)
    label = dossier.labels.get()
    listed = reverse("admin:flows_dossier_changelist")
    assert dossier.code in officer.get(f"{listed}?nhan={label.pk}").content.decode()
    assert dossier.code not in officer.get(f"{listed}?nhan={label.pk + 1}").content.decode()


def test_the_intake_clerk_writes_notes_too(clerk, dossier):
    assert clerk.post(step(dossier, "note"), {"text": "Đã gọi điện."}).status_code == 302
    assert "Đã gọi điện." in page(clerk, dossier)
