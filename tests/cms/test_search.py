"""Finding procedures: diacritics, abbreviations, rank, filters, misses."""

import re

import pytest
from django.core.cache import caches

from catalog.models import LifeEvent, Procedure, Sector
from cms import benchmarks, search
from cms.models import MissedSearch, Synonym
from tests import situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(portal):
    """Three procedures of two sectors beside the one of the portal."""
    health = Sector.objects.create(code="the", name="Cấp sổ BHXH, thẻ BHYT", order=5)
    card = situations.procedure("1.002759", service_level=4).procedure
    card.name, card.sector = "Cấp lại, đổi thẻ BHYT", health
    card.for_persons, card.for_organisations = True, False
    card.save()
    birth = situations.procedure("2.000693", service_level=3).procedure
    birth.name, birth.for_organisations = "Giải quyết hưởng chế độ thai sản", True
    birth.life_events.add(LifeEvent.objects.create(code="sinh-con", name="Sinh con"))
    birth.save()
    aid = situations.procedure("1.014170", service_level=4).procedure
    aid.name = "Hưởng trợ cấp thai sản đối với người tham gia BHXH tự nguyện"
    aid.keywords = "sinh con"
    aid.for_organisations, aid.for_persons = False, True
    aid.save()
    return {"card": card, "birth": birth, "aid": aid}


def codes(client, query: str) -> list[str]:
    caches["pages"].clear()  # a kept page has no context to look into
    answer = client.get(f"/thu-tuc/{query}")
    assert answer.status_code == 200
    return [entry.card.code for entry in answer.context["page_obj"]]


@pytest.mark.parametrize(
    "typed", ["thai san", "thai sản", "THAI SẢN", "thai sa\u0309n", "  thai  san "]
)
def test_search_does_not_care_about_diacritics_case_or_composition(client, shelf, typed):
    assert codes(client, f"?q={typed}") == ["2.000693", "1.014170"]


def test_abbreviations_and_full_words_find_each_other(client, shelf):
    assert codes(client, "?q=cap lai the") == ["1.002759"]
    assert codes(client, "?q=cấp lại thẻ bảo hiểm y tế") == ["1.002759"]
    assert codes(client, "?q=nghi de")[0] == "2.000693"


def test_an_editors_synonym_works_at_once(client, shelf):
    assert codes(client, "?q=thẻ xanh") == []
    Synonym.objects.create(term="thẻ xanh", means="thẻ BHYT")
    assert codes(client, "?q=thẻ xanh") == ["1.002759"]


@pytest.mark.parametrize("typed", ["1.002759", "1002759"])
def test_a_code_comes_first_with_or_without_its_dot(client, shelf, typed):
    assert codes(client, f"?q={typed}")[0] == "1.002759"


def test_words_in_the_name_come_before_words_in_the_keywords(client, shelf):
    shelf["birth"].keywords = ""
    shelf["birth"].save()
    shelf["card"].keywords = "thai sản"
    shelf["card"].save()
    assert codes(client, "?q=thai san")[-1] == "1.002759"


def test_what_a_name_is_about_comes_before_what_it_is_for(client, shelf):
    for key, name in (
        ("card", "Tạm dừng đóng vào quỹ hưu trí"),
        ("birth", "Thay đổi nơi nhận lương hưu"),
        ("aid", "Hưởng lương hưu đối với người tham gia BHXH tự nguyện"),
    ):
        shelf[key].name = name
        shelf[key].save()
    assert codes(client, "?q=hưu trí") == ["1.014170", "2.000693", "1.002759"]


def test_the_first_words_of_a_long_name_find_its_abbreviation(client, shelf):
    shelf["card"].name = "Cấp lại sổ BHXH"
    shelf["card"].save()
    assert codes(client, "?q=sổ bảo hiểm")[0] == "1.002759"
    assert codes(client, "?q=so bao hiem xa")[0] == "1.002759"


def test_words_typed_with_their_marks_come_before_those_alike_without_them(client, shelf):
    for procedure, name in (
        (shelf["card"], "Cấp bản sao hồ sơ bảo hiểm"),
        (shelf["birth"], "Đề nghị điều chỉnh thông tin và cấp lại sổ bảo hiểm"),
    ):
        procedure.name = name
        procedure.save()
    as_typed, otherwise = shelf["birth"].code, shelf["card"].code

    def found(query):
        return [code for code in codes(client, f"?q={query}") if code in (as_typed, otherwise)]

    assert found("sổ bảo hiểm") == [as_typed, otherwise]
    assert found("hồ sơ bảo hiểm")[0] == otherwise
    assert found("so bao hiem") == [otherwise, as_typed]


