"""National reports: closed once, identical ever after, equal to the register, corrections told apart."""

import datetime
import io

import pytest
from django.utils import timezone
from docx import Document

from catalog.models import Role
from flows.effects import keep_due
from flows.errors import DossierError, NotPermitted
from flows.models import Dossier, FrozenReport
from flows.reports import fold, freezing
from flows.reports.definitions import dossiers_behind
from flows.reports.period import Period, choices
from flows.synthesis import making
from tests import situations as given
from tests.flows.console.conftest import at_desk
from tests.flows.papers.reading import text_of

pytestmark = pytest.mark.django_db
Kind = FrozenReport.Kind


@pytest.fixture
def office():
    made = given.two_levels()
    given.procedure()
    list(making.generate(60, days=150, seed=31))
    fold.catch_up()
    return made


@pytest.fixture
def month():
    """The last month that is over."""
    return next(period for period in choices() if period.is_over)


def test_what_is_closed_equals_the_register_and_stays_when_dossiers_are_corrected(office, month):
    report = freezing.freeze(Kind.SUMMARY, month, office.agency, by=office.leader)
    mine = Dossier.objects.filter(agency=office.agency)
    total, solved, late = (report.data["tables"][0]["total"][place] for place in (1, 5, 8))
    assert solved == mine.filter(dossiers_behind("solved", month)).count() > 0
    assert late == mine.filter(dossiers_behind("late", month)).count()
    assert total == sum(
        mine.filter(dossiers_behind(name, month)).count() for name in ("received", "carried")
    )
    assert freezing.differences(report) == []

    corrected = mine.filter(dossiers_behind("early", month)).first()
    corrected.due_at = corrected.finished_at - datetime.timedelta(minutes=1)
    corrected.save()
    fold.locked_state()
    fold.fold({corrected.pk})
    again = freezing.freeze(Kind.SUMMARY, month, office.agency, by=office.leader)
    assert (again.pk, again.data, again.sha256) == (report.pk, report.data, report.sha256)
    assert freezing.hash_of(again.data) == report.sha256
    changed = {column: (was, now) for _row, column, was, now in freezing.differences(again)}
    assert int(changed["Quá hạn"][1]) == int(changed["Quá hạn"][0]) + 1


@pytest.mark.parametrize("kind", Kind.values)
def test_every_report_is_printed_once_and_as_a_workbook(office, month, kind):
    leader = at_desk(office.leader)
    asked = {"loai": kind, "ky": month.key, "co-quan": office.agency.pk}
    page = leader.post("/quan-tri/bao-cao/chot/", asked, follow=True)
    report = page.context["report"]
    assert "đang được lập" in page.content.decode()
    while keep_due():
        pass
    address = f"/quan-tri/bao-cao/chot/{report.pk}/tep"
    first = b"".join(leader.get(f"{address}.pdf").streaming_content)
    assert report.sha256 in "".join(text_of(first).split())
    report.refresh_from_db()
    if not report.seal:
        assert first == freezing.report_pdf(report)
    assert leader.get(f"{address}.xlsx").content.startswith(b"PK")
    written = Document(io.BytesIO(leader.get(f"{address}.docx").content))
    heads = [cell.text for cell in written.tables[1].rows[0].cells]
    assert heads == [head for head, _width, _number in report.data["tables"][0]["columns"]]
    assert any(report.sha256 in paragraph.text for paragraph in written.paragraphs)
    assert leader.post("/quan-tri/bao-cao/chot/", asked, follow=True).context["report"] == report


@pytest.mark.parametrize("names_kept", [True, False])
@pytest.mark.parametrize("kind", [Kind.SUMMARY, Kind.CAUSES, Kind.LEVELS])
def test_every_number_of_a_closed_report_opens_its_dossiers(office, month, kind, names_kept):
    """Of an agency with those under it, for a leader of the branch; closed long ago or today."""
    chief = Role.objects.create(code="chief", name="Lãnh đạo tỉnh", reach="branch")
    chief.permissions.set(given.role("leader").permissions.all())
    leader = given.staff("Lê Lãnh Đạo", "chief", office.above.departments["leadership"])
    report, client = freezing.freeze(kind, month, office.above.agency, by=leader), at_desk(leader)
    if not names_kept:
        for table in report.data["tables"]:
            table.pop("figures", None), table.pop("behind", None)
        FrozenReport.objects.filter(pk=report.pk).update(data=report.data)
    opened = 0
    for table in client.get(f"/quan-tri/bao-cao/chot/{report.pk}/").context["tables"]:
        heads = [head for head, _width, _number in table["columns"]]
        for row in [*table["rows"], table["total"]]:
            for head, (number, address) in zip(heads, row, strict=True):
                if not address or "%" in head or "ngày" in head:
                    continue
                behind = client.get(address).context["page_obj"].paginator.count
                assert behind == number, (row[0], head, address)
                opened += behind
    assert opened


def test_the_points_of_the_index_open_what_earns_them(office, month):
    report = freezing.freeze(Kind.INDEX, month, office.agency, by=office.leader)
    page = at_desk(office.leader).get(f"/quan-tri/bao-cao/chot/{report.pk}/")
    opened = {row[0][0]: row[2][1] for row in page.context["tables"][0]["rows"]}
    assert "so=in_time" in opened["Tiến độ giải quyết"]
    assert not opened["Thanh toán trực tuyến"]


def test_causes_count_every_late_dossier_once(office, month):
    report = freezing.freeze(Kind.CAUSES, month, office.agency, by=office.leader)
    late = dossiers_behind("late", month) | dossiers_behind("overdue", month)
    expected = Dossier.objects.filter(late, agency=office.agency).count()
    assert report.data["tables"][0]["total"][1] == expected > 0


def test_a_period_that_lasts_and_a_foreign_office_are_refused(office, month):
    this = Period.of(f"{timezone.localdate():%Y-%m}")
    with pytest.raises(DossierError, match="chưa kết thúc"):
        freezing.freeze(Kind.SUMMARY, this, office.agency, by=office.leader)
    other = given.office("BHXH cơ sở Ba Đình")
    with pytest.raises(NotPermitted):
        freezing.freeze(Kind.SUMMARY, month, other.agency, by=office.leader)
    report = freezing.freeze(Kind.SUMMARY, month, office.agency, by=office.leader)
    foreign = at_desk(other.leader).get(f"/quan-tri/bao-cao/chot/{report.pk}/")
    assert foreign.status_code == 404
