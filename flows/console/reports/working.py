"""Workload: what each officer did and holds, each number with its steps."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Department
from flows.console.reports.asking import Asked, asked
from flows.models import Dossier
from flows.reports import figures, fold
from flows.reports.period import choices
from flows.reports.work_behind import NUMBERS, steps_behind

PAGE = 50


def workload(request):
    """Officers: steps done and late in the period, what they hold and what is late in their hands."""
    question = asked(request)
    context = {
        **admin.site.each_context(request),
        "asked": question,
        "periods": choices(),
        "title": _("Khối lượng công việc"),
        "numbers": NUMBERS.values(),
        "rows": [
            {"line": line, "cells": _cells(line, question)}
            for line in figures.workload(question.period, question.within)
        ],
        "as_of": fold.as_of(),
    }
    return TemplateResponse(request, "console/reports/workload.html", context)


def _cells(line: figures.Workload, question: Asked) -> list[tuple[str, int, str]]:
    """Each number with the address of the steps that it counts."""
    base = reverse("admin:work_behind")
    who = {"nguoi": line.officer, "phong": line.department}
    return [
        (name, getattr(line, name), f"{base}?{question.query(so=name, **who)}") for name in NUMBERS
    ]


def work_behind(request):
    """The steps behind one number: `?so=` its name, `nguoi` and `phong` whose it is."""
    question, name = asked(request), request.GET.get("so", "")
    officer, place = request.GET.get("nguoi", ""), request.GET.get("phong", "")
    if name not in NUMBERS or not (officer.isdigit() and place.isdigit()):
        raise Http404
    department = get_object_or_404(Department, pk=place, agency__in=question.within)
    found = steps_behind(name, int(officer), department.pk, question.period)
    seen = found.filter(dossier__in=Dossier.objects.visible_to(request.user).order_by())
    page = Paginator(seen.with_list_data().order_by("due_at", "pk"), PAGE).get_page(
        request.GET.get("trang")
    )
    first = found.select_related("owner").first()
    context = {
        **admin.site.each_context(request),
        "asked": question,
        "title": NUMBERS[name],
        "officer": first.owner if first else "",
        "department": department,
        "page_obj": page,
        "unseen": found.count() - page.paginator.count,
    }
    return TemplateResponse(request, "console/reports/work_behind.html", context)
