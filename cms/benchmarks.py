"""Figures of the portal for `make bench`."""

import time

from django.db import transaction
from django.utils import timezone

from catalog.measuring import best
from catalog.models import Component, Procedure, ProcedureVersion
from cms import search as searching
from cms.shelf import read

PROCEDURES = 2_000
ASKED = ("thai san", "cap lai the bhyt", "1.002051", "bao hiem", "giay ra vien", "khong co dau")


def search() -> dict:
    """One search over two thousand procedures and every text, beside the same words asked of the database.

    The procedures are written for the measurement and taken back with its transaction. Goal: 50 ms.
    """
    with transaction.atomic():
        _write(PROCEDURES)
        shelf = read(timezone.localdate())
        ours = _each(lambda asked: searching.everywhere(asked, shelf))
        peer = _each(lambda asked: list(Procedure.objects.live().matching(asked)))
        transaction.set_rollback(True)
    return {"unit": "ms", "ours": ours, "peer": peer, "limit": None, "lower": True, "at_most": 50}


def _each(search) -> float:
    """Milliseconds of one search."""
    return best(lambda: [search(asked) for asked in ASKED], clock=time.perf_counter) / len(ASKED)


def _write(count: int) -> None:
    """Copies of the procedures in force, with their papers."""
    versions = list(
        ProcedureVersion.objects.in_force().select_related("procedure").order_by("procedure__code")
    )
    papers = {version.pk: list(version.components.all()) for version in versions}
    procedures, copies, components = [], [], []
    for number in range(count):
        version = versions[number % len(versions)]
        like = version.procedure
        procedure = Procedure(
            code=f"b.{number:06d}", name=like.name, keywords=like.keywords, summary=like.summary,
            guidance=like.guidance, sector_id=like.sector_id,
        )  # fmt: skip
        procedure.derive()
        procedures.append(procedure)
        copy = ProcedureVersion(
            procedure=procedure, decision_number="–", effective_from=version.effective_from,
            approved_at=version.approved_at, competent_levels=version.competent_levels,
        )  # fmt: skip
        copies.append(copy)
        components += [
            Component(version=copy, code=one.code, name=one.name, form_code=one.form_code)
            for one in papers[version.pk]
        ]
    Procedure.objects.bulk_create(procedures)
    ProcedureVersion.objects.bulk_create(copies)
    Component.objects.bulk_create(components)


BENCHMARKS = {"search": search}
