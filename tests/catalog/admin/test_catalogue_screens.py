"""The catalogue in the console: rights, lists, sheets in and out, imports, versions."""

import io

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from import_export.admin import ImportMixin
from openpyxl import load_workbook

from catalog.exchange import changesets, progress
from catalog.models import Agency, CatalogImport, Department, Procedure, Role, Sector
from catalog.versions import next_version
from tests import situations as given
from tests.catalog.exchange.sheets import SECTORS, xlsx
from tests.flows.console.conftest import at_desk

pytestmark = pytest.mark.django_db
UPLOAD = "/quan-tri/catalog/catalogimport/add/"


@pytest.fixture
def office():
    return given.office()


def _manager(office, name="Quản trị danh mục"):
    role, made = Role.objects.get_or_create(code="catalogue_manager", defaults={"name": "QTDM"})
    if made:
        role.permissions.set(Permission.objects.filter(content_type__app_label="catalog"))
    given.RIGHTS.setdefault("catalogue_manager", [])
    department = Department.objects.filter(agency=office.agency).first()
    return given.staff(name, "catalogue_manager", department)


@pytest.fixture
def manager(office):
    return at_desk(_manager(office))


def _file(**sheets):
    return SimpleUploadedFile("danh-muc.xlsx", xlsx(**sheets))


SCREENS = [
    model._meta.model_name
    for model, screen in admin.site._registry.items()
    if model._meta.app_label == "catalog" and isinstance(screen, ImportMixin)
]


@pytest.mark.parametrize("model", SCREENS)
def test_staff_without_the_right_get_403_from_every_sheet_screen(model, office):
    browser = at_desk(office.clerk)
    base = f"admin:catalog_{model}"
    assert browser.get(reverse(f"{base}_import")).status_code == 403
    assert browser.post(reverse(f"{base}_import"), {"x": 1}).status_code == 403
    assert browser.post(reverse(f"{base}_process_import"), {"x": 1}).status_code == 403
    assert browser.post(reverse(f"{base}_export"), {"format": 0}).status_code == 403


