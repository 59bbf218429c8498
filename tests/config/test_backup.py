"""A backup holds everything, tells what is damaged, and comes back whole or not at all."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from catalog.models import Procedure
from config import backup
from flows.audit import verify
from flows.models import Backup, Dossier, StoredFile
from tests import situations as given

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """A store of this test's own: what other tests left in theirs is none of our business."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "store"), "base_url": None},
        }
    }


@pytest.fixture
def dossier():
    office = given.office()
    return given.filed(given.procedure(), office)


def name_of(dossier) -> str:
    return dossier.documents.first().file.file.name


def test_everything_comes_back_as_it_was(dossier, tmp_path):
    name, code = name_of(dossier), dossier.code
    content = default_storage.open(name).read()
    entries = verify.everything()
    call_command("backup", tmp_path / "copy")
    Procedure.objects.update(name="Đổi nhầm")
    default_storage.delete(name)
    call_command("restore", tmp_path / "copy", "--replace")
    assert Dossier.objects.get().code == code
    assert not Procedure.objects.filter(name="Đổi nhầm").exists()
    assert default_storage.open(name).read() == content
    assert verify.everything() == entries
    # The restored installation knows of the backup that it came from, read and whole.
    kept = Backup.objects.get()
    assert kept.verified_at
    assert kept.place == str(tmp_path / "copy")
    assert kept.size > len(content)
    assert kept.files == StoredFile.objects.count()


def test_each_run_is_noted_whatever_became_of_it(dossier, tmp_path):
    call_command("backup", tmp_path / "copy")
    with pytest.raises(CommandError, match="không trống"):
        call_command("backup", tmp_path / "copy")
    second, first = Backup.objects.all()
    assert (first.problem, first.verified_at) == ("", None)
    assert "không trống" in second.problem
    call_command("backup", tmp_path / "copy", "--verify")
    first.refresh_from_db()
    assert first.verified_at
    with (tmp_path / "copy/files" / name_of(dossier)).open("ab") as kept:
        kept.write(b"x")
    with pytest.raises(CommandError, match="bị hỏng"):
        call_command("backup", tmp_path / "copy", "--verify")
    first.refresh_from_db()
    assert "bị hỏng" in first.problem
    call_command("backup_done", "pgBackRest, kho B", "--bytes", "7000")
    told = Backup.objects.good().get()
    assert (told.place, told.size) == ("pgBackRest, kho B", 7000)


def test_data_is_replaced_only_when_that_is_said(dossier, tmp_path):
    call_command("backup", tmp_path / "copy")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", tmp_path / "copy")


def test_a_damaged_backup_is_refused_before_anything_is_touched(dossier, tmp_path):
    call_command("backup", tmp_path / "copy")
    Procedure.objects.update(name="Tên hiện nay")
    with (tmp_path / "copy/files" / name_of(dossier)).open("ab") as kept:
        kept.write(b"x")
    with pytest.raises(CommandError, match="bị hỏng"):
        call_command("restore", tmp_path / "copy", "--replace")
    assert Procedure.objects.filter(name="Tên hiện nay").exists()


def test_a_backup_names_papers_that_are_no_longer_what_was_filed(dossier, tmp_path):
    name = name_of(dossier)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"other"))
    with pytest.raises(CommandError, match=name):
        call_command("backup", tmp_path / "copy")
    assert StoredFile.objects.filter(file=name).exists()


def test_a_backup_of_a_newer_release_is_refused(dossier, tmp_path):
    call_command("backup", tmp_path / "copy")
    manifest = tmp_path / "copy/manifest.json"
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(told | {"migrations": [*told["migrations"], "flows.9999_x"]}))
    with pytest.raises(CommandError, match="mới hơn"):
        call_command("restore", tmp_path / "copy", "--replace")


def test_another_secret_key_is_remarked(dossier, tmp_path, settings):
    backup.make(tmp_path / "copy")
    settings.SECRET_KEY = "another key, as long as the law of passwords asks"
    remarks = backup.restore(tmp_path / "copy", replace=True)
    assert ["SECRET_KEY" in remark for remark in remarks] == [True]
    assert settings.SECRET_KEY not in (tmp_path / "copy/manifest.json").read_text()


def test_a_backup_never_mixes_with_other_files(tmp_path):
    (tmp_path / "other.txt").write_text("x")
    with pytest.raises(CommandError, match="không trống"):
        call_command("backup", tmp_path)
