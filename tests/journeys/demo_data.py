"""The demo's catalogue, people and pages as a template database: loaded once, copied by each journey."""

import hashlib
from pathlib import Path

from django.db import transaction

import catalog.demo
from accounts.models import User
from catalog.exchange import workbook
from cms import demo as pages
from flows.papers import defaults
from home.demo import people
from tests import template_database

WORKBOOKS = Path(catalog.demo.__file__).parent
HOUSE = WORKBOOKS.parents[1]
READ = ["catalog", "cms", "flows/papers", "home/demo", "site/accounts"]


def name() -> str:
    """The template's name: another one as soon as data or the code that loads it changes."""
    digest = hashlib.sha256()
    for folder in READ:
        for path in sorted(Path(HOUSE, folder).rglob("*")):
            if path.suffix in {".py", ".xlsx", ".csv", ".typ"}:
                digest.update(path.read_bytes())
    return f"demo_{template_database.fingerprint()}_{digest.hexdigest()[:16]}"


def load() -> None:
    """What `manage.py load_demo` loads, without its dossiers."""
    for file in ("dia-ban.csv", "to-chuc.xlsx", "thu-tuc.xlsx", "to-khai.xlsx"):
        report = workbook.run((WORKBOOKS / file).read_bytes(), file, by=None, apply=True)
        assert not report.errors, report.errors[:5]
    with transaction.atomic():
        defaults.load()
        people.build()
    pages.build(by=User.objects.get(username="xuatban"))