@pytest.mark.parametrize("model", SCREENS)
def test_lists_cost_a_fixed_number_of_queries(model, manager, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        answer = manager.get(reverse(f"admin:catalog_{model}_changelist"), {"q": "bao hiem"})
    assert answer.status_code == 200


def test_every_sheet_screen_denies_a_bare_member_of_staff():
    assert len(SCREENS) >= 12
    assert not [
        screen
        for screen in admin.site._registry.values()
        if isinstance(screen, ImportMixin)
        and type(screen).has_import_permission is ImportMixin.has_import_permission
    ]


def test_search_needs_no_diacritics(manager):
    Agency.objects.create(code="000.00.48.G24", office_code="04800", name="Đà Nẵng", level="base")
    found = manager.get(reverse("admin:catalog_agency_changelist"), {"q": "da nang"})
    assert [row.name for row in found.context["cl"].result_list] == ["Đà Nẵng"]


def _act(browser, change, act, **more):
    url = reverse("admin:catalog_catalogimport_act", args=[change.pk])
    return browser.post(url, {"act": act, **more}, follow=True)


def test_a_workbook_is_reviewed_approved_by_another_applied_and_taken_back(manager, office):
    page = manager.post(UPLOAD, {"file": _file(sectors=SECTORS)}, follow=True)
    change = CatalogImport.objects.get()
    assert "Gửi duyệt" in page.content.decode()
    assert "Đã gửi duyệt" in _act(manager, change, "propose").content.decode()
    assert "phải khác người nhập" in _act(manager, change, "approve").content.decode()
    other = at_desk(_manager(office, "Người duyệt"))
    assert "Đang chờ áp dụng" in _act(other, change, "approve").content.decode()
    assert not Sector.objects.filter(code="thu").exists()
    assert changesets.apply_approved() == 1
    assert Sector.objects.filter(code="thu").exists()
    assert "Đã hoàn tác" in _act(manager, change, "roll_back").content.decode()
    assert not Sector.objects.filter(code="thu").exists()


def test_a_change_set_is_refused_with_a_reason(manager, office):
    manager.post(UPLOAD, {"file": _file(sectors=SECTORS)})
    change = CatalogImport.objects.get()
    _act(manager, change, "propose")
    other = at_desk(_manager(office, "Người duyệt"))
    assert "Hãy ghi lý do" in _act(other, change, "refuse").content.decode()
    page = _act(other, change, "refuse", reason="Chưa có quyết định công bố")
    assert "Chưa có quyết định công bố" in page.content.decode()
    assert changesets.apply_approved() == 0


def test_who_may_not_import_sees_and_does_nothing_here(manager, office):
    manager.post(UPLOAD, {"file": _file(sectors=SECTORS)})
    change = CatalogImport.objects.get()
    browser = at_desk(office.clerk)
    for act in ("propose", "approve", "refuse", "roll_back", "xoa"):
        assert _act(browser, change, act).status_code == 403
    for name in ("change", "corrections"):
        url = reverse(f"admin:catalog_catalogimport_{name}", args=[change.pk])
        assert browser.get(url).status_code == 403


def test_wrong_rows_are_shown_by_cell_and_given_back_marked(manager):
    page = manager.post(
        UPLOAD, {"file": _file(sectors=[["code", "name"], ["thu", ""]])}, follow=True
    )
    text = page.content.decode()
    assert "B2" in text
    assert "Gửi duyệt" not in text
    change = CatalogImport.objects.get()
    assert "không có gì để duyệt" in _act(manager, change, "propose").content.decode()
    answer = manager.get(reverse("admin:catalog_catalogimport_corrections", args=[change.pk]))
    sheet = load_workbook(io.BytesIO(answer.content))["sectors"]
    assert "để trống" in sheet["B2"].comment.text


def test_the_review_shows_old_beside_new_by_cell_and_pages_through_all(
    manager, django_assert_max_num_queries
):
    Sector.objects.bulk_create(Sector(code=f"c{n}", name=f"Cũ {n}") for n in range(250))
    rows = [[f"c{n}", f"{'Mới' if n % 2 else 'Cũ'} {n}"] for n in range(250)]
    answer = manager.post(UPLOAD, {"file": _file(sectors=[["code", "name"], *rows, ["x", "X"]])})
    with django_assert_max_num_queries(16):
        page = manager.get(answer.url)
    text = page.content.decode()
    assert [tab[2] for tab in page.context["tabs"]] == [0, 125, 1, 125]
    assert ">B3</td>" in text
    assert "<del>Cũ 1</del>" in text
    assert "<ins>Mới 1</ins>" in text
    assert "Trang 1 trong 2" in text
    assert "<ins>Mới 249</ins>" in manager.get(f"{answer.url}?phan=doi&page=2").content.decode()
    assert "c248" in manager.get(f"{answer.url}?phan=giu&page=2").content.decode()


def test_the_template_and_the_whole_catalogue_are_downloaded_by_managers_only(manager, office):
    for name in ("template", "export"):
        url = reverse(f"admin:catalog_catalogimport_{name}")
        assert url in manager.get(UPLOAD).content.decode()
        answer = manager.get(url)
        assert "attachment" in answer["Content-Disposition"]
        assert "Phòng ban" in load_workbook(io.BytesIO(answer.content)).sheetnames
        assert at_desk(office.clerk).get(url).status_code == 403


def test_a_sheet_of_one_list_becomes_a_change_set_too(manager):
    sheet = [["Mã lĩnh vực", "Tên lĩnh vực"], ["thu", "Thu BHXH"]]
    url = reverse("admin:catalog_sector_import")
    assert "format" not in manager.get(url).context["form"].fields
    page = manager.post(url, {"import_file": _file(Sheet1=sheet), "resource": "0"}, follow=True)
    assert CatalogImport.objects.get().report["added"] == ["thu"]
    assert "Gửi duyệt" in page.content.decode()
    assert not Sector.objects.filter(code="thu").exists()
    bad = SimpleUploadedFile("a.xlsx", b"khong phai")
    page = manager.post(url, {"import_file": bad, "resource": "0"}, follow=True)
    assert "không đúng với đuôi" in page.content.decode()


def test_an_exported_sheet_can_be_imported_again_unchanged(manager):
    Sector.objects.create(code="thu", name="=Thu")
    fields = {f"sectorresource_{name}": "on" for name in ("code", "name", "summary", "order")}
    answer = manager.post(
        reverse("admin:catalog_sector_export"), {"format": "0", "resource": "0", **fields}
    )
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert ["thu", "=Thu"] in [[row[0], row[1]] for row in sheet.values]


def test_a_draft_is_copied_edited_and_approved_by_another_person(manager, office):
    version = given.procedure()
    manager.post(reverse("admin:catalog_procedureversion_next", args=[version.pk]))
    draft = version.procedure.versions.get(number=version.number + 1)
    url = reverse("admin:catalog_procedureversion_approve", args=[draft.pk])
    other = at_desk(_manager(office, "Người duyệt"))
    assert "Đã có phiên bản được duyệt bắt đầu từ ngày" in other.get(url).content.decode()
    other.post(url)
    draft.refresh_from_db()
    assert draft.is_draft
    draft.effective_from = draft.effective_from.replace(year=draft.effective_from.year + 1)
    draft.save()
    own = manager.post(url, follow=True)
    assert "khác người soạn" in own.content.decode()
    assert "có hiệu lực từ" in other.get(url).content.decode()
    other.post(url)
    draft.refresh_from_db()
    assert not draft.is_draft


def test_an_approved_version_is_read_only(manager):
    version = given.procedure()
    url = reverse("admin:catalog_procedureversion_change", args=[version.pk])
    page = manager.get(url)
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert manager.post(url, {"decision_number": "khác"}).status_code == 403
    draft = next_version(version)
    page = manager.get(reverse("admin:catalog_procedureversion_change", args=[draft.pk]))
    assert page.context["has_change_permission"]


def test_a_version_reads_in_words_whether_it_is_edited_or_not(manager):
    version = given.procedure()
    given.rule(version, "appraise", "policy", share=40)
    draft = next_version(version)
    for pk in (version.pk, draft.pk):
        page = manager.get(reverse("admin:catalog_procedureversion_change", args=[pk]))
        text = page.content.decode()
        for words in ("Bưu chính công ích", "Cấp tỉnh", "Một phòng giải quyết", "Chế độ BHXH"):
            assert words in text
        assert "[&quot;" not in text
    filters = manager.get(reverse("admin:catalog_procedureversion_changelist")).content.decode()
    assert "Liên thông với cơ quan cấp trên" in filters
    assert ">inter_agency<" not in filters


def test_ticked_lists_and_picked_steps_are_stored_as_codes(manager):
    draft = next_version(given.procedure())
    url = reverse("admin:catalog_procedureversion_change", args=[draft.pk])
    page = manager.get(url)
    data = {}
    for form in [page.context["adminform"].form] + [
        each for formset in page.context["inline_admin_formsets"] for each in formset.formset.forms
    ]:
        for bound in form:
            value = bound.value()
            data[bound.html_name] = "" if value is None else value
    for formset in page.context["inline_admin_formsets"]:
        for bound in formset.formset.management_form:
            data[bound.html_name] = bound.value()
    data |= {
        "channels": ["counter", "online"],
        "step_rules-TOTAL_FORMS": 1,
        "step_rules-0-step": "appraise",
        "step_rules-0-role": given.role("case_officer").pk,
        "step_rules-0-department_function": "books",
        "step_rules-0-agency_scope": "same",
        "step_rules-0-share_percent": 50,
        "step_rules-0-order": 0,
    }
    assert manager.post(url, data).status_code == 302
    draft.refresh_from_db()
    assert draft.channels == ["counter", "online"]
    assert draft.step_rules.get().department_function == "books"


def test_whoever_changed_a_draft_may_not_approve_it(manager, office):
    draft = next_version(given.procedure(), by=office.clerk)
    assert not draft.hands() - {office.clerk.pk}
    url = reverse("admin:catalog_procedureversion_change", args=[draft.pk])
    manager.post(url, {})  # refused by the form: no hand on it
    assert draft.hands() == {office.clerk.pk}


def test_the_comparison_and_the_checks_are_screens_of_their_own(manager, office):
    draft = next_version(given.procedure())
    base = "admin:catalog_procedureversion"
    compared = manager.get(reverse(f"{base}_compare", args=[draft.pk])).content.decode()
    assert "0 mục khác" in compared
    assert "Giữ nguyên" in compared
    checked = manager.get(reverse(f"{base}_check", args=[draft.pk])).content.decode()
    assert "Chọn ngày có hiệu lực khác" in checked
    stranger = at_desk(office.clerk)
    assert stranger.get(reverse(f"{base}_compare", args=[draft.pk])).status_code == 403
    assert stranger.get(reverse(f"{base}_check", args=[draft.pk])).status_code == 403


def test_what_somebody_may_not_open_is_named_and_not_linked(manager, office):
    procedure = given.procedure().procedure
    page = reverse("admin:catalog_procedure_change", args=[procedure.pk])
    links = [
        reverse("admin:catalog_sector_change", args=[procedure.sector_id]),
        reverse("admin:catalog_procedureversion_change", args=[procedure.versions.get().pk]),
    ]
    role = Role.objects.create(code="reader", name="Người xem", reach="department")
    role.permissions.set(Permission.objects.filter(codename="view_procedure"))
    reader = at_desk(given.staff("Lê Người Xem", "reader", office.departments["it"]))
    shown = reader.get(page).text
    assert str(procedure.sector) in shown
    assert str(procedure.versions.get()) in shown
    assert not [link for link in links if f'"{link}"' in shown]
    assert links[1] in manager.get(page).text


def test_an_empty_list_says_what_holds_without_a_row(manager):
    empty = manager.get(reverse("admin:catalog_devicenorm_changelist"))
    assert "không cơ quan nào bị coi là thiếu thiết bị" in empty.text
    searched = manager.get(reverse("admin:catalog_devicenorm_changelist"), {"q": "x"})
    assert "không cơ quan nào" not in searched.text


def test_editorial_text_of_procedures_is_not_edited_here(manager):
    procedure = given.procedure().procedure
    page = manager.get(reverse("admin:catalog_procedure_change", args=[procedure.pk]))
    assert "guidance" not in page.context["adminform"].form.fields
    assert Procedure.objects.get().summary == procedure.summary


def test_the_end_of_a_procedure_is_proposed_by_one_and_applied_by_another(office, manager):
    old, new = given.procedure().procedure, given.procedure("2.000001").procedure
    url = reverse("admin:catalog_procedure_change", args=[old.pk])
    ask = reverse("admin:catalog_repeal_propose", args=[old.pk])
    facts = {"legal_basis": "Quyết định 900/QĐ-BHXH"}
    answer = manager.post(ask, {**facts, "replaced_by": new.pk})
    assert "Ghi ngày bãi bỏ" in answer.content.decode()
    answer = manager.post(ask, {**facts, "replaced_by": old.pk, "repealed_on": "2026-01-01"})
    assert "không thể thay chính nó" in answer.content.decode()
    manager.post(ask, {**facts, "replaced_by": new.pk, "repealed_on": "2999-01-01"})
    repeal = old.repeals.get()
    assert "đang chờ" in manager.post(ask, {**facts, "repealed_on": "2999-02-01"}).content.decode()
    apply = reverse("admin:catalog_repeal_apply", args=[repeal.pk])
    refused = manager.post(apply, follow=True).content.decode()
    assert "phải khác người đề nghị" in refused
    assert "Chờ người khác áp dụng" in refused
    manager.post(url, {"name": old.name, "sector": old.sector_id, "repealed_on": "2026-01-01"})
    old.refresh_from_db()
    assert (old.repealed_on, old.replaced_by) == (None, None)
    second = at_desk(_manager(office, "Người thứ hai"))
    assert at_desk(office.clerk).post(apply).status_code == 403
    assert "Quản trị danh mục" in second.get(url).content.decode()
    second.post(apply)
    old.refresh_from_db()
    assert old.replaced_by == new
    assert not old.is_repealed()
    second.post(reverse("admin:catalog_repeal_reverse", args=[repeal.pk]))
    old.refresh_from_db()
    assert (old.repealed_on, old.replaced_by) == (None, None)
    again = second.post(apply, follow=True).content.decode()
    assert "đã được xử lý" in again
    page = manager.get(url).content.decode()
    assert "Soạn phiên bản" in page
    assert f"{old.code} v1" in page


def test_the_list_of_forms_opens_the_editor(manager):
    version = given.procedure()
    form = version.cases.get().form
    page = manager.get(reverse("admin:catalog_form_changelist"), {"q": "thu"})
    assert form.code in page.content.decode()
    opened = manager.get(reverse("admin:catalog_form_change", args=[form.pk]))
    assert opened["Location"] == reverse("wagtailsnippets_catalog_form:edit", args=[form.pk])


def test_a_large_file_is_being_checked_and_the_page_shows_how_far(manager, monkeypatch):
    monkeypatch.setattr(changesets, "AT_ONCE", 0)
    page = manager.post(UPLOAD, {"file": _file(sectors=SECTORS)}, follow=True)
    assert 'http-equiv="refresh"' in page.content.decode()
    assert "Đang chờ kiểm tra" in page.content.decode()
    change = CatalogImport.objects.get()
    url = reverse("admin:catalog_catalogimport_change", args=[change.pk])
    with progress.shown(change.pk) as tell:
        monkeypatch.setattr(progress, "_EVERY", 0)
        tell(40, 100)
        assert "Đang kiểm tra: 40%" in manager.get(url).content.decode()
    assert changesets.check_uploaded() == 1
    page = manager.get(url).content.decode()
    assert 'http-equiv="refresh"' not in page
    assert "Gửi duyệt" in page
