"""Pages of forms that belong to no dossier: lists for address questions, a form as people see it."""

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from catalog.models import Form
from catalog.models.spoken import said

from . import blank, conditions
from .places import Places
from .spec import FormSpec


@require_GET
@cache_control(public=True, max_age=24 * 3600)
def communes(request, province: str):
    """Communes of a province as [{"code", "name"}], for the script of address questions."""
    found = Places().communes(province)
    if not found:
        raise Http404
    items = [{"code": code, "name": name} for code, name in found.items()]
    return JsonResponse({"communes": items})


@require_http_methods(["GET", "POST"])
def preview(request, code: str):
    """A form as a citizen sees it, blank: nothing is kept; row and address buttons work."""
    form = get_object_or_404(Form, code=code)
    spec = FormSpec(form, language=get_language() or "")
    data = request.POST if request.method == "POST" else None
    pages = [
        {
            "section": section,
            "form": spec.blank_form(section, _own(data, section)),
            "condition": conditions.describe(section.condition, spec.words),
        }
        for section in spec.sections
    ]
    context = {
        "eform": form,
        "pages": pages,
        "name": said(form, "name"),
        "intro": said(form, "intro"),
    }
    return render(request, "catalog/eforms/preview.html", context)


@require_GET
def blank_sheet(request, code: str):
    """A form to print and fill in by hand."""
    form = get_object_or_404(Form, code=code)
    pages = blank.pages_of(FormSpec(form, language=get_language() or ""))
    context = {
        "eform": form,
        "sections": pages,
        "name": said(form, "name"),
        "intro": said(form, "intro"),
    }
    return render(request, "catalog/eforms/print.html", context)


@require_GET
@cache_control(public=True, max_age=300)
def json_schema(request, code: str):
    """JSON Schema 2020-12 of the form's answers, for systems that file."""
    schema = FormSpec(get_object_or_404(Form, code=code)).json_schema()
    return JsonResponse(
        schema,
        content_type="application/schema+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _own(data, section):
    """What was sent, for the section it was sent from."""
    return data if data is not None and data.get("section") == section.key else None
