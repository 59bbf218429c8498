"""A backup of everything (database, files, the keys' fingerprints) and the verified way back.

A backup is a folder: `manifest.json`, `database.sqlite3` or `database.dump`, and `files/`. The database is
copied before the files: a file is stored before the row that names it, so no copied row lacks its file.
"""

import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from flows.audit import verify
from flows.models import Backup, StoredFile

MANIFEST, FILES = "manifest.json", "files"
_CHUNK = 1024 * 1024


class BackupError(Exception):
    """What stands in the way; the text says what to do."""


def make(folder: Path) -> dict:
    """Write a backup into the empty folder and note the run; its manifest. BackupError names what is
    damaged here."""
    try:
        manifest = _write(folder)
    except (BackupError, OSError) as error:
        Backup.objects.create(place=_place(folder), problem=str(error)[:500])
        raise
    Backup.objects.create(**_told(folder, manifest))
    return manifest


def verify_again(folder: Path) -> dict:
    """Read every byte of a backup again and note that it is whole; its manifest. BackupError when not."""
    try:
        manifest = _read(folder)
    except BackupError as error:
        of_folder = Backup.objects.filter(place=_place(folder))
        of_folder.update(problem=str(error)[:500], verified_at=None)
        raise
    _note_verified(_told(folder, manifest))
    return manifest


def _place(folder: Path) -> str:
    return str(folder.absolute())[-300:]


def _note_verified(told: dict) -> None:
    """On the row of that backup; a restored or other database knows none and gets it."""
    key = {"made_at": told.pop("made_at"), "place": told.pop("place")}
    told |= {"verified_at": timezone.now(), "problem": ""}
    Backup.objects.update_or_create(**key, defaults=told)


def _told(folder: Path, manifest: dict) -> dict:
    """What the row of a backup says."""
    files = manifest["files"].values()
    return {
        "made_at": datetime.datetime.fromisoformat(manifest["made_at"]),
        "place": _place(folder),
        "size": manifest["database"][1] + sum(size for size, _digest in files),
        "rows": sum(manifest["tables"].values()),
        "files": len(files),
    }


def _write(folder: Path) -> dict:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BackupError(_("Thư mục %s không trống; hãy chọn thư mục khác.") % folder)
    database = folder / ("database.sqlite3" if connection.vendor == "sqlite" else "database.dump")
    dump = _dump_sqlite if connection.vendor == "sqlite" else _dump_postgresql
    tables, stored, migrations = dump(database)
    files = {name: _copy_out(name, folder / FILES / name) for name in _names("")}
    manifest = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "vendor": connection.vendor,
        "database": [database.name, database.stat().st_size, _sha256(database)],
        "migrations": migrations,
        "tables": tables,
        "files": files,
        "keys": keys(),
    }
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    if lost := [name for name, digest in stored.items() if files.get(name, [0, ""])[1] != digest]:
        raise BackupError(
            _("Đã sao lưu, nhưng %(n)d tệp hồ sơ đã mất hoặc bị thay đổi trong kho: %(names)s.")
            % {"n": len(lost), "names": ", ".join(lost[:10])}
        )
    return manifest


def restore(folder: Path, *, replace: bool = False) -> list[str]:
    """Put the backup into this installation; remarks for the operator.

    The backup is verified before anything is touched, the installation afterwards. BackupError when the
    backup is damaged, of another kind of database or a newer release, or data would be overwritten.
    """
    manifest = _read(folder)
    if not replace and _has_people():
        raise BackupError(
            _("Cơ sở dữ liệu này đang có dữ liệu. Thêm --replace nếu thật sự muốn thay thế tất cả.")
        )
    database = folder / manifest["database"][0]
    (_load_sqlite if connection.vendor == "sqlite" else _load_postgresql)(database)
    for name in manifest["files"]:
        _copy_in(folder / FILES / name, name)
    for cache in caches.settings:
        caches[cache].clear()
    _check(manifest)
    remarks = []
    if not _unapplied():
        _note_verified(_told(folder, manifest))
    else:
        remarks.append(_("Bản sao lưu cũ hơn phần mềm: hãy chạy «manage.py migrate»."))
    remarks += [
        _("Khóa %s khác với lúc sao lưu: phiên đăng nhập và đường dẫn đã ký trước đó hết hiệu lực.")
        % name
        for name, fingerprint in keys().items()
        if manifest["keys"].get(name) != fingerprint
    ]
    return remarks


def keys() -> dict[str, str]:
    """The fingerprint of every secret key: enough to know it again, not to guess it."""
    named = {"SECRET_KEY": settings.SECRET_KEY}
    return {
        name: hashlib.pbkdf2_hmac("sha256", key.encode(), name.encode(), 100_000).hex()[:32]
        for name, key in named.items()
    }


