"""Break-glass in the console: opened by technical administrators, followed by inspectors."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from catalog.permissions import is_technician
from flows.errors import DossierError
from flows.models import Sight
from flows.services import sighting

SHOWN = 100


class SightForm(forms.Form):
    """Which dossier, why, how long."""

    code = forms.CharField(
        label=gettext_lazy("Mã số hồ sơ"),
        max_length=60,
        error_messages={"required": gettext_lazy("Nhập mã số hồ sơ.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        help_text=gettext_lazy("Người nộp và cán bộ kiểm tra đọc được. Nêu sự cố và việc cần xem."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Nêu lý do mở hồ sơ.")},
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Thời gian"),
        coerce=int,
        choices=[(each, gettext_lazy("%d phút") % each) for each in sighting.MINUTES],
        widget=forms.RadioSelect,
        initial=sighting.MINUTES[0],
    )


@require_http_methods(["GET", "POST"])
def screen(request):
    """What was opened, newest first; the form to open one for technical administrators."""
    if not (is_technician(request.user) or request.user.has_perm("flows.inspect_dossier")):
        raise PermissionDenied
    form = SightForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sight = sighting.open_dossier(by=request.user, **form.cleaned_data)
            messages.warning(request, _("Hồ sơ đang mở. Cán bộ kiểm tra và người nộp được biết."))
            return redirect("admin:flows_dossier_change", sight.dossier_id)
        except DossierError as refusal:
            form.add_error(None, str(refusal))
    seen = Sight.objects.visible_to(request.user).select_related("person", "dossier")
    context = {
        **admin.site.each_context(request),
        "title": _("Mở khẩn cấp"),
        "form": form if is_technician(request.user) else None,
        "sights": seen[:SHOWN],
    }
    return TemplateResponse(request, "console/sights.html", context)


@require_POST
def end_view(request, pk):
    """The person has seen enough."""
    sight = get_object_or_404(Sight.objects.filter(person=request.user), pk=pk)
    sighting.end(sight, by=request.user)
    messages.success(request, _("Đã kết thúc xem hồ sơ."))
    return redirect("admin:sights")
