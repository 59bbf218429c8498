"""15.1b: one installation for every office, used from a bare browser; 10a: many file at once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.conf import settings
from django.db import close_old_connections, connection, connections
from django.urls import reverse
from django.utils import timezone

from flows.models import Dossier
from flows.services import filing
from tests import situations as given
from tests.flows.console.conftest import at_desk

DESKS, EACH = 16, 12


@pytest.mark.django_db
def test_15_1b_every_office_works_in_the_one_central_database_from_a_bare_browser():
    assert list(connections) == ["default"]
    assert settings.DATABASE_ROUTERS == []
    province, version = given.two_levels(), given.procedure()
    dossiers = [given.received(version, office) for office in (province, province.above)]
    inspector = given.staff("Tôn Nữ Diệu Linh", "inspector", province.above.departments["it"])
    browser = at_desk(inspector)
    for dossier in dossiers:
        page = browser.get(reverse("admin:flows_dossier_change", args=[dossier.pk])).text
        assert dossier.code in page
        assert not re.search(r"<(object|embed|applet)\b", page), "no plug-in"
        loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"", page)
        assert loaded
        assert all(re.match(r"/(?!/)|data:|#", where) for where in loaded), loaded


@pytest.mark.django_db(transaction=True)
def test_10a_of_many_who_file_at_once_each_gets_the_next_number_and_none_is_left_out():
    """SQLite has one writer, so there nobody is in anybody's way."""
    desks = DESKS if connection.vendor == "postgresql" else 1
    office, version = given.office(), given.procedure()
    given.loaded_slips()
    with time_machine.travel(timezone.now(), tick=False):
        queues = [
            [
                (given.draft(version, office, by), by)
                for by in (given.citizen() for _ in range(EACH))
            ]
            for _desk in range(desks)
        ]
        with ThreadPoolExecutor(desks) as pool:
            list(pool.map(_file_all, queues))
        day = timezone.localdate()
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert codes == [
        f"{office.agency.code}-{day:%y%m%d}-{number:04d}" for number in range(1, desks * EACH + 1)
    ]


def _file_all(queue) -> None:
    try:
        for draft, by in queue:
            digest = filing.digest_of(draft)
            filing.file_draft(draft, by=by, evidence=given.EVIDENCE, digest=digest)
    finally:
        close_old_connections()
        connection.close()
