"""Nobody opens what is not meant for them: every role at every address, and what belongs to others."""

import logging
import re

import pytest
from django.http import HttpResponse

from accounts.models import User
from config import urls
from tests.house import access, access_rules, access_things
from tests.journeys import demo_data, given


def _short(status: int):
    return lambda request, exception=None: HttpResponse(status=status)


# This module stands in for the addresses: error pages cost more than the refusals that they tell of.
urlpatterns = urls.urlpatterns
handler403, handler404 = _short(403), _short(404)


@pytest.fixture
def house(transactional_db, django_db_setup, settings):
    """The demo's people and catalogue, and the middleware that lets people in."""
    copy = django_db_setup
    copy.restore(copy.filled(demo_data.name(), demo_data.load))
    settings.MIDDLEWARE = access.deciding_middleware()
    settings.ROOT_URLCONF = __name__
    logging.disable(logging.CRITICAL)
    yield access.House()
    logging.disable(logging.NOTSET)


def person(name: str):
    if name == access_rules.NOBODY:
        return access.nobody()
    half_in = name == access_rules.HALF_IN
    found = User.objects.get(username=access_rules.CLERK if half_in else name)
    return access.as_signed_in(found, verified=found.is_staff and not half_in)


def test_s21_every_role_is_turned_away_at_every_address_that_is_not_meant_for_it(house):
    people = {name: person(name) for name in access_rules.ALL}
    unknown, let_in = [], []
    for route in access.routes():
        path = access.address(route)
        for method in access_rules.methods(route):
            admitted = access_rules.admitted(route, method)
            if admitted is None:
                unknown.append(route)
                continue
            for name in sorted(access_rules.asking(route) - admitted):
                if seen := house.refuses(people[name], method, path):
                    let_in.append(f"{name or 'nobody'} {seen}")
    assert not unknown, "who may open these is written nowhere"
    assert not let_in


def test_s22_what_belongs_to_others_is_not_found_at_any_address_that_names_it(house):
    everything = access_things.things()
    strangers = [person(name) for name in access_things.STRANGERS]
    unknown, let_in, empty = [], [], []
    for route in access.routes():
        if not access_rules.names_a_thing(route):
            continue
        thing = next((one for one in everything if re.fullmatch(one.routes, route)), None)
        if thing is None:
            unknown.append(route)
            continue
        path = access.address(route, **thing.parts)
        let_in += [
            f"{stranger} {seen}"
            for stranger in strangers
            for method in ("get", "post")
            if (seen := house.refuses(stranger, method, path))
        ]
        if thing.shows and not house.refuses(person(thing.owner), "get", path):
            empty.append(f"{thing.owner} {path}")
    assert not unknown, "no thing is tried at these"
    assert not let_in
    assert not empty, "not even the owner finds it: nothing was proven"


def test_s22_a_child_of_others_is_not_found_under_an_own_parent(house):
    mine, theirs = access_things.filed("binh"), access_things.filed("an")
    own, foreign = access_things.drafted("binh"), access_things.drafted("an")
    payment = access_things.paid_for(theirs)
    other_code = theirs.procedure.code
    paper = theirs.issued.all()[0]
    binh = person("binh")
    for path in [
        f"/ho-so/{mine.code}/phi/{payment.order_id}/",
        f"/ho-so/{mine.code}/thanh-toan/{payment.reference}/",
        f"/ho-so/{mine.code}/ket-qua/{paper.pk}/",
        f"/nop-ho-so/{own.procedure.code}/{foreign.key}/",
        f"/nop-ho-so/{other_code}/{own.key}/",
        f"/nop-ho-so/{other_code}/{own.key}/giay-to/",
        f"/nop-ho-so/{own.procedure.code}/{own.key}/phan/khong-co/",
    ]:
        assert not house.refuses(binh, "get", path)
        assert not house.refuses(binh, "post", path)
    officer, item = person("thuly"), mine.work_items.open().get()
    assert not house.refuses(officer, "get", f"/quan-tri/viec/{item.pk}/approve/")
    assert not house.refuses(officer, "post", f"/quan-tri/viec/{item.pk}/approve/")


def test_s22_a_child_of_others_named_in_an_own_form_is_not_taken(house):
    mine, theirs = [
        given.walked(given.LUMP_SUM, name, access_things.OFFICE, steps=lambda walk: walk.filed())
        for name in ("binh", "an")
    ]
    documents = [
        dossier.documents.create(
            submission=dossier.current_submission, file=access_things.stored(), name="giay-to.pdf"
        )
        for dossier in (mine, theirs)
    ]
    own, foreign = access_things.drafted("binh"), access_things.drafted("an")
    binh, officer, item = person("binh"), person("tiepnhan"), mine.work_items.open().get()
    children = [access_things.child_of(name) for name in ("binh", "an")]
    asked_for = next(each for each in own.case.components() if each.needs_scan)
    for draft in (own, foreign):
        draft.files.update(component=asked_for)
    (file,), (kept,) = foreign.files.all(), own.files.all()
    at = f"/nop-ho-so/{own.procedure.code}/{own.key}"
    paper = {"paper": f"giay-{asked_for.pk}"}
    for name, foreign_child in [
        ("tep_remove", file), ("tep_up", file), ("tep_down", file),
        ("reuse", documents[1]), ("reuse_result", theirs.issued.all()[0]),
    ]:  # fmt: skip
        house.refuses(binh, "post", f"{at}/giay-to/", **paper, **{name: foreign_child.pk})
    assert [*foreign.files.all()] == [file]
    assert [*own.files.all()] == [kept]
    house.refuses(binh, "post", f"{at}/giay-to/", **paper, tep_remove=kept.pk)
    assert not own.files.exists(), "not even the own one is found: nothing was proven"

    start = f"/nop-ho-so/{own.procedure.code}/"
    for child in children:
        house.refuses(binh, "post", start, thay=child.pk)
    assert [child.drafts.exists() for child in children] == [True, False]

    for document in reversed(documents):
        checked = {"document": document.pk, "verdict": "accepted"}
        house.refuses(officer, "post", f"/quan-tri/viec/{item.pk}/check_document/", **checked)
    assert [document.refresh_from_db() or document.verdict for document in documents] == [
        "accepted",
        "pending",
    ]
