"""Messages with the applicant: both sides write, the other one is told once, nobody else reads."""

import pytest

from flows.effects import keep_due
from flows.errors import DossierError, NotPermitted
from flows.models import Notice, Promise
from flows.services import labelling, messaging
from flows.services.work import claim
from tests import situations as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(office, person):
    return given.received(given.procedure(), office, person)


def told(dossier) -> int:
    return dossier.notices.filter(channel=Notice.Channel.ACCOUNT, subject__contains="nhắn").count()


def test_the_office_writes_and_the_applicant_is_told_once_until_it_is_read(office, dossier, person):
    messaging.write(dossier, by=office.officer, text="Mời Ông/Bà xem lại ngày sinh.")
    messaging.write(dossier, by=office.officer, text="Ngày sinh trên sổ là 21/05.")
    assert told(dossier) == 1
    assert messaging.mark_read(dossier, by=person) == 2
    messaging.write(dossier, by=office.officer, text="Cảm ơn Ông/Bà.")
    assert told(dossier) == 2
    assert [entry.act for entry in dossier.journal.order_by("-seq")[:1]] == ["message"]
    assert "Ngày sinh" not in str(dossier.journal.order_by("-seq").first().data)


def test_the_officer_who_holds_the_dossier_hears_of_the_applicants_message(
    office, dossier, person, settings
):
    office.officer.email = "thuly@example.vn"
    office.officer.save()
    claim(given.item(dossier), by=office.officer)
    messaging.write(dossier, by=person, text="Tôi cần bổ sung gì không?")
    assert Promise.objects.filter(kind="mail", payload__icontains="thuly@example.vn").exists()
    while keep_due():
        pass
    assert dossier.messages.unread_by_office().count() == 1
    messaging.write(dossier, by=office.officer, text="Không cần.")  # who answers has read
    assert not dossier.messages.unread_by_office().exists()


def test_a_stranger_and_another_office_cannot_write(office, dossier):
    with pytest.raises(NotPermitted):
        messaging.write(dossier, by=given.citizen(), text="Xin chào")
    with pytest.raises(NotPermitted):
        messaging.write(dossier, by=given.office().officer, text="Xin chào")
    assert not dossier.messages.exists()


def test_too_many_messages_in_an_hour_are_refused_with_a_reason(dossier, person):
    for n in range(messaging.PER_HOUR):
        messaging.write(dossier, by=person, text=f"Tin {n}")
    with pytest.raises(DossierError, match="trong giờ này"):
        messaging.write(dossier, by=person, text="Nữa")
    assert dossier.messages.count() == messaging.PER_HOUR


def test_a_month_after_the_end_the_talk_is_closed(office, person):
    import datetime

    dossier = given.finished(given.procedure("1.009999"), office, person)
    messaging.write(dossier, by=person, text="Sổ ghi sai tên.")
    dossier.returned_at -= datetime.timedelta(days=31)
    dossier.save()
    with pytest.raises(DossierError, match="phản ánh"):
        messaging.write(dossier, by=person, text="Còn ai không?")


def test_labels_sort_the_offices_dossiers_and_unused_ones_go(office, dossier):
    labelling.label(dossier, by=office.officer, names=["Cần xác minh", " Ưu  tiên "])
    assert {label.name for label in dossier.labels.all()} == {"Cần xác minh", "Ưu tiên"}
    labelling.label(dossier, by=office.clerk, names=["Ưu tiên"])
    assert [label.name for label in labelling.of_office(dossier)] == ["Ưu tiên"]
    with pytest.raises(NotPermitted):
        labelling.label(dossier, by=given.office().officer, names=["Lạ"])
