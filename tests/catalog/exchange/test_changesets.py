"""A change set on its way: who may do what, when it is written, and what happens in between."""

import io

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from catalog.exchange import changesets, history, progress, workbook
from catalog.exchange.corrections import corrections
from catalog.exchange.reading import UnreadableFile
from catalog.models import CatalogImport, ProcedureVersion, Sector
from flows import sweeps  # noqa: F401 (registers what the worker does by itself)
from flows.effects.sweeps import run_due_sweeps
from tests import situations as given
from tests.catalog.exchange.sheets import LINE, SECTORS, load, national, ods, xlsx

pytestmark = pytest.mark.django_db
RENAMED = [["code", "name"], ["thu", "Thu các loại bảo hiểm"]]


@pytest.fixture
def office():
    return given.office()


@pytest.fixture
def author(office):
    return office.clerk


@pytest.fixture
def second(office):
    return office.leader


def _checked(author, **sheets) -> CatalogImport:
    return changesets.check(xlsx(**sheets), "danh-muc.xlsx", by=author)


def _approved(author, second, **sheets) -> CatalogImport:
    change = _checked(author, **sheets)
    changesets.propose(change, by=author)
    changesets.approve(change, by=second)
    return change


def test_the_worker_applies_what_a_second_person_approved(author, second):
    change = _approved(author, second, sectors=SECTORS)
    assert "apply_imports" in run_due_sweeps()
    change.refresh_from_db()
    assert (change.state, change.decided_by) == ("applied", second)
    assert Sector.objects.get(code="thu")
    assert changesets.apply_approved() == 0
    changesets.roll_back(change, by=second)
    change.refresh_from_db()
    assert (change.state, change.rolled_back_by) == ("rolled_back", second)
    assert not Sector.objects.filter(code="thu").exists()


def test_nobody_approves_the_own_file(author):
    change = _checked(author, sectors=SECTORS)
    changesets.propose(change, by=author)
    with pytest.raises(changesets.NotAllowed, match="khác người nhập"):
        changesets.approve(change, by=author)
    with pytest.raises(IntegrityError), transaction.atomic():
        CatalogImport.objects.update(decided_by=author)


def test_only_its_author_proposes_and_only_once(author, second):
    change = _checked(author, sectors=SECTORS)
    with pytest.raises(changesets.NotAllowed, match="người tải tệp"):
        changesets.propose(change, by=second)
    changesets.propose(change, by=author)
    with pytest.raises(changesets.NotAllowed, match="Chờ duyệt"):
        changesets.propose(change, by=author)


def test_an_author_takes_the_own_file_back_without_a_reason(author, second):
    change = _checked(author, sectors=SECTORS)
    changesets.propose(change, by=author)
    changesets.refuse(change, by=author, reason="")
    with pytest.raises(changesets.NotAllowed, match="Bị từ chối"):
        changesets.approve(change, by=second)


def test_what_changed_since_the_approval_is_not_written_but_shown_again(author, second):
    load(sectors=SECTORS)
    change = _approved(author, second, sectors=RENAMED)
    Sector.objects.filter(code="thu").update(name="Ai đó đã sửa")
    assert changesets.apply_approved() == 0
    change.refresh_from_db()
    assert (change.state, change.decided_by) == ("proposed", None)
    assert "xem lại" in change.note
    assert change.report["changed"][0]["old"] == "Ai đó đã sửa"
    assert Sector.objects.get(code="thu").name == "Ai đó đã sửa"


def test_what_no_longer_fits_fails_with_its_errors(author, second):
    other = given.Agency.objects.create(code="000.00.46.G24", office_code="04600", name="Huế")
    sheet = [["agency", "code", "name", "functions"], [other.code, "P1", "Phòng 1", "intake"]]
    change = _approved(author, second, departments=sheet)
    other.delete()
    changesets.apply_approved()
    change.refresh_from_db()
    assert change.state == "failed"
    assert change.report["errors"][0]["cell"] == "A2"


