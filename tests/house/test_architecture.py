"""The house itself: who may import whom, and the rules every file keeps."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {
    "accounts": ROOT / "site/accounts",
    "catalog": ROOT / "catalog",
    "cms": ROOT / "cms",
    "flows": ROOT / "flows",
    "home": ROOT / "home",
    "config": ROOT / "site/config",
}
# Only the arrows downwards; the one thing all know of accounts is settings.AUTH_USER_MODEL.
MAY_IMPORT = {
    "accounts": set(),
    "catalog": set(),
    "cms": {"catalog"},
    "flows": {"catalog"},
    "home": {"catalog", "cms", "flows"},
    "config": {"accounts", "catalog", "cms", "flows", "home"},
}
LONGEST_FILE = 400


def own_files(suffix: str):
    for folder in [*ROOMS.values(), ROOT / "tests", ROOT / "site/templates"]:
        yield from folder.rglob(f"*{suffix}")


def rooms_imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.split(".")[0])
    return found & set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_only_what_lies_below_them(room):
    wrong = {
        f"{path.relative_to(ROOT)} → {other}"
        for path in ROOMS[room].rglob("*.py")
        for other in rooms_imported(path) - MAY_IMPORT[room] - {room}
    }
    assert not wrong


def test_site_is_a_folder_and_never_a_package():
    assert not (ROOT / "site/__init__.py").exists()
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not [line for line in ignored if line.strip().rstrip("/") in {"site", "/site"}]
    assert 'sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))' in (
        ROOT / "manage.py"
    ).read_text(encoding="utf-8")
    assert 'pythonpath = "site"' in (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")


def test_no_file_outgrows_one_look():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in own_files(".py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_every_module_says_what_lives_there():
    silent = [
        str(path.relative_to(ROOT))
        for path in own_files(".py")
        if "migrations" not in path.parts
        and path.name not in {"__init__.py", "apps.py"}
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_admin_list_is_editable_in_place():
    get_resolver().url_patterns  # noqa: B018  every admin is registered by now
    assert not [model for model, own in admin.site._registry.items() if own.list_editable]


def test_only_the_parts_of_packages_that_do_no_harm_are_installed():
    assert "wagtail.search" in settings.INSTALLED_APPS
    assert "modelsearch" not in settings.INSTALLED_APPS
    assert "viewflow" not in settings.INSTALLED_APPS
    assert apps.is_installed("viewflow.workflow")
    assert not [name for name in settings.INSTALLED_APPS if name.startswith("two_factor.plugins")]


# Templates that packages look for by name: theirs, replaced by ours.
CALLED_FROM_OUTSIDE = re.compile(
    r"^(admin|account|socialaccount|allauth|two_factor|django|wagtailadmin|wagtail|import_export|registration|mfa)/"
    r"|^(400|403|403_csrf|404|500|503)\.html$"
)


def test_every_template_is_used():
    folders = [ROOT / "site/templates", *(room / "templates" for room in ROOMS.values())]
    templates = {
        str(path.relative_to(folder)): path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt", ".xml", ".svg"}
    }
    everything = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [
            *(path for room in ROOMS.values() for path in room.rglob("*.py")),
            *templates.values(),
        ]
    )
    # Names put together at run time are said as a pattern: f"cms/blocks/{name}.html".
    patterns = [
        re.compile(re.sub(r"\\{[^}]*\\}", r"[^/]+", re.escape(name)))
        for name in re.findall(r"[\w/{}.\[\]-]+\.(?:html|txt|xml|svg)", everything)
        if "{" in name and not name.startswith("{")
    ]
    unused = [
        name
        for name in templates
        if not CALLED_FROM_OUTSIDE.match(name)
        and name not in everything
        and not any(pattern.fullmatch(name) for pattern in patterns)
        and not _page_template(name)
    ]
    assert not unused


def _page_template(name: str) -> bool:
    """Wagtail derives a page's template from its model: cms/home_page.html of cms.HomePage."""
    label, _, rest = name.partition("/")
    if label not in apps.app_configs:
        return False
    stem = rest.removesuffix(".html").replace("_", "")
    return any(model.__name__.lower() == stem for model in apps.get_app_config(label).get_models())
