"""Every number of board, desk and report opens as many dossiers, as far as each person sees."""

import os
import random

import pytest
from django.contrib import admin
from django.http import QueryDict
from django.test import RequestFactory

from catalog.models import Role
from flows.console import assigning, contradictions, signing
from flows.console.boards import board
from flows.console.desk import desk
from flows.console.reports.asking import question_of
from flows.console.reports.register import listed
from flows.console.reports.tables import report
from flows.models import Dossier, WorkItem
from flows.reports import fold
from flows.synthesis import making
from tests import situations as given
from tests.flows.console.conftest import at_desk, working_year

pytestmark = pytest.mark.django_db
# A nightly run looks at 50 random histories: BOARDS=50.
HISTORIES = int(os.environ.get("BOARDS", "1"))
MOMENT = "2026-11-23 10:20+07:00"
ROWS = {
    f"/quan-tri/flows/{model._meta.model_name}/": admin.site.get_model_admin(model)
    for model in (Dossier, WorkItem)
}

PAGES = {
    "/quan-tri/doi-chieu/": contradictions.screen,
    "/quan-tri/phan-cong/": assigning.screen,
}


@pytest.fixture
def people(time_machine):
    """Who sees the own work, a department, an agency, a branch, everything. The clock stands still:
    what falls due between two pages is late on the second alone."""
    time_machine.move_to(MOMENT, tick=False)
    office = given.two_levels()
    given.procedure()
    given.procedure("1.002180", routing="inter_agency")
    chief = Role.objects.create(code="chief", name="Lãnh đạo tỉnh", reach="branch")
    chief.permissions.set(given.role("leader").permissions.all())
    branch = given.staff("Lê Lãnh Đạo", "chief", office.above.departments["leadership"])
    nation = given.staff("Tôn Kiểm Tra", "inspector", office.departments["legal"])
    return [office.officer, office.clerk, office.leader, branch, nation]


def _asked(user, address: str):
    """A page as the next request of this person asks for it."""
    request = RequestFactory().get(address)
    request.user = type(user).objects.get(pk=user.pk)
    request.user.is_verified = lambda: True
    return request


def _rows(user, address: str) -> int:
    """How many rows the list at the address has for this person."""
    request = _asked(user, address)
    if rows := ROWS.get(request.path):
        return rows.get_changelist_instance(request).result_count
    if screen := PAGES.get(request.path):
        return screen(request).context_data["page"].paginator.count
    assert request.path == "/quan-tri/ky-duyet/", address
    return len(signing._rows(request.user))


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_every_number_opens_its_dossiers_for_every_reach(people, seed):
    lot = random.Random(seed)
    list(making.generate(lot.randint(5, 40), days=lot.randint(20, 200), seed=seed))
    fold.catch_up()
    for user in people:
        shown = {one.url: one.count for one in desk(_asked(user, "/").user)["counters"]}
        context = board(_asked(user, "/")).context_data
        links, figures = context["links"], context["figures"]
        bars = [*context["states"], *context["coming"], *context["departments"]]
        shown |= {links[name]: figures[name] for name in links}
        shown |= {bar.url: bar.count for bar in bars}
        assert shown == {address: _rows(user, address) for address in shown}, user
    for user in people[2:]:
        _report_opens(_asked(user, f"/?theo=co-quan&ky={working_year().key}"))


def _report_opens(request) -> None:
    shown = report(request).context_data
    cells = [cell[1:] for row in shown["rows"] for cell in row["cells"]]
    cells += [cell for _month, numbers in shown["months"] for cell in numbers]
    cells += [cell for part, numbers in shown["index"] for cell in numbers if part.unit == "hồ sơ"]
    for number, behind in cells:
        asked = QueryDict(behind.partition("?")[2])
        found = listed(request.user, question_of(request.user, asked), asked["so"], asked)
        assert found.count() == number, (request.user, behind)


def test_the_signing_inbox_says_how_many_wait_beyond_its_page(monkeypatch):
    monkeypatch.setattr(signing, "MOST", 1)
    office, version = given.office(), given.procedure()
    given.proposed(version, office), given.proposed(version, office)
    page = at_desk(office.leader).get("/quan-tri/ky-duyet/")
    assert (page.context["waiting"], len(page.context["rows"])) == (2, 1)
    assert "Có 2 hồ sơ chờ ký" in page.content.decode()
