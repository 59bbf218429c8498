"""The page of one procedure: built from the version in force, honest about time."""

import datetime
import json
import re

import pytest
import time_machine
from django.core.cache import caches
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from catalog.models import Agency, Calendar, Case, Component, Procedure, WorkingHours
from cms.models import Faq, FormFile, NewsPage
from tests import situations

pytestmark = pytest.mark.django_db

PAGE = "/thu-tuc/1.002179/"


def text(client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_summary_says_who_how_long_how_much_and_leads_to_filing(client, portal):
    page = text(client)
    for words in ("Cá nhân", "5 ngày làm việc", "Không thu phí", "Sổ BHXH", "Mức độ 3 – Một phần"):
        assert words in page
    assert 'href="/nop-ho-so/1.002179/"' in page


# What the national record of a procedure holds, in its order (Circulars 01/2018 and 32/2017).
ITEMS = [
    "Mã thủ tục", "Quyết định công bố", "Lĩnh vực", "Trình tự thực hiện", "Cách thức thực hiện",
    "Thành phần hồ sơ", "Số lượng hồ sơ", "Thời hạn giải quyết", "Đối tượng thực hiện",
    "Cơ quan thực hiện", "Cấp thực hiện", "Cơ quan có thẩm quyền quyết định",
    "Cơ quan được ủy quyền, phân cấp", "Cơ quan phối hợp", "Địa chỉ tiếp nhận hồ sơ",
    "Kết quả thực hiện", "Phí, lệ phí", "Yêu cầu, điều kiện", "Mẫu đơn, tờ khai", "Căn cứ pháp lý",
]  # fmt: skip


def law(client) -> dict[str, str]:
    """The items of the full text with what stands beside each, tags and blanks left out."""
    found = re.findall(r"<div><dt>(.*?)</dt><dd.*?>(.*?)</dd></div>", text(client), re.S)
    return {item: " ".join(re.sub(r"<.*?>", " ", told).split()) for item, told in found}


def test_every_item_of_the_national_record_is_on_the_page_and_says_something(client, portal):
    said = law(client)
    assert [item for item in ITEMS if not said.get(item)] == []
    assert said["Cơ quan phối hợp"] == "Không có"
    portal.coordinating_agencies = "Sở Y tế; UBND cấp xã"
    portal.deciding_authority = "Giám đốc BHXH cấp tỉnh"
    portal.save()
    caches["pages"].clear()
    said = law(client)
    assert said["Cơ quan phối hợp"] == "Sở Y tế UBND cấp xã"
    assert said["Cơ quan có thẩm quyền quyết định"] == "Giám đốc BHXH cấp tỉnh"


def test_an_organisation_is_led_to_filing_for_many_by_one_spreadsheet(client, portal):
    leads = 'href="/nop-ho-so/1.002179/#theo-lo"'
    assert leads not in text(client)
    portal.takes_batches = True
    portal.save()
    caches["pages"].clear()
    assert leads in text(client)
    portal.channels = ["counter"]
    portal.save()
    caches["pages"].clear()
    assert leads not in text(client)


def test_without_an_online_form_the_page_says_how_to_file(client, portal):
    Case.objects.update(form=None)
    page = text(client)
    assert "/nop-ho-so/" not in page
    assert "Bộ phận Một cửa" in page


def test_choosing_a_case_shows_its_papers_and_its_limit_without_script(client, portal):
    other = Case.objects.create(
        version=portal, code="truy-thu", name="Truy thu", limit_value=12, order=2
    )
    Component.objects.create(
        version=portal, case=other, code="bang-ke", name="Bảng kê truy thu", copies=2
    )
    summary = re.search(r'id="giay-to".*?</section>', text(client), re.S)[0]
    assert "Bảng kê truy thu" not in summary
    chosen = re.search(
        r'id="giay-to".*?</section>', text(client, f"{PAGE}?truong-hop=truy-thu"), re.S
    )[0]
    assert "Bảng kê truy thu" in chosen
    assert "2 bản sao" in chosen
    assert "12 ngày làm việc" in chosen


def test_a_term_of_the_next_version_shows_from_midnight_with_no_further_action(client, portal):
    with time_machine.travel("2026-12-01 10:00+07:00", tick=False):
        situations.procedure(limit=3, effective_from=datetime.date(2027, 1, 1))
        page = text(client)
        assert "Thay đổi từ ngày 01/01/2027" in page
        assert "đổi từ 5 ngày làm việc thành 3 ngày làm việc" in page
    with time_machine.travel("2026-12-31 23:59:59+07:00", tick=False):
        assert "<strong>5 ngày làm việc</strong>" in text(client)
    with time_machine.travel("2027-01-01 00:00:00+07:00", tick=False):
        page = text(client)
        assert "<strong>3 ngày làm việc</strong>" in page
        assert "Thay đổi từ ngày" not in page
        old = text(client, f"{PAGE}?phien-ban=1")
        assert "<strong>5 ngày làm việc</strong>" in old
        assert "Ông/Bà đang xem phiên bản 1" in old
        assert "/nop-ho-so/" not in old


def test_9_1b_each_version_says_its_decision_and_where_to_read_it(client, portal):
    with time_machine.travel("2026-12-01 10:00+07:00", tick=False):
        later = situations.procedure(limit=3, effective_from=datetime.date(2026, 12, 1))
        later.decision_number, later.decision_date = "99/QĐ-BHXH", datetime.date(2026, 11, 20)
        later.decision_url = "https://vanban.example/99.pdf"
        later.save()
        page, old = text(client), text(client, f"{PAGE}?phien-ban=1")
    assert 'href="https://vanban.example/99.pdf"' in page
    assert "ngày 20/11/2026" in page
    assert "?phien-ban=1" in page
    assert portal.decision_number in old
    assert "99.pdf" not in old


def test_a_draft_version_is_nowhere_to_be_seen(client, portal):
    draft = situations.procedure(limit=77, effective_from=datetime.date(2026, 1, 2))
    draft.approved_at = draft.approved_by = None
    draft.save()
    assert "77 ngày" not in text(client)
    assert client.get(f"{PAGE}?phien-ban={draft.number}").status_code == 404


def test_a_repealed_procedure_names_its_successor_and_takes_no_filing(client, portal):
    successor = situations.procedure("1.014999").procedure
    old = portal.procedure
    old.repealed_on, old.replaced_by = datetime.date(2026, 1, 1), successor
    old.save()
    page = text(client)
    assert "hết hiệu lực từ ngày 01/01/2026" in page
    assert "/thu-tuc/1.014999/" in page
    assert "/nop-ho-so/" not in page
    assert "1.002179" not in [e.card.code for e in client.get("/thu-tuc/").context["page_obj"]]


def test_the_picture_is_of_the_version_shown_be_it_over_or_a_draft(client, portal):
    draft = situations.procedure(effective_from=datetime.date(2026, 1, 2))
    draft.approved_at = draft.approved_by = None
    draft.save()
    portal.procedure.repealed_on = datetime.date(2026, 1, 1)
    portal.procedure.save()
    picture = re.search(r'class="bhxh-flow"><img src="([^"]+)"', text(client))[1]
    assert client.get(picture)["Content-Type"] == "image/svg+xml"
    assert client.get(f"/so-do/thu-tuc/1.002179/{draft.number}.svg").status_code == 404


def test_the_picture_speaks_the_language_of_the_page(client, portal):
    rule = situations.rule(portal, "appraise", "collection")
    rule.title, rule.title_en = "Quản lý thu xử lý", "Handling by contributions"
    rule.save()
    there = f"so-do/thu-tuc/1.002179/{portal.number}.svg"
    assert "Quản lý thu xử lý" in text(client, f"/{there}")
    english = text(client, f"/en/{there}")
    assert 'lang="en"' in english
    assert "Handling by contributions" in english
    assert "xử lý" not in english


def test_an_unknown_code_is_a_404_that_helps(client, portal):
    answer = client.get("/thu-tuc/1.002197/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert 'href="/thu-tuc/1.002179/"' in page
    assert 'name="q"' in page


def test_a_code_with_dashes_leads_to_the_printed_one(client, portal):
    answer = client.get("/thu-tuc/1-002179/")
    assert (answer.status_code, answer["Location"]) == (301, PAGE)


def test_offices_are_chosen_by_province_and_deep_linked(client, portal):
    page = text(client)
    assert "BHXH cơ sở Bình Thạnh" in page
    assert re.search(r'/nop-ho-so/1\.002179/\?co-quan=\d{5}"', page)
    elsewhere = text(client, f"{PAGE}?tinh=Hà Nội")
    assert "Không có cơ quan tiếp nhận" in elsewhere
    assert "thứ Hai – thứ Sáu: 08:00–12:00, 13:00–17:00" in page


def test_search_engines_get_a_government_service_that_cannot_break_out(client, portal):
    procedure = portal.procedure
    procedure.summary = "</script><b>"
    procedure.save()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text(client), re.S)[1]
    data = json.loads(block)
    assert data["@type"] == "GovernmentService"
    assert data["identifier"] == "1.002179"
    assert data["description"] == "</script><b>"


def test_english_pages_mark_their_vietnamese_content(client, portal):
    page = text(client, f"/en{PAGE}")
    assert '<html lang="en"' in page
    assert re.search(
        r"<h1 [^>]*>Joining voluntary social insurance</h1>\s*<p [^>]*lang=\"vi\"", page
    )
    Procedure.objects.update(name_en="")
    caches["pages"].clear()
    assert re.search(r'<h1 [^>]*lang="vi"', text(client, f"/en{PAGE}"))
    assert 'lang="vi"' not in re.search(r"<main.*?</main>", text(client), re.S)[0]


def test_the_page_says_every_way_to_file_and_how_the_result_comes_back(client, portal):
    law = re.search(r'id="quy-dinh".*?</section>', text(client), re.S)[0]
    for words in ("Trực tiếp:", "Trực tuyến:", "Bưu chính công ích:", "Cách thức trả kết quả"):
        assert words in law


def test_forms_are_downloaded_where_a_file_is_and_named_where_none_is(client, portal):
    Component.objects.filter(version=portal).update(form_code="TK1-TS")
    assert "TK1-TS" in text(client)
    file = Document.objects.create(title="Tờ khai", file=ContentFile(b"%PDF-1.4", "tk1-ts.pdf"))
    FormFile.objects.create(code="tk1-ts", name="Tờ khai đơn vị", document=file)
    caches["pages"].clear()
    page = text(client)
    assert f'href="{file.url}" download' in page
    assert client.get(file.url).status_code == 200


def test_questions_about_the_procedure_are_answered_on_its_page(client, portal):
    faq = Faq(question="Nộp hộ được không?", answer="<p>Được, có giấy ủy quyền.</p>")
    faq.procedures = [portal.procedure]
    faq.save()
    Faq.objects.create(question="Về thủ tục khác?", answer="<p>Không ở đây.</p>")
    page = text(client)
    assert "Nộp hộ được không?" in page
    assert "có giấy ủy quyền" in page
    assert "Về thủ tục khác?" not in page


def data_of(client, address: str) -> list[dict]:
    """What a page tells search engines."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(client, address), re.S)  # fmt: skip
    return [json.loads(block) for block in found]


def test_an_office_shows_the_hours_of_its_own_calendar_and_a_way_on_the_map(client, portal):
    south = Calendar.objects.create(code="nam", name="Phía Nam", parent=situations.calendar())
    WorkingHours.objects.create(
        calendar=south, weekday=0, opens=datetime.time(7), closes=datetime.time(11)
    )
    Agency.objects.update(address="12 Lê Lợi", calendar=south)
    page = text(client)
    assert "thứ Hai: 07:00–11:00" in page
    assert "openstreetmap.org/search?query=12+L%C3%AA+L%E1%BB%A3i" in page
    Agency.objects.update(latitude=21.0285, longitude=105.8542)
    caches["pages"].clear()
    assert "openstreetmap.org/?mlat=21.0285&amp;mlon=105.8542#map=17/21.0285/105.8542" in text(
        client
    )
    (office,) = data_of(client, f"/co-quan/{Agency.objects.first().office_code}/")
    assert office["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 21.0285,
        "longitude": 105.8542,
    }
    Agency.objects.update(map_url="https://ban-do.example.vn/x")
    caches["pages"].clear()
    assert "https://ban-do.example.vn/x" in text(client)


def test_search_engines_get_questions_news_and_the_search_of_the_portal(client, portal):
    faq = Faq(question="Hỏi </script>?", answer="<p>Đáp</p>")
    faq.procedures = [portal.procedure]
    faq.save()
    news = NewsPage.objects.first()
    kinds = []
    for address in (PAGE, news.url, "/"):
        kinds += [block["@type"] for block in data_of(client, address)]
    assert kinds == ["GovernmentService", "FAQPage", "NewsArticle", "WebSite"]