def _read(folder: Path) -> dict:
    """The manifest, after every byte of the backup was compared with it."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        named, size, digest = manifest["database"]
    except (OSError, ValueError, KeyError) as error:
        raise BackupError(_("%s không phải bản sao lưu đầy đủ.") % folder) from error
    if manifest["vendor"] != connection.vendor:
        raise BackupError(
            _("Bản sao lưu của %(old)s không phục hồi được vào %(new)s.")
            % {"old": manifest["vendor"], "new": connection.vendor}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := set(manifest["migrations"]) - known:
        raise BackupError(
            _("Bản sao lưu của phần mềm mới hơn (%s). Hãy cập nhật phần mềm trước.")
            % sorted(newer)[0]
        )
    wanted = {folder / named: (size, digest)}
    wanted |= {folder / FILES / name: tuple(told) for name, told in manifest["files"].items()}
    for path, (length, told) in wanted.items():
        if not path.is_file() or path.stat().st_size != length or _sha256(path) != told:
            raise BackupError(_("Bản sao lưu bị hỏng: %s.") % path.relative_to(folder))
    return manifest


def _check(manifest: dict) -> None:
    """The installation holds what the backup holds, and the journal's chain is whole."""
    with connection.cursor() as cursor:
        tables = _counts(cursor)
    wrong = [name for name, rows in manifest["tables"].items() if tables.get(name) != rows]
    wrong += [
        name
        for name, (size, _digest) in manifest["files"].items()
        if not default_storage.exists(name) or default_storage.size(name) != size
    ]
    if wrong:
        raise BackupError(_("Phục hồi chưa đầy đủ: %s.") % ", ".join(wrong[:10]))
    _entries, broken = verify.everything()
    if broken:
        raise BackupError(
            _("Nhật ký không còn nguyên vẹn: hồ sơ %(code)s, mục %(seq)d (%(reason)s).")
            % {"code": broken.dossier, "seq": broken.seq, "reason": broken.reason}
        )


def _has_people() -> bool:
    return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()


def _unapplied() -> bool:
    loader = MigrationLoader(connection)
    return bool(set(loader.disk_migrations) - set(loader.applied_migrations))


def _counts(cursor) -> dict[str, int]:
    """Rows by table of the present database."""
    counts = {}
    for name in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
        counts[name] = cursor.fetchone()[0]
    return counts


def _facts(cursor) -> tuple[dict, dict, list]:
    """Rows by table, the digest of every stored file by name, and the migrations applied."""
    stored = dict(StoredFile.objects.values_list("file", "sha256"))
    applied = MigrationRecorder(connection).applied_migrations()
    return _counts(cursor), stored, sorted(f"{app}.{name}" for app, name in applied)


def _dump_sqlite(path: Path):
    """SQLite's own online copy, inside one reading of the database so that the facts fit it."""
    with transaction.atomic(), connection.cursor() as cursor:
        facts = _facts(cursor)
        source = sqlite3.connect(str(connection.settings_dict["NAME"]))
        with closing(source), closing(sqlite3.connect(path)) as target:
            source.backup(target)
    return facts


def _load_sqlite(path: Path) -> None:
    connections.close_all()
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as source:
        if source.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupError(_("Bản sao lưu bị hỏng: %s.") % path.name)
        source.backup(connection.connection)
    connections.close_all()


def _dump_postgresql(path: Path):
    """pg_dump of the very snapshot from which the facts are read."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
        return _facts(cursor)


def _load_postgresql(path: Path) -> None:
    connections.close_all()
    _run(
        "pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error", str(path)
    )  # fmt: skip


def _run(program: str, *arguments: str) -> None:
    """A PostgreSQL tool on the configured database; the password never stands in the command."""
    given = connection.settings_dict
    found = shutil.which(program)
    if found is None:
        raise BackupError(_("Máy này thiếu %s (gói postgresql-client).") % program)
    where = {"PGHOST": given["HOST"], "PGPORT": given["PORT"], "PGUSER": given["USER"],
             "PGPASSWORD": given["PASSWORD"], "PGDATABASE": given["NAME"]}  # fmt: skip
    named = [f"--dbname={given['NAME']}"] if program == "pg_restore" else []
    done = subprocess.run(  # noqa: S603
        [found, "--no-owner", "--no-privileges", *named, *arguments],
        env=os.environ | {name: value for name, value in where.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[-500:]}")


def _names(folder: str) -> Iterator[str]:
    """Every file of the private store, pictures among them."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(files) if name)
    for name in sorted(filter(None, folders)):
        yield from _names(f"{prefix}{name}")


def _copy_out(name: str, target: Path) -> list:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with default_storage.open(name) as source, target.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
    return [size, digest.hexdigest()]


def _copy_in(path: Path, name: str) -> None:
    """Put the file back under its own name; one of the same name and size stays."""
    if default_storage.exists(name):
        if default_storage.size(name) == path.stat().st_size:
            return
        default_storage.delete(name)
    with path.open("rb") as source:
        kept = default_storage.save(name, File(source))
    if kept != name:
        raise BackupError(_("Không ghi được tệp %s vào kho.") % name)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