def test_a_worker_that_died_leaves_nothing_and_another_takes_over_later(
    author, second, monkeypatch
):
    change = _approved(author, second, sectors=SECTORS)

    def killed(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(history, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            changesets.apply_approved()
    assert not Sector.objects.filter(code="thu").exists()
    assert changesets.apply_approved() == 0
    long_ago = timezone.now() - CatalogImport.PATIENCE * 2
    CatalogImport.objects.filter(pk=change.pk).update(started_at=long_ago)
    assert changesets.apply_approved() == 1


def test_progress_is_seen_from_outside_and_leaves_nothing_behind():
    with progress.shown(7) as tell:
        assert progress.percent(7) == 0
        progress._EVERY, kept = 0, progress._EVERY
        tell(50, 200)
        progress._EVERY = kept
        assert progress.percent(7) == 25
    assert progress.percent(7) is None


def test_the_same_file_again_is_no_change(author, second):
    _approved(author, second, sectors=SECTORS)
    changesets.apply_approved()
    again = _checked(author, sectors=SECTORS)
    assert (again.has_changes, again.report["unchanged"]) == (False, 1)


def test_a_version_approved_by_a_sheet_names_who_prepared_and_who_approved_it(author, second):
    load(national(LINE), "procedures.csv")
    ProcedureVersion.objects.update(prepared_by=author)
    sheet = [["procedure", "number", "approved"], ["1.009001", 1, "có"]]
    change = _approved(author, second, versions=sheet)
    changesets.apply_approved()
    change.refresh_from_db()
    assert change.state == "failed"
    assert "không có quyền duyệt" in change.report["errors"][0]["message"]
    second.user_permissions.add(given.Permission.objects.get(codename="approve_version"))
    _approved(author, given.User.objects.get(pk=second.pk), versions=sheet)
    changesets.apply_approved()
    version = ProcedureVersion.objects.get()
    assert (version.prepared_by, version.approved_by) == (author, second)


def test_rights_are_not_imported_by_who_may_not_give_them(author):
    change = _checked(
        author, roles=[["code", "name", "permissions"], ["moi", "Mới", "flows.approve_dossier"]]
    )
    assert "không có quyền sửa" in change.report["errors"][0]["message"]


def test_files_nobody_proposed_go_after_a_week(author):
    old = _checked(author, sectors=SECTORS)
    CatalogImport.objects.update(at=timezone.now() - changesets.KEPT_UNPROPOSED * 2)
    _checked(author, sectors=SECTORS)
    assert CatalogImport.objects.count() == 1
    assert not default_storage.exists(old.path)


WRONG = {
    "Lĩnh vực": [["Mã lĩnh vực", "Tên lĩnh vực"], ["thu", ""], ["", ""], ["so", "Sổ"]],
    "Cơ quan BHXH": [["code", "office_code", "name", "level"], ["sai", "07906", "Huế", "province"]],
}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_workbook_comes_back_marked_and_corrected_it_goes_in(kind):
    data = xlsx(**WRONG) if kind == "xlsx" else ods(WRONG)
    report = workbook.run(data, f"a.{kind}")
    opened = load_workbook(io.BytesIO(corrections(data, f"a.{kind}", report.errors)))
    sectors, agencies = opened["Lĩnh vực"], opened["Cơ quan BHXH"]
    assert "để trống" in sectors["B2"].comment.text
    assert "để trống" in sectors["C2"].value
    assert sectors["B4"].value == "Sổ"
    assert "000.00.01.G24" in agencies["A2"].comment.text
    assert agencies["B2"].value == "07906"
    assert agencies.data_validations.dataValidation
    sectors["B2"], agencies["A2"] = "Thu", "000.00.46.G24"
    buffer = io.BytesIO()
    opened.save(buffer)
    assert load(buffer.getvalue()).added == ["thu", "so", "000.00.46.G24"]


def test_a_csv_comes_back_as_a_workbook_that_is_still_understood():
    data = "office_code,code,name,level\n0010,000.00.01.G24,Hà Nội,province\n".encode()
    report = workbook.run(data, "linh tinh.csv")
    opened = load_workbook(io.BytesIO(corrections(data, "linh tinh.csv", report.errors)))
    sheet = opened["linh tinh"]
    assert sheet["A2"].comment is not None
    sheet["A2"] = "00100"
    buffer = io.BytesIO()
    opened.save(buffer)
    assert load(buffer.getvalue()).added == ["000.00.01.G24"]


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(changesets, "AT_ONCE", 0)


def test_a_large_file_is_checked_by_the_worker_which_tells_how_far_it_is(
    author, everything_is_large, monkeypatch
):
    rows = [[f"lv-{number}", f"Lĩnh vực {number}"] for number in range(300)]
    change = changesets.receive(xlsx(sectors=[["code", "name"], *rows]), "a.xlsx", by=author)
    assert (change.state, change.report) == ("uploaded", {})
    with pytest.raises(changesets.NotAllowed, match="Đang kiểm tra"):
        changesets.propose(change, by=author)
    seen = []
    monkeypatch.setattr(progress, "_EVERY", 0)
    step = workbook.Context.step

    def watched(context):
        step(context)
        seen.append(progress.percent(change.pk))

    monkeypatch.setattr(workbook.Context, "step", watched)
    assert "check_imports" in run_due_sweeps()
    assert {0, 33, 66} <= set(seen)
    change.refresh_from_db()
    assert (change.state, len(change.report["added"])) == ("checked", 300)
    assert not Sector.objects.filter(code="lv-1").exists()
    assert changesets.check_uploaded() == 0
    changesets.propose(change, by=author)


def test_a_large_file_that_cannot_be_read_says_why_and_leaves_the_worker_alive(
    author, everything_is_large
):
    change = changesets.receive(b"PK\x03\x04 broken", "a.xlsx", by=author)
    assert changesets.check_uploaded() == 0
    change.refresh_from_db()
    assert (change.state, change.started_at) == ("failed", None)
    assert "bị hỏng" in change.note


def test_what_is_no_sheet_is_refused_before_it_is_kept(author, everything_is_large):
    with pytest.raises(UnreadableFile, match="10 MB"):
        changesets.receive(b"PK\x03\x04" + b"x" * 10 * 1024 * 1024, "a.xlsx", by=author)
    assert not CatalogImport.objects.exists()


def test_a_large_file_whose_worker_died_is_taken_up_by_another(author, everything_is_large):
    change = changesets.receive(xlsx(sectors=SECTORS), "a.xlsx", by=author)
    CatalogImport.objects.update(started_at=timezone.now())
    assert changesets.check_uploaded() == 0
    CatalogImport.objects.update(started_at=timezone.now() - CatalogImport.PATIENCE * 2)
    assert changesets.check_uploaded() == 1
    change.refresh_from_db()
    assert change.state == "checked"
