"""Public figures (thống kê): how the offices keep their promises, by agency, procedure and month."""

import csv
import datetime

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.models import Agency
from cms.editions import public
from flows.reports import charts, figures, fold
from flows.reports.contribution import adds_to_figures
from flows.reports.definitions import Figure, add_figure
from flows.reports.period import Period, choices, last_months
from home.models import Rating

FRESH = datetime.timedelta(minutes=10)
SATISFIED = 4  # «Hài lòng» and better


@adds_to_figures
def ratings(ids: list[int]):
    """What the applicants' ratings of these dossiers add to the figures."""
    rows = Rating.objects.filter(dossier__in=ids).values_list("dossier", "at", "score")
    for dossier, at, score in rows:
        yield dossier, at, {"ratings": 1, "satisfied": int(score >= SATISFIED), "score": score}


def _rated(period: Period, **more) -> Q:
    return Q(rating__at__gte=period.begins, rating__at__lt=period.ends, **more)


add_figure(Figure("ratings", gettext_lazy("Có đánh giá")), _rated, "rating__at")
add_figure(
    Figure("satisfied", gettext_lazy("Được đánh giá hài lòng"), "green"),
    lambda period: _rated(period, rating__score__gte=SATISFIED),
    "rating__at",
)


@require_safe
def statistics(request):
    """`?ky=` one of the listed periods, `?co-quan=` an office code: its figures by procedure."""
    period, agency = _asked(request)
    within = [agency.pk] if agency else None
    lines = figures.by_procedure(period, within) if agency else figures.by_agency(period)
    months = figures.by_month(last_months(12), within)
    context = {
        "period": period,
        "periods": choices(),
        "agency": agency,
        "agencies": _agencies(),
        "lines": lines,
        "total": figures.total(lines, _("Cộng")),
        "months": months,
        "as_of": fold.as_of() or timezone.now(),
        "charts": [
            charts.columns(
                "da-giai-quyet",
                _("Hồ sơ đã giải quyết, mười hai tháng gần nhất"),
                [(_("Đúng hạn"), "good"), (_("Quá hạn"), "bad")],
                [(line.label, [line.solved - line.late, line.late]) for line in months],
            ),
            charts.columns(
                "tiep-nhan",
                _("Hồ sơ tiếp nhận, mười hai tháng gần nhất"),
                [(_("Trực tuyến"), "good"), (_("Trực tiếp, bưu chính"), "other")],
                [
                    (line.label, [line.received_online, line.received - line.received_online])
                    for line in months
                ],
            ),
        ],
    }
    return public(render(request, "home/statistics.html", context), lifetime=FRESH)


COLUMNS = (
    "carried", "received", "received_online", "received_counter", "received_post", "received_api",
    "early", "on_time", "late", "stopped", "withdrawn", "refused", "returned", "open", "overdue",
    "ratings", "satisfied",
)  # fmt: skip


@require_safe
def table(request):
    """The same table as CSV, with the period and the moment it was counted."""
    period, agency = _asked(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"thong-ke-{agency.office_code if agency else 'toan-nganh'}-{period.key}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    response.write("\ufeff")  # spreadsheets take it for UTF-8 only then
    writer = csv.writer(response)
    lines = figures.by_procedure(period, [agency.pk]) if agency else figures.by_agency(period)
    at = timezone.localtime(fold.as_of()).isoformat(timespec="seconds") if fold.as_of() else ""
    writer.writerow(["period", "as_of", "procedure" if agency else "agency", *COLUMNS])
    for line in lines:
        writer.writerow([period.key, at, line.label, *(line.numbers[name] for name in COLUMNS)])
    return public(response, lifetime=FRESH)


def _asked(request) -> tuple[Period, Agency | None]:
    """The period and office of the address; 404 for what is not offered."""
    key, code = request.GET.get("ky", ""), request.GET.get("co-quan", "")
    period = next((one for one in choices() if one.key == key), None) if key else choices()[0]
    agency = Agency.objects.filter(office_code=code).first() if code else None
    if period is None or (code and agency is None):
        raise Http404(_("Không có số liệu cho kỳ hoặc cơ quan này."))
    return period, agency


def _agencies() -> list[Agency]:
    return list(Agency.objects.filter(accepts_dossiers=True).only("office_code", "name"))
