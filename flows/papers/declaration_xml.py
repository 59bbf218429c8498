"""The declaration as XML, where the procedure asks for XML: what people read, and the answers by key.

Its schema stands in schemas/to-khai-1.xsd and is handed out at /to-khai/to-khai-1.xsd.
"""

import re
from collections.abc import Mapping

from lxml import etree

from catalog.eforms.review import ReviewTable
from flows.papers.rendering import HERE

NAMESPACE = "urn:bhxh:to-khai:1"
SCHEMA = HERE / "schemas" / "to-khai-1.xsd"
# What XML cannot say at all; forms let through only what people type, files bring anything.
_UNSAYABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def declaration_xml(
    *,
    title: str,
    organisation: dict,
    mark: str,
    digest: str,
    parts: list[tuple[str, list[tuple[str, str]]]],
    files: list[dict],
    answers: Mapping,
    reading_sha256: str,
    at,
) -> bytes:
    """Canonical XML: the same content and moment give the same bytes.

    The arguments are those of `declaration_pdf`; `answers` are the form's data by question key, and
    `reading_sha256` names the PDF of the same content.
    """
    root = etree.Element(_name("ToKhai"), nsmap={None: NAMESPACE}, attrib={
        "phienBan": "1", "doiTuong": _text(mark), "maBamNoiDung": digest, "lapLuc": at.isoformat(),
    })  # fmt: skip
    _add(root, "TieuDe", title)
    _add(root, "DonVi", organisation["name"], maSoThue=organisation["tax_code"])
    for heading, rows in parts:
        part = _add(root, "Phan", ten=heading)
        for label, answer in rows:
            _add_answer(part, label, answer)
    _add_fields(_add(root, "DuLieu"), answers)
    attached = _add(root, "TepDinhKem")
    for file in files:
        _add(attached, "Tep", giayTo=file["paper"], ten=file["name"], sha256=file["sha256"])
    _add(root, "BanDoc", sha256=reading_sha256)
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False)


def _add_answer(part, label, answer) -> None:
    """A line as people read it; a table answer keeps its columns."""
    if not isinstance(answer, ReviewTable):
        _add(part, "Muc", answer or "", nhan=label)
        return
    table = _add(_add(part, "Muc", nhan=label), "Bang")
    for heading in answer.headings:
        _add(table, "Cot", heading)
    for row in answer.rows:
        line = _add(table, "Dong")
        for cell in row:
            _add(line, "O", cell)


def _add_fields(place, answers: Mapping) -> None:
    """The answers in the order of their keys: a list of rows, a list of values, or one value."""
    for key in sorted(answers):
        value = answers[key]
        if isinstance(value, Mapping):
            value = [value]
        field = _add(place, "Truong", "" if isinstance(value, list) else _said(value), ma=key)
        for one in value if isinstance(value, list) else ():
            if isinstance(one, Mapping):
                _add_fields(_add(field, "Dong"), one)
            else:
                _add(field, "GiaTri", _said(one))


def _said(value) -> str:
    """A JSON value as XML schema writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _add(place, name: str, text="", **attributes):
    found = etree.SubElement(
        place, _name(name), attrib={key: _text(value) for key, value in attributes.items()}
    )
    if text:
        found.text = _text(text)
    return found


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _text(value) -> str:
    """As XML can say it, with one kind of line end."""
    plain = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAYABLE.sub("\N{REPLACEMENT CHARACTER}", plain)
