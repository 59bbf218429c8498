"""Numbers for an office without network (requirement 5.6c): blocks alone, each number once."""

import datetime

import pytest
from django.utils import timezone

from flows.errors import AlreadyDone, DossierError, NotPermitted
from flows.models import CodeCounter, NumberBlock, RefusedNumber
from flows.papers import render, verify
from flows.services import filing, intake, reserving
from tests import situations
from tests.flows.papers.reading import text_of

pytestmark = pytest.mark.django_db
EVENING = datetime.datetime(2026, 11, 23, 16, 0)


@pytest.fixture
def day(monkeypatch):
    """Monday the 23rd, four in the afternoon: the network is back."""
    now = timezone.make_aware(EVENING)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def where(day):
    situations.loaded_slips()
    return situations.office()


@pytest.fixture
def version(day):
    return situations.procedure(effective_from=datetime.date(2026, 10, 1))


@pytest.fixture
def block(where):
    CodeCounter.objects.create(series=f"dossier:{where.agency.code}:261123", last=100)
    return reserving.issue_block(
        where.agency, by=where.clerk, device="Quầy 2", day=EVENING.date(), size=10
    )


def written(where, version, typed: str, hour: int = 9):
    """A slip that was written by hand in the morning, entered now."""
    at = timezone.make_aware(EVENING.replace(hour=hour))
    number = reserving.take_up(where.agency, by=where.clerk, typed=typed, taken_at=at)
    begun = reserving.open_draft(number, version.procedure, by=where.clerk)
    ready = situations.draft(version, where, where.clerk, channel="counter")
    begun.delete()
    number.refresh_from_db()
    number.draft = ready
    number.save()
    dossier = filing.register_at_counter(ready, by=where.clerk)
    situations.papers_checked(dossier, where)
    return intake.receive(situations.item(dossier), by=where.clerk)


def test_5_6c_five_slips_of_a_block_of_ten_and_no_other_number(where, version, block):
    assert (block.first, block.last) == (101, 110)
    dossiers = [written(where, version, f"010{number}") for number in range(1, 6)]
    assert [dossier.code for dossier in dossiers] == [
        f"{where.agency.code}-261123-010{number}" for number in range(1, 6)
    ]
    with pytest.raises(DossierError, match="không thuộc khối số nào"):
        written(where, version, "0111")
    with pytest.raises(DossierError, match="đã nhập hồ sơ"):
        written(where, version, "0101")
    found = NumberBlock.objects.visible_to(where.clerk).with_counts().get()
    assert (found.used, found.void, found.unused) == (5, 0, 5)
    assert set(RefusedNumber.objects.values_list("typed", flat=True)) == {"0111", "0101"}
    # Who files on the system meanwhile gets the numbers after the block.
    assert situations.filed(version, where).code.endswith("-0111")


def test_the_hour_on_the_slip_counts_and_its_check_code_is_kept(where, version, block):
    number = block.numbers.get(number=103)
    dossier = written(where, version, number.code)
    dossier.refresh_from_db()
    assert dossier.check_code == number.check_code
    assert timezone.localtime(dossier.received_at).hour == 9
    assert dossier.submissions.get().evidence["device"] == "Quầy 2"


def test_a_spoilt_number_is_void_with_its_reason_and_never_used(where, version, block):
    number = block.numbers.get(number=104)
    with pytest.raises(DossierError, match="lý do"):
        reserving.void(number, by=where.clerk, reason=" ")
    reserving.void(number, by=where.clerk, reason="Rách phiếu")
    with pytest.raises(DossierError, match="đã hủy"):
        written(where, version, "0104")
    with pytest.raises(AlreadyDone):
        reserving.void(number, by=where.clerk, reason="Lần nữa")
    assert NumberBlock.objects.with_counts().get().void == 1


def test_a_block_is_of_one_office_and_one_day(where, version, block, day):
    other = situations.office("BHXH nơi khác")
    with pytest.raises(DossierError, match="không thuộc khối số nào"):
        written(other, version, f"{where.agency.code}-261123-0101")
    with pytest.raises(NotPermitted):
        reserving.issue_block(
            where.agency, by=other.clerk, device="Quầy 1", day=EVENING.date(), size=5
        )
    with pytest.raises(DossierError, match="chỉ dùng trong ngày"):
        reserving.take_up(
            where.agency, by=where.clerk, typed=block.numbers.first().code,
            taken_at=day - datetime.timedelta(days=1),
        )  # fmt: skip


def test_the_sheet_has_a_slip_for_each_number_and_a_later_one_those_still_unused(where, block):
    text = text_of(render(block.blanks))
    for number in block.numbers.all():
        assert number.code in text
        assert number.check_code in text
    assert verify(block.blanks.token)["sha256"] == block.blanks.sha256
    reserving.void(block.numbers.get(number=110), by=where.clerk, reason="Thử máy in")
    anew = reserving.print_unused(block, by=where.clerk)
    assert f"{where.agency.code}-261123-0110" not in text_of(render(anew))
    assert not verify(block.blanks.token)["is_valid"]
    again = reserving.print_unused(block, by=where.clerk)
    assert (anew.number, again.number) == (
        f"{block.blanks.number}/2",
        f"{block.blanks.number}/3",
    )
    block.numbers.update(state="void", void_reason="Hết ngày")
    with pytest.raises(DossierError, match="không còn số nào"):
        reserving.print_unused(block, by=where.clerk)
