"""Links and pages left open: what the rules forbid meanwhile is said before anything is typed."""

import pytest

from flows.services import supplements
from tests import situations as given

pytestmark = pytest.mark.django_db


def test_an_old_link_to_an_act_that_the_rules_forbid_says_why_before_anything_is_typed(
    officer, office, version
):
    dossier = given.received(version, office)
    request = supplements.ask_supplement(
        given.item(dossier), by=office.officer, reason="Mờ",
        items=[{"component": version.components.get()}],
    )  # fmt: skip
    old = dossier.work_items.filter(step="appraise").latest("pk")
    page = officer.get(f"/quan-tri/viec/{old.pk}/ask_supplement/", follow=True)
    assert "đã xong" in page.content.decode()
    paper = {version.components.get().pk: [(given.stored(b"%PDF-1.4 ro"), "ro.pdf")]}
    person = dossier.submitter
    supplements.answer(request, by=person, answers={}, files=paper, evidence=given.EVIDENCE)
    item = given.item(dossier)
    page = officer.get(f"/quan-tri/viec/{item.pk}/ask_supplement/", follow=True)
    assert "Điều 19 Nghị định 61/2018/NĐ-CP" in page.content.decode()
