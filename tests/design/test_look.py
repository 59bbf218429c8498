"""What every page looks like: own fonts and files only, all Vietnamese letters, error pages that always open."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

STATIC = Path(settings.STATICFILES_DIRS[0])
STYLES = sorted(STATIC.rglob("*.css"))
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_asks_only_for_files_of_the_house(style):
    for address in re.findall(r"url\(([^)]*)\)", style.read_text(encoding="utf-8")):
        assert (style.parent / address.strip("\"'")).resolve().is_file()


@pytest.mark.parametrize("path", ["css/tokens.css", "vendor/govuk-frontend/govuk-frontend.min.css"])
def test_the_reserved_typeface_and_crest_are_gone(path):
    text = Path(finders.find(path)).read_text(encoding="utf-8")
    assert "GDS Transport" not in text
    assert "crest" not in text


def test_both_subsets_together_hold_every_vietnamese_letter():
    ranges = re.findall(
        r"U\+([0-9A-F]{4})(?:-([0-9A-F]{4}))?", (STATIC / "css/tokens.css").read_text("utf-8")
    )
    covered = [(int(first, 16), int(last or first, 16)) for first, last in ranges]
    for letter in LETTERS + LETTERS.upper():
        assert any(first <= ord(letter) <= last for first, last in covered), letter


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_pages_for_the_worst_moments_need_no_context(name):
    html = render_to_string(name)
    assert 'lang="vi"' in html
    assert "1900 9068" in html


def test_no_template_of_the_shell_holds_inline_script_or_style():
    shell = Path(settings.TEMPLATES[0]["DIRS"][0])
    for path in shell.rglob("*.html"):
        if path.parent.name == "mail":
            continue  # letters have no style sheet
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), path
