"""The question tree: answers lead to procedures, without a script, and editors own the tree."""

import pytest
from django.core.cache import caches

from cms.models import FinderPage, HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf(portal):
    """A step three answers deep that leads to the portal's procedure."""
    first = FinderPage.objects.get(slug="tim-thu-tuc")
    second = FinderPage(title="Cho tôi", slug="toi", question="Ông/Bà cần gì?")
    first.add_child(instance=second)
    last = FinderPage(title="Đóng tự nguyện", slug="dong", advice="<p>Chuẩn bị căn cước.</p>")
    last.procedures = [portal.procedure]
    second.add_child(instance=last)
    return last


def test_answers_lead_to_the_procedures_and_can_be_changed(client, leaf):
    first = client.get("/tim-thu-tuc/").content.decode()
    assert "Ông/Bà làm thủ tục cho ai?" in first
    assert 'href="/tim-thu-tuc/toi/"' in first
    last = client.get("/tim-thu-tuc/toi/dong/").content.decode()
    assert 'href="/thu-tuc/1.002179/"' in last
    assert "Chuẩn bị căn cước." in last
    for question in ("Ông/Bà làm thủ tục cho ai?", "Ông/Bà cần gì?"):
        assert question in last
    assert 'href="/tim-thu-tuc/toi/"' in last


def test_an_answer_that_editors_took_away_is_a_404(client, leaf):
    leaf.unpublish()
    assert client.get("/tim-thu-tuc/toi/dong/").status_code == 404
    assert client.get("/tim-thu-tuc/khong-co/").status_code == 404


def test_a_step_costs_the_same_however_deep_it_lies(client, leaf, django_assert_max_num_queries):
    client.get("/tim-thu-tuc/")
    caches["pages"].clear()
    with django_assert_max_num_queries(12):
        client.get("/tim-thu-tuc/toi/dong/")


def test_a_repealed_procedure_is_not_offered(client, leaf, portal):
    portal.procedure.repealed_on = portal.effective_from
    portal.procedure.save()
    caches["pages"].clear()
    page = client.get("/tim-thu-tuc/toi/dong/").content.decode()
    assert "/thu-tuc/1.002179/" not in page
    assert "Gọi tổng đài" in page


def test_the_home_page_leads_to_the_finder(client, portal):
    assert 'href="/tim-thu-tuc/"' in client.get("/").content.decode()
    FinderPage.objects.child_of(HomePage.objects.get()).get().unpublish()
    caches["pages"].clear()
    assert 'href="/tim-thu-tuc/"' not in client.get("/").content.decode()
