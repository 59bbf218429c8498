"""A migrated database made once and copied by every test process: no run waits for migrations.

The template is keyed by the migrations of every installed app, so it is rebuilt by itself.
Transactional tests get a fresh copy afterwards instead of a flush: the journal's triggers refuse
a flush, and Wagtail's root page would be gone. `filled` keeps a second template with data in it.
"""

import fcntl
import gc
import hashlib
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "portal-test-databases"


def fingerprint() -> str:
    """A hash of every migration file of every installed app."""
    digest = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time(name: str):
    """Holds back other test processes of this machine while the template is made."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate() -> None:
    """Every state of every migration is made in memory: looking through them for garbage as often
    as usual takes a third of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(400_000, 5, 5)
    call_command("migrate", verbosity=0, interactive=False)
    gc.set_threshold(*usual)
    gc.unfreeze()


def _use(name) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(name)
    settings.DATABASES["default"]["NAME"] = str(name)


def _copy(path, to) -> None:
    source, target = sqlite3.connect(path), sqlite3.connect(to, timeout=20)
    source.backup(target)
    source.close()
    target.close()


class SqliteCopy:
    """A file of this process, filled from the template file page by page."""

    def __init__(self, worker: str, rebuild: bool):
        self.template = CACHE / f"{fingerprint()}.sqlite3"
        self.path = Path(settings.VAR) / f"test-{worker}.sqlite3"
        # A test database that a power cut loses is no loss.
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"] + "PRAGMA synchronous=OFF;"
        with one_at_a_time("sqlite"):
            if rebuild:
                self.template.unlink(missing_ok=True)
            if not self.template.exists():
                half = self.template.with_suffix(".half")
                half.unlink(missing_ok=True)
                _use(half)
                _migrate()
                connection.close()
                half.rename(self.template)
        _use(self.path)
        self.restore()

    def restore(self, template: Path | None = None) -> None:
        connection.close()
        _copy(template or self.template, self.path)

    def filled(self, name: str, fill) -> Path:
        """The template `name`: an empty database in which `fill()` was called once."""
        template = CACHE / f"{name}.sqlite3"
        with one_at_a_time(name):
            if not template.exists():
                self.restore()
                fill()
                connection.close()
                half = template.with_suffix(".half")
                half.unlink(missing_ok=True)
                _copy(self.path, half)
                half.rename(template)
        return template

    def drop(self) -> None:
        connection.close()


class PostgresCopy:
    """A database of this process, made by the server from the template database."""

    def __init__(self, worker: str, rebuild: bool):
        self.template = f"template_{fingerprint()}"
        self.name = f"test_{os.getpid()}_{worker}"
        with one_at_a_time("postgres"):
            if rebuild:
                self._server(f'DROP DATABASE IF EXISTS "{self.template}" WITH (FORCE)')
            if not self._server(
                "SELECT 1 FROM pg_database WHERE datname = %s", self.template, fetch=True
            ):
                half = f"{self.template}_half"
                self._server(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
                self._server(f'CREATE DATABASE "{half}" TEMPLATE template0')
                _use(half)
                _migrate()
                connection.close()
                self._server(f'ALTER DATABASE "{half}" RENAME TO "{self.template}"')
        _use(self.name)
        self.restore()

    def _server(self, sql: str, *values, fetch: bool = False):
        _use("postgres")
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone() if fetch else None

    def restore(self, template: str = "") -> None:
        connections.close_all()
        self.drop()
        # Only one copy at a time: the server refuses a template that somebody else is reading.
        with one_at_a_time("postgres"):
            self._server(f'CREATE DATABASE "{self.name}" TEMPLATE "{template or self.template}"')
        _use(self.name)

    def filled(self, name: str, fill) -> str:
        """The template `name`: an empty database in which `fill()` was called once."""
        with one_at_a_time(f"postgres-{name}"):
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not self._server(known, name, fetch=True):
                self.restore()
                fill()
                connections.close_all()
                self._server(f'ALTER DATABASE "{self.name}" RENAME TO "{name}"')
        return name

    def drop(self) -> None:
        self._server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def copy_for(worker: str, *, rebuild: bool):
    """This process's own database, ready to be tested on."""
    kind = SqliteCopy if connection.vendor == "sqlite" else PostgresCopy
    return kind(worker, rebuild)
