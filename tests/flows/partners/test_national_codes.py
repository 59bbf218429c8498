"""The national catalogue: brought whole, suggested by likeness, confirmed by a person, then used."""

import pytest
from django.utils import timezone

from catalog.models import Procedure
from flows.effects import keep_due
from flows.models import NationalEntry, NationalMatch, Promise
from flows.partners import likeness, national, national_catalogue, national_codes
from tests import situations as given
from tests.flows.api import partners
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
SCREEN = "/quan-tri/trao-doi/danh-muc/"
THEIRS = {
    "LayDanhSachTTHC": [
        {"MaTTHC": "3.000111", "TenTTHC": "Đăng ký đóng bảo hiểm xã hội tự nguyện, cấp sổ BHXH",
         "TenLinhVuc": "Thu BHXH, BHYT", "SoQuyetDinhCongBo": "222/QĐ-BHXH"},
        {"MaTTHC": "1.001939", "TenTTHC": "Cấp lại, đổi thẻ bảo hiểm y tế"},
        {"MaTTHC": "2.000488", "TenTTHC": "Cấp giấy phép lái xe quốc tế"},
    ],
    "LayDanhMucLinhVuc": [{"MaLinhVuc": "G24-LV01", "TenLinhVuc": "Thu bảo hiểm xã hội, bảo hiểm y tế"}],
    "LayDanhMucCoQuan": [{"MaCoQuan": "H29.7", "TenCoQuan": "Bảo hiểm xã hội cơ sở Bình Thạnh"}],
}  # fmt: skip


def copy_of(catalogue: dict) -> dict:
    return {service: [dict(row) for row in rows] for service, rows in catalogue.items()}


def bring(reason: str = "thu") -> Promise:
    national_catalogue.ask_for_catalogue(reason)
    Promise.objects.filter(done_at=None).update(next_at=timezone.now())
    keep_due(200)
    return Promise.objects.get(kind=national_catalogue.KIND, key__endswith=f":{reason}")


@pytest.fixture
def brought(portal, place):
    portal.catalogue = copy_of(THEIRS)
    bring()
    return place


@pytest.fixture
def operator(brought):
    return given.staff("Hồ Ngọc Tín", "it_admin", brought[1].departments["it"])


def test_the_most_alike_is_suggested_and_nothing_is_used_before_a_person_confirms(
    portal, brought, operator
):
    version, office = brought
    ours = version.procedure
    match = NationalMatch.objects.get(procedure=ours)
    assert (match.entry.code, match.confirmed_at) == ("3.000111", None)
    assert match.likeness > 80
    assert NationalMatch.objects.get(agency=office.agency).entry.code == "H29.7"
    assert national_codes.told_as("procedure", ours)[0] == ours.code

    desk = at_desk(operator)
    assert "3.000111" in desk.get(SCREEN).text
    wrong = desk.post(SCREEN, {"chon": ours.pk, f"ma-{ours.pk}": "9.999999"})
    assert "Không có trong danh mục quốc gia: 9.999999" in wrong.text
    assert "9.999999" in wrong.context["page"][0].code
    desk.post(SCREEN, {"chon": ours.pk, f"ma-{ours.pk}": "3.000111"})
    for kind, one in (("sector", ours.sector), ("agency", office.agency)):
        code = NationalMatch.objects.get(**{kind: one}).entry.code
        desk.post(f"{SCREEN}?loai={kind}", {"chon": one.pk, f"ma-{one.pk}": code})
    match = NationalMatch.objects.get(procedure=ours)
    assert match.confirmed_by == operator

    dossier = given.filed(version, office)
    national.fan_out()
    for _ in range(4):
        Promise.objects.filter(done_at=None).update(next_at=timezone.now())
        keep_due(200)
    entry = portal.dossiers[dossier.code]
    assert (entry["MaTTHC"], entry["MaLinhVuc"]) == ("3.000111", "G24-LV01")


