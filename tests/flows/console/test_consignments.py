"""The day's parcels go to the carrier in one list: on paper, as a file, over its service, each once."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from flows.effects import keep_due
from flows.gateways import post_demo
from flows.models import CarrierColumn, Delivery, PostBatch
from flows.papers import render
from flows.services import returning
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.flows.papers.reading import text_of

pytestmark = pytest.mark.django_db
SCREEN = "/quan-tri/tra-ket-qua/buu-chinh/"


@pytest.fixture(autouse=True)
def _own_carrier(settings, tmp_path):
    settings.DEMO, settings.MESSAGES_DIR = True, tmp_path / "messages"


def sent(version, office, number: str, **facts):
    dossier = given.decided(
        version, office, given.citizen(), result_channel="post", result_address="12 Lê Lợi", **facts
    )
    returning.send_by_post(given.item(dossier), by=office.desk, tracking_number=number)
    return dossier


def listed(desk, office) -> str:
    return desk.post(SCREEN, {"agency": office.agency.pk}).url


def test_what_is_sent_is_listed_once_and_asking_again_gives_the_same_list(desk, office, version):
    sent(version, office, "RB1VN")
    sent(version, office, "RB2VN")
    assert "2 bưu gửi chờ" in desk.get(SCREEN).text
    first = listed(desk, office)
    assert listed(desk, office) == first
    sent(version, office, "RB3VN")
    second = listed(desk, office)
    assert second != first
    assert [batch.deliveries.count() for batch in PostBatch.objects.order_by("number")] == [2, 1]
    desk.get(reverse("flows:issued", args=[PostBatch.objects.get(number=1).issued.token]))
    paper = desk.get(first).text
    assert "đã in 1 lần" in paper
    assert "RB1VN" in paper
    assert "RB3VN" not in paper
    slip = text_of(render(PostBatch.objects.get(number=1).issued))
    assert "NHÂN VIÊN BƯU CHÍNH" in slip
    assert "RB2VN" in slip
    file = desk.get(f"{first}?tep=csv").content
    assert b"'" not in file  # a telephone number as it is dialled, not one guarded as a formula
    Delivery.objects.filter(tracking_number="RB1VN").update(state=Delivery.State.DELIVERED)
    assert desk.get(f"{first}?tep=csv").content == file  # a list that was handed over stays
    while keep_due():
        pass
    told = {one["code"]: len(one["parcels"]) for one in post_demo.manifests()}
    assert sorted(told.values()) == [1, 2]
    assert not PostBatch.objects.filter(told_at=None).exists()


def test_the_file_has_the_columns_that_the_carrier_wants(desk, office, version):
    dossier = sent(version, office, "RB1VN")
    url = listed(desk, office)
    book = load_workbook(io.BytesIO(desk.get(f"{url}?tep=xlsx").content))
    headings, row = list(book.active.iter_rows(values_only=True))
    assert headings[:3] == ("STT", "Mã tham chiếu", "Số bưu gửi")
    assert "12 Lê Lợi" in row
    operator = given.staff("Hồ Ngọc Tín", "it_admin", office.departments["it"])
    add = reverse("admin:flows_carriercolumn_add")
    assert desk.get(add).status_code == 403
    for order, heading, content, text in (
        (1, "ORDER_CODE", "dossier", ""), (2, "SERVICE", "text", "=EMS"),
    ):  # fmt: skip
        at_desk(operator).post(
            add, {"order": order, "heading": heading, "content": content, "text": text}
        )
    assert CarrierColumn.objects.count() == 2
    lines = desk.get(f"{url}?tep=csv").content.decode("utf-8-sig").splitlines()
    assert lines == ["ORDER_CODE,SERVICE", f"{dossier.code},'=EMS"]


def test_nobody_lists_or_reads_the_parcels_of_another_office(desk, office, version, clerk):
    sent(version, office, "RB1VN")
    url = listed(desk, office)
    elsewhere = at_desk(given.office("BHXH cơ sở Thủ Đức").desk)
    assert elsewhere.get(url).status_code == 404
    assert elsewhere.post(SCREEN, {"agency": office.agency.pk}).status_code == 404
    assert clerk.get(url).status_code == 403


def test_lists_cost_a_fixed_number_of_queries(desk, office, version, django_assert_max_num_queries):
    for number in range(3):
        sent(version, office, f"RB{number}VN")
    with django_assert_max_num_queries(30):
        url = listed(desk, office)
    for page in (SCREEN, url, f"{url}?tep=csv"):
        with django_assert_max_num_queries(15):
            desk.get(page)
