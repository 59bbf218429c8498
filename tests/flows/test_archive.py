"""The electronic dossier as a file, and the verifier that needs nothing of ours."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.db import connection

from flows.audit import verify
from flows.services import handling
from tests import situations
from tests.flows.papers.reading import text_of

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


def verified(content: bytes, tmp_path, name="ho-so.zip", head: bytes = b""):
    path, kept = tmp_path / name, tmp_path / "moc.json"
    path.write_bytes(content)
    kept.write_bytes(head)
    files = [str(path), str(kept)] if head else [str(path)]
    return subprocess.run(  # noqa: S603 our own script
        [sys.executable, "-I", str(VERIFIER), *files], capture_output=True, text=True
    )


def test_from_the_code_of_the_receipt_the_chain_is_proved_in_the_published_head(
    client, dossier, tmp_path
):
    others = [situations.filed(dossier.version, situations.office()) for _again in range(2)]
    assert verify.fold_day().count > len(others)
    handling.note(dossier, by=situations.item(dossier).department.posts.first().user, text="Mới")
    receipt = dossier.issued.get(kind="01")
    page = client.get(f"/xac-minh/{receipt.token}/").content.decode()
    assert f"/xac-minh/{receipt.token}/bang-chung.json" in page
    proof = client.get(f"/xac-minh/{receipt.token}/bang-chung.json")
    assert dossier.applicant_name not in proof.content.decode()
    (row,) = client.get("/du-lieu-mo/nhat-ky/").json()["days"]
    head = client.get(row["text"]).content
    answer = verified(proof.content, tmp_path, "bang-chung.json", head)
    assert "as published" in answer.stdout, answer.stdout + answer.stderr
    assert verified(downloaded(client, dossier), tmp_path, head=head).returncode == 0
    assert client.get("/xac-minh/khong-co/bang-chung.json").status_code == 404
    script = client.get("/du-lieu-mo/nhat-ky/verify_dossier.py")
    assert b"".join(script.streaming_content) == VERIFIER.read_bytes()
    assert len(VERIFIER.read_text().splitlines()) < 100
    # Another head, or an entry moved to another place, is no proof.
    other = json.loads(head) | {"hash": "0" * 64}
    answer = verified(proof.content, tmp_path, "a.json", json.dumps(other).encode())
    assert (answer.returncode, "is another" in answer.stdout) == (1, True)
    moved = proof.json()
    moved["anchored"]["path"][0][0] = "L" if moved["anchored"]["path"][0][0] == "R" else "R"
    answer = verified(json.dumps(moved).encode(), tmp_path, "b.json")
    assert (answer.returncode, "does not contain" in answer.stdout) == (1, True)


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


@pytest.mark.parametrize("content", [b"%PDF-1.7\n\xff", b"[]", b"{}", b'{"entries": [1]}'])
def test_a_file_that_is_no_dossier_is_refused_in_one_sentence(content, tmp_path):
    answer = verified(content, tmp_path)
    assert answer.returncode == 1
    assert answer.stderr == "NOT VALID: neither a dossier (ZIP) nor its journal (JSON)\n"


def test_the_dossier_is_one_pdf_to_read_with_contents_and_bookmarks(client, dossier):
    page = signed_in(client, dossier.applicant).get(f"/ban-luu/{dossier.code}.pdf")
    content = b"".join(page.streaming_content)
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[-dossier.issued.count() :] == [
        issued.title for issued in dossier.issued.order_by("pk")
    ]
    text = text_of(content)
    assert all(word in text for word in ("Mục lục", "Nguyễn Thị Bình An", "Họ và tên"))
    assert dossier.issued.first().file.sha256[:40] in text.replace("\n", "")
    client.logout()
    assert client.get(f"/ban-luu/{dossier.code}.pdf").status_code == 404


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
