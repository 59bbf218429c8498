"""The electronic dossier as a file, and the verifier that needs nothing of ours."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from flows.audit import verify
from flows.services import handling
from tests import situations

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).resolve().parents[2] / "docs/verify_dossier.py"


@pytest.fixture
def dossier():
    made = situations.received(situations.procedure(), situations.office())
    return made


def signed_in(client, user):
    client.force_login(user, backend="accounts.backends.CitizenDoorBackend")
    return client


def downloaded(client, dossier) -> bytes:
    page = signed_in(client, dossier.applicant).get(f"/ban-luu/{dossier.code}.zip")
    return b"".join(page.streaming_content)


def verified(content: bytes, tmp_path, name="ho-so.zip"):
    path = tmp_path / name
    path.write_bytes(content)
    return subprocess.run(  # noqa: S603 our own script
        [sys.executable, "-I", str(VERIFIER), str(path)], capture_output=True, text=True
    )


def test_the_owner_downloads_everything_with_digests_and_a_summary(client, dossier, tmp_path):
    content = downloaded(client, dossier)
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        names = found.namelist()
        manifest = json.loads(found.read("manifest.json"))
        for row in manifest["files"]:
            assert hashlib.sha256(found.read(row["path"])).hexdigest() == row["sha256"]
        assert found.read("tom-tat.pdf").startswith(b"%PDF")
        assert json.loads(found.read("ke-khai/lan-1.json"))["evidence"]["method"] == "otp"
    assert sum(name.startswith("phat-hanh/") for name in names) == dossier.issued.count()
    assert sum(name.startswith("giay-to/") for name in names) == dossier.documents.count()
    assert {"nhat-ky.json", "thong-bao.json", "trao-doi.json", "SHA256SUMS"} <= set(names)
    answer = verified(content, tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert dossier.code in answer.stdout


def test_internal_entries_keep_their_place_and_not_their_content(client, dossier, tmp_path):
    officer = dossier.work_items.open().get().department.posts.first().user
    handling.note(dossier, by=officer, text="Nghi trùng quá trình đóng")
    content = downloaded(client, dossier)
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        text = found.read("nhat-ky.json").decode()
    assert "Nghi trùng" not in text
    assert any(row.get("is_withheld") for row in json.loads(text)["entries"])
    assert verified(content, tmp_path).returncode == 0


def test_strangers_and_staff_without_the_right_get_nothing(client, dossier):
    assert signed_in(client, situations.citizen("Khác")).get(
        f"/ban-luu/{dossier.code}.zip"
    ).status_code == 404  # fmt: skip
    client.logout()
    assert client.get(f"/ban-luu/{dossier.code}.zip").status_code == 404


def test_one_altered_row_is_named_by_both_verifiers(client, dossier, tmp_path):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='flows_journalentry'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing waits on the table
            cursor.execute("ALTER TABLE flows_journalentry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE flows_journalentry SET public_text = 'Đã sửa' WHERE dossier_id = %s AND seq = 1",
            [dossier.pk],
        )
    _checked, broken = verify.everything()
    assert (broken.dossier, broken.seq) == (dossier.code, 1)
    answer = verified(downloaded(client, dossier), tmp_path)
    assert answer.returncode == 1
    assert f"dossier {dossier.code}, entry 1: changed" in answer.stdout


def test_a_file_changed_in_the_archive_is_named(client, dossier, tmp_path):
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(downloaded(client, dossier))) as found,
        zipfile.ZipFile(made, "w") as changed,
    ):
        for name in found.namelist():
            content = found.read(name)
            changed.writestr(name, b"khac" if name.startswith("giay-to/") else content)
    answer = verified(made.getvalue(), tmp_path)
    assert answer.returncode == 1
    assert "file changed: giay-to/" in answer.stdout


def test_the_verifier_stands_alone_and_is_short():
    source = VERIFIER.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 100
    for line in source.splitlines():
        if line.startswith(("import ", "from ")):
            assert line.split()[1] in sys.stdlib_module_names


def test_the_citizen_sees_which_unit_looked_and_no_name(client, dossier):
    from flows.console.screen import note_reading

    page = signed_in(client, dossier.applicant).get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Chưa có ai của cơ quan mở hồ sơ này" in page
    officer = dossier.work_items.open().get().department.posts.first().user
    note_reading(dossier, officer)
    page = client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "Ai đã xem hồ sơ của tôi" in page
    assert "Chưa có ai của cơ quan" not in page
    assert officer.full_name not in page


def test_an_inspector_takes_the_whole_chain_and_that_is_journalled(client, dossier):
    from tests.flows.console.conftest import at_desk

    officer = dossier.work_items.open().get().department.posts.first().user
    handling.note(dossier, by=officer, text="Nghi trùng quá trình đóng")
    where = dossier.agency.departments.first()
    inspector = at_desk(situations.staff("Tôn Nữ Kiểm Tra", "inspector", where))
    page = inspector.get(f"/ban-luu/{dossier.code}.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(page.streaming_content))) as found:
        assert "Nghi trùng" in found.read("nhat-ky.json").decode()
    assert dossier.journal.filter(act="download").count() == 1
    assert at_desk(officer).get(f"/ban-luu/{dossier.code}.zip").status_code == 404
