"""Translations without gettext's programs: reads .po, writes .mo, finds texts nobody translated."""

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

PLAIN = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
LINE = re.compile(r'^(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)\s+)?(".*")$')
IN_TEMPLATE = re.compile(
    r'(?P<name>n?p?gettext|\b_)\(\s*u?(?P<first>"""(?:.|\n)*?"""|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\')'
    r'(?:\s*,\s*u?(?P<second>"""(?:.|\n)*?"""|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'))?'
)


def read_po(path: Path) -> dict[str, list[str]]:
    """{msgid, with its context before \\x04: [translations]} of what is finished (not fuzzy).

    ValueError when a text stands twice: of two translations one would silently be lost.
    """
    entries: dict[str, list[str]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields, current, fuzzy = {}, "", False
        for line in block.splitlines():
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            if found := LINE.match(line):
                current = found[1] or current
                fields[current] = fields.get(current, "") + ast.literal_eval(found[2])
        if "msgid" not in fields or fuzzy:
            continue
        key = fields["msgid"]
        if "msgid_plural" in fields:
            key += "\0" + fields["msgid_plural"]
        if "msgctxt" in fields:
            key = fields["msgctxt"] + "\x04" + key
        said = [text for name, text in sorted(fields.items()) if name.startswith("msgstr")]
        if key in entries:
            raise ValueError(f"{path.name}: {key!r} đứng hai lần, hãy gộp lại.")
        if all(said):
            entries[key] = said
    return entries


def write_mo(path: Path, entries: dict[str, list[str]]) -> None:
    """The binary catalogue that gettext reads (sorted, without a hash table)."""
    pairs = sorted((key.encode(), "\0".join(said).encode()) for key, said in entries.items())
    head, table = 7 * 4, 8 * len(pairs)
    keys = b"".join(key + b"\0" for key, _ in pairs)
    first = second = b""
    at_key, at_text = head + 2 * table, head + 2 * table + len(keys)
    for key, text in pairs:
        first += struct.pack("<2I", len(key), at_key)
        second += struct.pack("<2I", len(text), at_text)
        at_key, at_text = at_key + len(key) + 1, at_text + len(text) + 1
    texts = b"".join(text + b"\0" for _, text in pairs)
    start = struct.pack("<7I", 0x950412DE, 0, len(pairs), head, head + table, 0, 0)
    path.write_bytes(start + first + second + keys + texts)


def texts_of_code(path: Path) -> Iterator[str]:
    """Every text a Python file gives to gettext, context before \\x04."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        said = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        said = [text for text in said if isinstance(text, str)]
        if name in PLAIN and said:
            yield said[0]
        elif name in IN_CONTEXT and len(said) > 1:
            yield f"{said[0]}\x04{said[1]}"


def texts_of_template(path: Path) -> Iterator[str]:
    """Every text of a template's translate and blocktranslate tags, context before \\x04."""
    calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in IN_TEMPLATE.finditer(calls):
        first = ast.literal_eval(found["first"])
        if "p" in found["name"].replace("gettext", ""):
            first = f"{first}\x04{ast.literal_eval(found['second'])}"
        yield first