def test_papers_forms_and_guidance_are_searched_after_names(client, shelf):
    version = shelf["card"].versions.get()
    version.components.update(name="Giấy ra viện", form_code="TK1-TS")
    assert codes(client, "?q=giay ra vien") == ["1.002759"]
    assert codes(client, "?q=tk1-ts") == ["1.002759"]
    shelf["aid"].guidance = "<p>Kèm <b>giấy ra viện</b> khi sinh.</p>"
    shelf["aid"].save()
    shelf["birth"].name = "Cấp giấy ra viện"
    shelf["birth"].save()
    assert codes(client, "?q=giấy ra viện") == ["2.000693", "1.002759", "1.014170"]


def test_words_scattered_over_the_papers_count_only_when_nothing_better_is_found(client, shelf):
    shelf["card"].versions.get().components.update(name="Giấy khai sản lượng, bản thái")
    assert codes(client, "?q=thai san") == ["2.000693", "1.014170"]
    assert codes(client, "?q=luong ban khai") == ["1.002759"]


def test_a_search_asks_the_database_nothing_once_the_shelf_is_read(
    shelf, django_assert_num_queries
):
    caches["pages"].clear()
    search.ranked("thai san")
    with django_assert_num_queries(0):
        search.ranked("cap lai the")
        search.near("cap laj the")


def test_filters_live_in_the_address_and_combine(client, shelf):
    assert codes(client, "?linh-vuc=the") == ["1.002759"]
    assert set(codes(client, "?doi-tuong=to-chuc")) == {"2.000693"}
    assert set(codes(client, "?muc-do=4")) == {"1.002759", "1.014170"}
    assert codes(client, "?muc-do=4&q=thai san") == ["1.014170"]
    assert codes(client, "?su-kien=sinh-con") == ["2.000693"]


def test_an_agency_filter_shows_what_that_office_takes(client, shelf):
    shelf["aid"].versions.update(competent_levels=["central"])
    office = situations.office()
    assert "1.014170" not in codes(client, f"?co-quan={office.agency.office_code}")
    assert "1.002759" in codes(client, f"?co-quan={office.agency.office_code}")


def test_counts_beside_a_filter_are_what_choosing_it_gives(client, shelf):
    answer = client.get("/thu-tuc/?muc-do=4")
    for option in answer.context["facets"]["sector"]:
        found = codes(client, f"?muc-do=4&linh-vuc={option.value}")
        assert len(found) == option.count


def test_a_search_without_result_offers_near_ones_and_is_remembered(client, shelf):
    for typed in ("thai sanr", "thai SANR"):
        answer = client.get(f"/thu-tuc/?q={typed}")
        assert not answer.context["page_obj"].object_list
        assert "2.000693" in answer.content.decode()
    assert MissedSearch.objects.get().times == 2


def test_long_numbers_are_never_remembered(client, shelf):
    client.get("/thu-tuc/?q=079190001234")
    assert not MissedSearch.objects.exists()


def test_suggestions_are_names_with_addresses(client, shelf):
    answer = client.get("/thu-tuc/goi-y.json?q=cap lai")
    assert answer.json()["results"] == [
        {
            "code": "1.002759",
            "name": "Cấp lại, đổi thẻ BHYT",
            "lang": "vi",
            "url": "/thu-tuc/1.002759/",
        }
    ]
    assert client.get("/thu-tuc/goi-y.json?q=c").json() == {"results": []}


def test_measuring_the_search_leaves_nothing_behind(shelf, monkeypatch):
    monkeypatch.setattr(benchmarks, "PROCEDURES", 5)
    before = Procedure.objects.count()
    figures = benchmarks.search()
    assert figures["ours"] > 0
    assert Procedure.objects.count() == before


def test_an_english_name_is_shown_and_found_on_english_pages(client, shelf):
    shelf["card"].name_en = "Replace a health insurance card"
    shelf["card"].save()
    shelf["birth"].name_en = ""
    shelf["birth"].save()
    assert codes(client, "?q=health insurance card") == ["1.002759"]
    page = client.get("/en/thu-tuc/?q=health").content.decode()
    assert re.search(r"<h2 ><a[^>]*>Replace a health insurance card", page)
    assert client.get("/en/thu-tuc/goi-y.json?q=health").json()["results"][0]["lang"] == "en"
    listed = client.get("/en/thu-tuc/").content.decode()
    assert re.search(r'<h2 lang="vi"><a[^>]*>Giải quyết hưởng chế độ thai sản', listed)