def test_a_dossier_from_there_is_understood_by_its_national_codes(brought, operator, settings):
    version, office = brought
    national_codes.confirm("procedure", {version.procedure_id: "3.000111"}, by=operator)
    national_codes.confirm("agency", {office.agency.pk: "H29.7"}, by=operator)
    caller = partners.caller(partners.token(partners.system(code=settings.NATIONAL_SYSTEM))[1])
    body = partners.national_dossier(version, office, MaTTHC="3.000111", NoiTiepNhan="H29.7")
    partners.post(caller, "/inbox/dossiers", {"message_id": "tin-1", "body": body})
    keep_due(200)
    told = caller.get("/api/v1/inbox/tin-1").json()
    assert told["state"] == "done", told


def test_what_either_side_changes_afterwards_is_shown_until_it_is_agreed_to_again(
    portal, brought, operator
):
    version, _office = brought
    ours = version.procedure
    national_codes.confirm("procedure", {ours.pk: "3.000111"}, by=operator)
    Procedure.objects.filter(pk=ours.pk).update(name="Đăng ký tham gia BHXH tự nguyện")
    portal.catalogue["LayDanhSachTTHC"][0]["SoQuyetDinhCongBo"] = "500/QĐ-BTC"
    bring("sau")
    desk = at_desk(operator)
    page = desk.get(f"{SCREEN}?xem=doi")
    line = page.context["page"][0]
    assert {(side.is_ours, side.fact, side.after) for _name, side in line.changes} == {
        (True, "name", "Đăng ký tham gia BHXH tự nguyện"),
        (False, "decision", "500/QĐ-BTC"),
    }
    desk.post(SCREEN, {"chon": ours.pk, f"ma-{ours.pk}": "3.000111"})
    assert not desk.get(f"{SCREEN}?xem=doi").context["page"].object_list
    portal.catalogue["LayDanhSachTTHC"] = portal.catalogue["LayDanhSachTTHC"][1:]
    bring("mai")
    assert "Không còn trên Cổng" in desk.get(f"{SCREEN}?xem=doi").text


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"LayDanhSachTTHC": [{"Ten": "x"}]}, "không đọc được"),
        ({"LayDanhSachTTHC": "khong"}, "không đọc được"),
        ({"LayDanhSachTTHC": THEIRS["LayDanhSachTTHC"][:1]}, "không cập nhật"),
    ],
)
def test_a_list_that_is_broken_or_cut_short_changes_nothing(portal, brought, answer, told):
    portal.catalogue |= answer
    portal.catalogue["LayDanhMucLinhVuc"].append({"MaLinhVuc": "moi", "TenLinhVuc": "Mới"})
    kept = bring("hong")
    assert kept.done_at is None
    assert NationalEntry.objects.filter(gone_at=None).count() == 5
    assert told in kept.error


def test_a_code_belongs_to_one_of_ours_and_the_screen_asks_a_constant_number_of_queries(
    brought, operator, django_assert_max_num_queries
):
    version, office = brought
    other = given.procedure("1.001939").procedure
    national_codes.confirm("procedure", {version.procedure_id: "3.000111"}, by=operator)
    with pytest.raises(national_codes.DossierError, match="mục khác"):
        national_codes.confirm("procedure", {other.pk: "3.000111"}, by=operator)
    desk = at_desk(operator)
    desk.get(SCREEN)
    with django_assert_max_num_queries(15):
        desk.get(SCREEN)
    assert at_desk(office.clerk).get(SCREEN).status_code == 403


def test_names_are_alike_by_the_words_that_tell_them_apart():
    among = likeness.Names(
        {
            1: ("1.1", "Cấp lại thẻ bảo hiểm y tế do hỏng, mất"),
            2: ("1.2", "Cấp lại sổ bảo hiểm xã hội do hỏng, mất"),
            3: ("1.3", "Giải quyết hưởng chế độ thai sản"),
        }
    )
    assert among.like("9.9", "CẤP LẠI THẺ BHYT")[0][1] == 1
    assert among.like("9.9", "Cap lai so BHXH do mat")[0][1] == 2
    assert among.like("1.3", "Cấp sổ")[0][1] == 3  # the same code outweighs another name
    assert among.like("9.9", "Đăng ký kết hôn") == []
