"""The declaration that an organisation signs: what is confirmed, as a PDF ready for a signature."""

import io

import pikepdf

from catalog.eforms.review import ReviewTable
from flows.papers.data import moment
from flows.papers.rendering import HERE, typeset


def declaration_pdf(
    *,
    title: str,
    organisation: dict,
    mark: str,
    digest: str,
    parts: list[tuple[str, list[tuple[str, str]]]],
    files: list[dict],
    at,
) -> bytes:
    """Deterministic: the same content and moment give the same bytes.

    `organisation` is {name, tax_code}; `mark` names the draft or dossier; `parts` are headings with
    their (question, answer); `files` are {paper, name, sha256}.
    """
    data = {
        "title": title,
        "organisation": organisation,
        "mark": mark,
        "digest": digest,
        "parts": [
            {"title": str(part), "rows": [row_of(label, answer) for label, answer in rows]}
            for part, rows in parts
        ],
        "files": files,
        "at": moment(at),
    }
    source = (HERE / "templates" / "declaration.typ").read_text(encoding="utf-8")
    return ready_for_signature(typeset(source, data, at=at, qr=""))


def row_of(label, answer) -> dict:
    """A line of the declaration; a table answer keeps its columns."""
    if isinstance(answer, ReviewTable):
        return {"label": str(label), "headings": answer.headings, "rows": answer.rows}
    return {"label": str(label), "text": str(answer or "")}


def ready_for_signature(content: bytes) -> bytes:
    """With an empty form that says «append only»: what the signing software adds to it can be told
    apart from everything else, and it leaves our bytes as they are."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=[], SigFlags=3))
        kept = io.BytesIO()
        pdf.save(kept, deterministic_id=True)
    return kept.getvalue()
