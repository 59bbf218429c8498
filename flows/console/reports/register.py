"""The register of dossiers (sổ theo dõi hồ sơ): what a figure of a report counts, row by row."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from catalog.models import Procedure, Sector
from flows.console.reports.asking import asked
from flows.models import Delivery, Dossier
from flows.reports import compliance  # noqa: F401 its lists open here
from flows.reports.definitions import FIGURES, LISTS, counted, figure_named
from flows.reports.lateness import days_late, late_by, steps_of
from flows.reports.masking import initials
from flows.reports.national import late_of_cause
from flows.reports.period import choices
from flows.reports.reach import samples

PAGE = 50


def register(request):
    """`?so=` a figure's name (received when left out); the late list is `?so=overdue`."""
    question, figure = asked(request), figure_named(request.GET.get("so", "received"))
    if figure is None:
        raise Http404
    masked = samples(request.user)
    found = listed(request.user, question, figure.name, request.GET)
    if masked:
        sampled = Dossier.objects.sampled_by(request.user).with_list_data()
        found = _counted(sampled, question, figure.name, request.GET).order_by("due_at", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    counted_there = _counted(Dossier.objects.all(), question, figure.name, request.GET).count()
    context = {
        **admin.site.each_context(request),
        "title": _("Sổ theo dõi hồ sơ"),
        "asked": question,
        "periods": choices(),
        "figure": figure,
        "figures": [*FIGURES.values(), *LISTS.values()],
        "page_obj": page,
        "rows": [_told(dossier, masked) for dossier in with_holders(list(page.object_list))],
        "masked": masked,
        "unseen": counted_there - page.paginator.count,
        "more": question.query(so=figure.name, **_group(request.GET)),
        "narrowed": _narrowed(request.GET),
        "unnarrowed": question.query(so=figure.name),
    }
    return TemplateResponse(request, "console/reports/register.html", context)


def _told(dossier: Dossier, masked: bool) -> Dossier:
    """With the owner's name as the reader may see it, and where the row leads."""
    screen = "admin:sample" if masked else "admin:flows_dossier_change"
    dossier.shown_name = initials(dossier.applicant_name) if masked else dossier.applicant_name
    dossier.shown_at = reverse(screen, args=[dossier.pk])
    return dossier


def _group(parameters) -> dict:
    return {name: parameters.get(name, "") for name in ("thu-tuc", "linh-vuc", "nguyen-nhan")}


def _narrowed(parameters) -> str:
    """Of which group of the report the number was, in words."""
    group, told = _group(parameters), []
    if group["thu-tuc"].isdigit() and (
        one := Procedure.objects.filter(pk=group["thu-tuc"]).first()
    ):
        told.append(f"{one.code} – {one.name}")
    if group["linh-vuc"].isdigit() and (one := Sector.objects.filter(pk=group["linh-vuc"]).first()):
        told.append(str(one))
    if group["nguyen-nhan"]:
        told.append(_("một dòng nguyên nhân quá hạn của Biểu II.07b"))
    return "; ".join(told)


def listed(user, question, figure: str, parameters):
    """The dossiers this person may see among those that the figure counts, oldest promise first."""
    found = _counted(Dossier.objects.visible_to(user), question, figure, parameters)
    return found.with_list_data().order_by("due_at", "pk")


def _counted(dossiers, question, figure: str, parameters):
    found = counted(dossiers, figure, question.period, question.within)
    group = _group(parameters)
    if group["thu-tuc"].isdigit():
        found = found.filter(procedure=group["thu-tuc"])
    if group["linh-vuc"].isdigit():
        found = found.filter(procedure__sector=group["linh-vuc"])
    if mark := group["nguyen-nhan"]:
        found = found.filter(pk__in=late_of_cause(mark, question.period, question.scope))
    return found


def group_of(question, parameters) -> str:
    """Whose dossiers the register holds: the place, and the procedure or sector when one was chosen."""
    group, chosen = _group(parameters), ""
    if group["thu-tuc"].isdigit():
        chosen = str(Procedure.objects.filter(pk=group["thu-tuc"]).first() or "")
    elif group["linh-vuc"].isdigit():
        chosen = str(Sector.objects.filter(pk=group["linh-vuc"]).first() or "")
    return " – ".join(filter(None, (question.place, chosen)))


def with_holders(dossiers: list[Dossier]) -> list[Dossier]:
    """Each with who holds it now, how many days it is or was late and by whom; one query for all."""
    steps = steps_of(dossiers)
    now = timezone.now()
    for dossier in dossiers:
        open_ones = [
            one for one in steps[dossier.pk] if one.status in (STATUS.NEW, STATUS.ASSIGNED)
        ]
        item = open_ones[-1] if open_ones else None
        dossier.holder = item.owner if item else None
        dossier.step_title = item.step_title if item else ""
        dossier.days_late = days_late(dossier, now)
        dossier.late_by = late_by(dossier, steps[dossier.pk], now)
    return dossiers


def with_recipients(dossiers: list[Dossier]) -> list[Dossier]:
    """Each with who took the result, and the paper they showed; one query for all."""
    handed = Delivery.objects.filter(dossier__in=dossiers, delivered_at__isnull=False)
    recipient = {
        delivery.dossier_id: " ".join(
            filter(None, (delivery.recipient_name, delivery.recipient_identifier))
        )
        for delivery in handed.order_by("delivered_at")
    }
    for dossier in dossiers:
        dossier.recipient = recipient.get(dossier.pk, "")
    return dossiers
