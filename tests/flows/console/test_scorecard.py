"""The scorecard of offices: shares that open their dossiers, and a rank in the whole country."""

import datetime

from django.utils import timezone

from catalog.models import ProcedureVersion, Responsibility
from flows.reports import fold
from flows.reports.period import choices
from flows.reports.scorecard import cards
from flows.services import extending
from tests import situations as given
from tests.flows.console.conftest import at_desk, working_year

SCORECARD, REGISTER = "/quan-tri/bao-cao/bang-diem/", "/quan-tri/bao-cao/ho-so/"


def test_23_a_card_names_who_answers_and_every_share_opens_its_dossiers(offices):
    mine, _other = offices
    Responsibility.objects.create(
        agency=mine.agency, name="Trần Văn Chủ", title="Giám đốc", document="QĐ 1", valid_from="2020-01-01"
    )  # fmt: skip
    leader = at_desk(mine.leader)
    page = leader.get(SCORECARD, {"ky": working_year().key})
    ((card, cells),) = page.context["rows"]
    assert card.agency == mine.agency
    assert card.responsible.name == "Trần Văn Chủ"
    assert card.procedures == card.online == 1
    opened = 0
    for measure, share, number, address, whole in cells:
        assert share is None or share == round(100 * number / whole, 1)
        if number and measure.name != "digitised":  # counts papers, not dossiers
            assert leader.get(address).context["page_obj"].paginator.count == number, address
            opened += number
    assert opened > 10


def test_the_rank_is_of_all_offices_of_the_level_whoever_looks(offices):
    mine, other = offices
    year = working_year()
    made = {one.agency.pk: one for one in cards(year, [mine.agency, other.agency])}
    mine_card, other_card = made[mine.agency.pk], made[other.agency.pk]
    assert mine_card.of == other_card.of == 2
    better, worse = sorted([mine_card, other_card], key=lambda one: -one.points)
    assert better.rank == 1
    assert worse.rank == (2 if worse.points < better.points else 1)
    (alone,) = cards(year, [mine.agency])
    assert (alone.rank, alone.of) == (mine_card.rank, 2)
    foreign = at_desk(mine.leader).get(SCORECARD, {"co-quan": other.agency.office_code})
    assert foreign.status_code == 404


def test_an_apology_is_counted_in_its_month_and_opens_its_dossier(offices):
    mine, _other = offices
    dossier = given.received(ProcedureVersion.objects.get(), mine)
    later = timezone.localdate(dossier.due_at) + datetime.timedelta(days=10)
    extending.extend(dossier, by=mine.leader, new_due=later, reason="Chờ xác minh.")
    fold.catch_up()
    (card,) = cards(choices()[0], [mine.agency])
    page = at_desk(mine.leader).get(REGISTER, {"so": "apologised", "ky": choices()[0].key})
    listed = page.context["page_obj"].paginator
    assert card.line.apologised == listed.count >= 1
    assert dossier in listed.object_list
