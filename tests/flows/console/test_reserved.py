"""The screens of numbers for hours without network: a block, its sheet, a slip entered, the report."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from flows.models import Draft, NumberBlock
from tests import situations as given

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:reserved")


@pytest.fixture
def block(office, clerk):
    answer = clerk.post(
        PAGE,
        {
            "khoi-agency": office.agency.pk, "khoi-device": "Quầy 2", "khoi-size": "3",
            "khoi-day": timezone.localdate().isoformat(),
        },
    )  # fmt: skip
    made = NumberBlock.objects.get()
    assert answer.url == reverse("admin:reserved_block", args=[made.pk])
    return made


def typed(office, number: str) -> dict:
    now = timezone.localtime()
    return {
        "phieu-agency": office.agency.pk, "phieu-typed": number,
        "phieu-day": now.date().isoformat(), "phieu-time": f"{now:%H:%M}",
    }  # fmt: skip


def test_a_slip_of_the_block_becomes_a_counter_draft_and_another_number_is_reported(
    office, version, clerk, block
):
    number = block.numbers.first()
    qr = f"https://dvc.example.vn/tra-cuu/?ma={number.code}&kt={number.check_code}"
    answer = clerk.post(PAGE, typed(office, qr), follow=True)
    assert number.code in answer.text
    begun = clerk.post(
        reverse("admin:counter"), {"code": version.procedure.code, "number": number.pk}
    )
    assert begun.status_code == 302
    number.refresh_from_db()
    assert number.draft == Draft.objects.get()
    refused = clerk.post(PAGE, typed(office, "9999"))
    assert refused.status_code == 422
    assert "không thuộc khối số nào" in refused.text
    assert "9999" in clerk.get(PAGE).text


def test_a_block_is_printed_a_number_made_void_and_others_see_nothing(office, clerk, block):
    blanks = reverse("flows:issued", args=[block.blanks.token])
    assert clerk.get(blanks)["Content-Type"] == "application/pdf"
    clerk.get(blanks)
    page = clerk.get(reverse("admin:reserved_block", args=[block.pk])).text
    assert re.search(rf"đã in 2 lần, lần cuối \d\d:\d\d [\d/]+, {office.clerk}", page)
    number = block.numbers.last()
    page = clerk.post(
        reverse("admin:void_number", args=[number.pk]), {"reason": "Rách phiếu"}, follow=True
    )
    assert "Rách phiếu" in page.text
    page = clerk.post(reverse("admin:reserved_print", args=[block.pk]), follow=True)
    assert "phiếu cũ hết hiệu lực" in page.text
    from tests.flows.console.conftest import at_desk

    stranger = at_desk(given.office("BHXH nơi khác").clerk)
    assert stranger.get(reverse("admin:reserved_block", args=[block.pk])).status_code == 404
    assert stranger.get(blanks).status_code == 404
    assert at_desk(office.officer).get(PAGE).status_code == 403
