"""Several papers bound into one PDF to read: what is written in front, then each of them, with bookmarks."""

import io
from dataclasses import dataclass

import pikepdf

from flows.files.images import pdf_of


@dataclass(frozen=True)
class Sheet:
    """A paper to bind in: its path among the files, what it is, its pages as a PDF."""

    path: str
    what: str
    content: bytes

    def count(self) -> int:
        with pikepdf.open(io.BytesIO(self.content)) as pdf:
            return len(pdf.pages)


def readable(path: str, what: str, content: bytes) -> Sheet | None:
    """A PDF or picture as a sheet; None for what has no pages."""
    if path.endswith((".jpg", ".jpeg", ".png")):
        kind = "image/png" if path.endswith(".png") else "image/jpeg"
        content = pdf_of([(io.BytesIO(content), kind)])
    try:
        with pikepdf.open(io.BytesIO(content)):
            return Sheet(path, what, content)
    except pikepdf.PdfError:
        return None


def bound(front, sheets: list[Sheet]) -> bytes:
    """`front(pages)` makes the first pages as a PDF, told on which page each path begins."""
    counts = [sheet.count() for sheet in sheets]
    with pikepdf.open(io.BytesIO(front(_pages(sheets, counts, 1)))) as guess:
        first = len(guess.pages) + 1
    whole = pikepdf.open(io.BytesIO(front(_pages(sheets, counts, first))))
    with whole:
        begins = _pages(sheets, counts, first)
        for sheet in sheets:
            with pikepdf.open(io.BytesIO(sheet.content)) as pdf:
                # A signature holds for its own file alone; here only its stamp is shown.
                pdf.flatten_annotations("all")
                whole.pages.extend(pdf.pages)
        with whole.open_outline() as outline:
            for sheet in sheets:
                outline.root.append(pikepdf.OutlineItem(sheet.what, begins[sheet.path] - 1))
        if "/Metadata" in whole.Root:
            del (
                whole.Root.Metadata
            )  # bound together it is no longer the archival PDF/A of its front
        kept = io.BytesIO()
        whole.save(kept)
    return kept.getvalue()


def _pages(sheets: list[Sheet], counts: list[int], first: int) -> dict[str, int]:
    """The page on which each begins."""
    begins = {}
    for sheet, count in zip(sheets, counts, strict=True):
        begins[sheet.path] = first
        first += count
    return begins
