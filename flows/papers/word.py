"""The same tables as a Word document, for a submission that goes on being edited (tờ trình, báo cáo)."""

import io
import re
from collections.abc import Sequence

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from flows.papers.data import moment
from flows.papers.tables import Table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Times New Roman"  # what administrative documents are written in (Decree 30/2020)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # no XML holds these
_SMALL = Pt(9)  # a dozen columns fit the page
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def tables_docx(
    title: str, *, agency, lines: Sequence[str], tables: Sequence[Table], at,
    notes: tuple = (), signers: tuple = ("Người lập", "Thủ trưởng cơ quan"),
) -> bytes:  # fmt: skip
    """A4 landscape in the name of `agency`, as `tables_pdf` prints it; every text is only text."""
    document = Document()
    _page(document, title, agency, at)
    state = document.add_table(rows=1, cols=2)
    above = agency.parent.name.upper() if agency.parent_id else ""
    _lines(state.cell(0, 0), [(above, False), (agency.name.upper(), True)])
    motto = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), ("Độc lập - Tự do - Hạnh phúc", True)]
    made = "Ngày {day} tháng {month} năm {year}".format(**moment(at))
    _lines(state.cell(0, 1), [*motto, (made, False)])
    heading = document.add_heading(_clean(title.upper()), level=1)
    heading.alignment = _CENTER
    for line in lines:
        document.add_paragraph(_clean(line)).alignment = _CENTER
    for table in tables:
        if table.name:
            document.add_heading(_clean(table.name), level=2)
        _table(document, table)
    for note in notes:
        document.add_paragraph(_clean(note))
    document.add_paragraph()
    signing = document.add_table(rows=1, cols=len(signers))
    for cell, signer in zip(signing.rows[0].cells, signers, strict=True):
        _lines(cell, [(signer.upper(), True), ("(Ký và ghi rõ họ tên)", False)])
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _page(document, title: str, agency, at) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin = section.bottom_margin = Mm(15)
    for name, size in (("Normal", 12), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    facts = document.core_properties
    facts.title, facts.author, facts.language = title[:255], agency.name[:255], "vi-VN"
    facts.comments, facts.created = "", at


def _table(document, table: Table) -> None:
    """With its heads repeated on each page; numbers to the right, the total in bold."""
    shown = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    shown.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, column in zip(shown.rows[0].cells, table.columns, strict=True):
        _lines(cell, [(column.head, True)], size=_SMALL)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    shown.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in [*table.rows, *([table.total] if table.total else [])]:
        cells = shown.add_row().cells
        for cell, column, text in zip(cells, table.columns, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _RIGHT if column.number else None
            run = paragraph.add_run(_clean(text))
            run.bold, run.font.size = row is table.total, _SMALL


def _lines(cell, lines: list[tuple[str, bool]], size=None) -> None:
    """(text, bold) each in a line of its own, in the middle."""
    told = [line for line in lines if line[0]]
    for number, (text, bold) in enumerate(told):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.alignment = _CENTER
        run = paragraph.add_run(_clean(text))
        run.bold, run.font.size = bold, size


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
