"""One search for the whole portal: procedures first, then questions, help, news and notices."""

import pytest
from django.core.cache import caches
from django.utils import timezone

from cms import search
from cms.models import Faq, MissedSearch, NewsPage, Notice, Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client, portal):
    def ask(query: str, prefix: str = "", **more):
        caches["pages"].clear()  # a new edition begins only when a transaction is through
        answer = client.get(f"{prefix}/tim-kiem/", {"q": query, **more})
        assert answer.status_code == 200
        return answer

    return ask


@pytest.fixture
def asked(portal):
    """A question about the procedure of the portal."""
    faq = Faq(
        question="Mất giấy hẹn thì nhận kết quả thế nào?",
        answer="<p>Mang giấy tờ tuỳ thân.</p><p>Nhận tại Bộ phận Một cửa.</p>",
        question_en="What if I lost my receipt?",
        answer_en="<p>Bring your identity card.</p>",
    )
    faq.procedures = [portal.procedure]
    faq.save()
    return faq


def names(answer) -> dict:
    return {
        str(kind): [text.name for text in texts] for kind, texts, _shown in answer.context["groups"]
    }


def test_procedures_come_first_and_texts_follow_in_their_groups(found, portal, asked):
    portal.procedure.keywords = "giấy hẹn"
    portal.procedure.save()
    page = found("giay hen").content.decode()
    assert page.index(portal.procedure.name) < page.index("Mất giấy hẹn thì nhận kết quả")


def test_an_answer_is_opened_where_it_stands(found, client, portal, asked):
    page = found("MAT GIAY HEN").content.decode()
    address = f"/thu-tuc/{portal.procedure.code}/"
    assert f'href="{address}#mat-giay-hen-thi-nhan-ket-qua-the-nao"' in page
    assert 'id="mat-giay-hen-thi-nhan-ket-qua-the-nao"' in client.get(address).content.decode()


@pytest.mark.parametrize("typed", ["ma xac minh", "mã xác minh", "MÃ  XÁC MINH"])
def test_help_is_found_by_the_words_inside_it(found, typed):
    assert "Đăng ký tài khoản" in names(found(typed))["huong-dan"]


def test_synonyms_reach_texts_too(found, asked):
    assert "hoi-dap" not in names(found("biên nhận"))
    Synonym.objects.create(term="biên nhận", means="giấy hẹn")
    assert asked.question in names(found("biên nhận"))["hoi-dap"]


def test_a_notice_and_news_are_found_and_what_is_unpublished_is_not(found):
    Notice.objects.create(title="Bảo trì hệ thống thanh toán")
    page = NewsPage.objects.live().first()
    assert names(found("he thong thanh toan"))["thong-bao"] == ["Bảo trì hệ thống thanh toán"]
    assert page.title in names(found(page.title))["tin-tuc"]
    page.unpublish()
    assert page.title not in names(found(page.title)).get("tin-tuc", [])


def test_english_readers_find_and_read_the_english(found, asked):
    page = found("lost my receipt", prefix="/en").content.decode()
    assert "What if I lost my receipt?" in page
    assert "Bring your identity card." in page
    assert "/en/thu-tuc/" in page


def test_a_search_that_finds_nothing_anywhere_is_remembered_once(found, asked):
    found("giay hen")
    found("xyzzy quux")
    assert [row.words for row in MissedSearch.objects.all()] == ["xyzzy quux"]


def test_words_that_only_lie_scattered_are_shown_as_such_and_remembered(found, portal, asked):
    portal.procedure.guidance = "<p>Hộ khẩu, chiếu khám, điện thoại.</p>"
    portal.procedure.save()
    page = found("hộ chiếu điện").content.decode()
    assert "rải rác" in page
    assert portal.procedure.name in page
    assert "rải rác" not in found("giay hen").content.decode()
    assert [row.asked for row in MissedSearch.objects.all()] == ["hộ chiếu điện"]


def test_all_of_one_group_is_a_page_of_its_own(found):
    today = timezone.localdate()
    Notice.objects.bulk_create(Notice(title=f"Bảo trì lần {n}", starts_on=today) for n in range(25))
    assert len(found("bao tri", nhom="thong-bao", page=2).context["page_obj"].object_list) == 5


def test_suggestions_name_procedures_and_texts(client, portal, asked):
    caches["pages"].clear()
    row = client.get("/tim-kiem/goi-y.json?q=mat giay hen").json()["results"][-1]
    assert (row["name"], row["kind"]) == (asked.question, "Câu hỏi thường gặp")
    assert client.get("/tim-kiem/goi-y.json?q=g").json() == {"results": []}


def test_a_cold_search_asks_little_and_a_warm_one_nothing(
    client, portal, asked, django_assert_max_num_queries, django_assert_num_queries
):
    for cache in caches.all():
        cache.clear()
    with django_assert_max_num_queries(12):
        client.get("/tim-kiem/?q=giay hen")
    with django_assert_num_queries(0):
        search.everywhere("thai san")
