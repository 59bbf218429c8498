"""The commands as scripts use them: exit codes and JSON."""

import json

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Sector

pytestmark = pytest.mark.django_db
HEAD = "code,name,summary\n"


def _file(tmp_path, text):
    path = tmp_path / "sectors.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_apply_and_rollback_by_number(tmp_path, capsys):
    call_command("import_catalog", _file(tmp_path, HEAD + "thu,Thu,\n"), "--apply", "--json")
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"import_id", "added", "changed", "unchanged", "errors", "applied"}
    assert (told["added"], told["applied"], told["errors"]) == (["thu"], True, [])
    call_command("rollback_import", told["import_id"])
    assert not Sector.objects.exists()
    with pytest.raises(CommandError, match="hoàn tác"):
        call_command("rollback_import", told["import_id"])


def test_wrong_rows_end_with_one_and_nothing_written(tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("import_catalog", _file(tmp_path, HEAD + "thu,,\n"), "--apply", "--json")
    assert stop.value.code == 1
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert (error["sheet"], error["row"], error["column"]) == ("sectors", 2, "name")
    assert not Sector.objects.exists()


def test_an_unreadable_file_ends_with_one_and_says_why(tmp_path, capsys):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"khong phai")
    with pytest.raises(SystemExit):
        call_command("import_catalog", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["errors"][0]["message"]
