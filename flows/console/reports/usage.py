"""How the system is used, month by month (Article 21.1): on the screen, and as a workbook."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from catalog.exchange.writing import Column, Page, workbook
from catalog.models import Agency
from catalog.permissions import is_technician
from flows.console.reports.asking import Asked, question_of
from flows.console.words import act_label
from flows.models import ApiCall, InboundSms, JournalEntry
from flows.reports import charts
from flows.reports.period import choices
from flows.reports.reach import may_report
from flows.reports.usage import API, SMS, Usage, names_of, office_label, usage

SHOWN = 60


def may_see_usage(user) -> bool:
    """Who reads reports, and who runs the system."""
    return is_technician(user) or may_report(user)


def question(user, parameters) -> Asked:
    """As for every report; who runs the system asks of all agencies. PermissionDenied for others."""
    everywhere = list(Agency.objects.order_by("office_code")) if is_technician(user) else None
    return question_of(user, parameters, agencies=everywhere)


def counted(asked: Asked) -> Usage:
    return usage(asked.period, None if _everywhere(asked) else asked.scope)


def _everywhere(asked: Asked) -> bool:
    return asked.chosen is None and len(asked.agencies) == Agency.objects.count()


def feature_label(name: str) -> str:
    others = {API: _("Gọi API của hệ thống kết nối"), SMS: _("Tra cứu bằng tin nhắn")}
    return others.get(name) or act_label(name)


def screen(request):
    """Lines of the logs in the period: by office, by feature, by hour of the day."""
    asked = question(request.user, request.GET)
    found = counted(asked)
    hours, opens = found.by(2), _journal(request, asked)
    addresses = {API: _log(request, asked, ApiCall), SMS: _log(request, asked, InboundSms)}
    context = {
        **admin.site.each_context(request),
        "title": _("Sử dụng hệ thống"),
        "asked": asked,
        "periods": choices(),
        "total": found.total,
        "offices": [
            (office_label(name), number, name and opens(agency_name=name))
            for name, number in found.by(0)[:SHOWN]
        ],
        "features": [
            (feature_label(name), number, addresses[name] if name in addresses else opens(act=name))
            for name, number in found.by(1)
        ],
        "kept_apart": any(name in addresses and not addresses[name] for name, _n in found.by(1)),
        "alone": not may_report(request.user),
        "chart": charts.columns(
            "theo-gio",
            _("Lượt sử dụng theo giờ trong ngày"),
            [(_("Lượt"), "good")],
            [(f"{hour:02d}", [number]) for hour, number in hours],
        ),
    }
    return TemplateResponse(request, "console/reports/usage.html", context)


def _journal(request, asked: Asked):
    """The address of the lines of the journal that a number counts; empty for who may not read it."""
    journal = admin.site.get_model_admin(JournalEntry)
    if not journal.has_view_permission(request):
        return lambda **what: ""
    within = {"at__gte": asked.period.begins, "at__lt": asked.period.ends}
    if not _everywhere(asked):
        within["agency_name__in"] = ",".join(sorted(names_of(asked.scope)))
    base = reverse("admin:flows_journalentry_changelist")
    return lambda **what: f"{base}?{urlencode({**within, **what})}"


def _log(request, asked: Asked, model) -> str:
    """The address of the calls or messages of the period; empty for who may not read that log."""
    if not admin.site.get_model_admin(model).has_view_permission(request):
        return ""
    within = {"at__gte": asked.period.begins, "at__lt": asked.period.ends}
    return f"{reverse(f'admin:flows_{model._meta.model_name}_changelist')}?{urlencode(within)}"


def sheets(asked: Asked) -> tuple[bytes, int]:
    """(the .xlsx, the number of lines of the logs that it counts)."""
    found = counted(asked)
    number, share = Column(_("Số lượt")), Column(_("Tỷ lệ (%)"))
    total = found.total or 1

    def page(name: str, heading: str, place: int, label) -> Page:
        rows = [[label(key), n, round(100 * n / total, 1)] for key, n in found.by(place)]
        return Page(name, [Column(heading), number, share], [*rows, [_("Cộng"), found.total, 100]])

    every = [
        [office_label(office), feature_label(act), f"{hour:02d}:00–{hour:02d}:59", n]
        for (office, act, hour), n in sorted(found.cells.items())
    ]
    headings = [_("Đơn vị"), _("Chức năng"), _("Giờ trong ngày"), _("Số lượt")]
    pages = [
        page(_("Theo đơn vị"), headings[0], 0, office_label),
        page(_("Theo chức năng"), headings[1], 1, feature_label),
        page(_("Theo giờ"), headings[2], 2, lambda hour: f"{hour:02d}:00–{hour:02d}:59"),
        Page(_("Chi tiết"), [Column(heading) for heading in headings], every),
    ]
    return workbook(pages), found.total
