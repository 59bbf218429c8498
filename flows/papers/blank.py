"""A blank form as a PDF to print and fill in by hand: the questions of the electronic one."""

from collections.abc import Iterable
from dataclasses import asdict

from catalog.eforms import FormSpec
from catalog.eforms.blank import pages_of
from catalog.models import Form
from flows.papers.rendering import HERE, typeset


def blank_pdf(code: str, forms: Iterable[Form], *, at) -> bytes:
    """The forms of one legal code, each beginning a page. The same forms and moment give the same bytes."""
    printed = [_form(form) for form in forms]
    data = {"title": f"{code} – {printed[0]['name']}", "code": code, "forms": printed}
    source = (HERE / "templates" / "blank.typ").read_text(encoding="utf-8")
    return typeset(source, data, at=at, qr="")


def _form(form: Form) -> dict:
    return {
        "name": form.name,
        "legal_form": form.legal_form,
        "intro": form.intro,
        "sections": [
            {
                "title": page.title,
                "when": page.when,
                "lines": [asdict(line) | {"rows": len(line.rows)} for line in page.lines],
            }
            for page in pages_of(FormSpec(form))
        ],
    }
