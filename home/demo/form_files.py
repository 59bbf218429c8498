"""The blank forms of the demo's procedures, printed from their electronic ones, as files to download."""

import datetime

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from catalog.models import Component, Form
from catalog.text import fold
from cms.models import FormFile
from flows.papers.blank import blank_pdf

# The day the demo's forms were drawn up: the files are the same in every demo.
DRAWN = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)


def build() -> None:
    """A file for each legal code that papers name and electronic forms follow; standing ones stay."""
    standing = {form.key for form in FormFile.objects.all()}
    codes = Component.objects.exclude(form_code="").order_by("form_code")
    for code in codes.values_list("form_code", flat=True).distinct():
        forms = _forms_of(code)
        if not forms or fold(code) in standing:
            continue
        standing.add(fold(code))
        document = get_document_model()(title=f"Mẫu {code}, bản trống")
        name = f"mau-{fold(code).replace(' ', '-').replace(',', '').replace('/', '-')}.pdf"
        document.file.save(name, ContentFile(blank_pdf(code, forms, at=DRAWN)), save=False)
        document.save()
        FormFile.objects.create(
            code=code, name=_name(forms), name_en=_english_name(forms), document=document
        )


def _forms_of(code: str) -> list[Form]:
    """The electronic forms of the cases whose papers name this legal form, and that follow it."""
    wanted = fold(code)
    asked = Form.objects.filter(cases__version__components__form_code=code).distinct()
    return [form for form in asked.order_by("pk") if wanted in fold(form.legal_form)]


def _name(forms: list[Form]) -> str:
    if len(forms) == 1:
        return forms[0].name
    return f"{forms[0].name}, và {len(forms) - 1} mục đích khác"


def _english_name(forms: list[Form]) -> str:
    if len(forms) == 1:
        return forms[0].name_en
    return f"{forms[0].name_en}, and {len(forms) - 1} more uses"
