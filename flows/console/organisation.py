"""Changes of the organisation: proposed, looked at with all that they move, decided, taken back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalog.competence import units_of
from catalog.models import Agency, Department, Post, Reorganisation
from flows.errors import DossierError
from flows.organisation.obstacles import problems
from flows.organisation.plan import Kind, Plan
from flows.services import reorganising

PAGE = 50
SHOWN = 100  # dossiers and posts named on the preview; their number is told in full
State = Reorganisation.State
COUNTED = {
    "departments": gettext_lazy("Phòng ban"),
    "items": gettext_lazy("Việc đang chờ làm"),
    "dossiers": gettext_lazy("Hồ sơ đang giải quyết"),
    "posts": gettext_lazy("Vị trí công tác"),
    "children": gettext_lazy("Cơ quan trực thuộc"),
    "drafts": gettext_lazy("Hồ sơ đang soạn, chưa nộp"),
    "envelopes": gettext_lazy("Bưu gửi chờ lập hồ sơ"),
    "feedback": gettext_lazy("Phản ánh chưa trả lời"),
    "proposals": gettext_lazy("Đề xuất chưa có quyết định"),
    "blocks": gettext_lazy("Khối số dự phòng còn số"),
    "handovers": gettext_lazy("Hồ sơ giấy đang bàn giao"),
    "tokens": gettext_lazy("Mã truy cập của hệ thống kết nối"),
    "territories": gettext_lazy("Địa bàn quản lý"),
    "employers": gettext_lazy("Đơn vị sử dụng lao động đang quản lý"),
    "unknown": gettext_lazy("Hồ sơ chưa rõ địa bàn, ở lại cơ quan cũ"),
    "unplaced": gettext_lazy("Đơn vị sử dụng lao động chưa ghi địa bàn, ở lại cơ quan cũ"),
}


class AgencyChoice(forms.ModelChoiceField):
    def label_from_instance(self, agency):
        return f"{agency.office_code} – {agency.name}"


class AboutForm(forms.Form):
    """Which kind of change, and of which agency."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hình thức"), choices=Kind.choices, widget=forms.RadioSelect
    )
    agency = AgencyChoice(
        label=gettext_lazy("Cơ quan được sắp xếp"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Chọn cơ quan"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.active()


class ChangeForm(forms.ModelForm):
    """The decision, the day, and what this kind of change needs; nothing else is asked."""

    class Meta:
        model = Reorganisation
        fields = [
            "target", "name", "address", "departments", "units", "posts", "to_department",
            "decision_number", "effective_on",
        ]  # fmt: skip
        field_classes = {"target": AgencyChoice}
        widgets = {
            "departments": forms.CheckboxSelectMultiple,
            "units": forms.CheckboxSelectMultiple,
            "posts": forms.CheckboxSelectMultiple,
            "effective_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "effective_on": gettext_lazy("Áp dụng lúc 00 giờ của ngày này."),
            "address": gettext_lazy("Để trống nếu không đổi."),
            "units": gettext_lazy(
                "Hồ sơ đang giải quyết của người sống ở đây, việc quản lý địa bàn và các đơn vị sử dụng lao động ở đây chuyển sang cơ quan nhận."
            ),
            "posts": gettext_lazy(
                "Người giữ vị trí làm tiếp cùng vai trò tại cơ quan nhận. Việc của người ở lại trở thành việc chung của phòng bên nhận."
            ),
        }

    NEEDED = {
        Kind.MERGE: {"target"},
        Kind.SPLIT: {"target", "departments"},
        Kind.TERRITORY: {"target", "units", "posts"},
        Kind.RENAME: {"name", "address"},
        Kind.CLOSE: {"departments", "to_department"},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        change = self.instance
        needed = self.NEEDED[change.kind]
        for name in set().union(*self.NEEDED.values()) - needed:
            del self.fields[name]
        for name in needed - {"address", "posts"}:
            self.fields[name].required = True
        here = Department.objects.filter(agency=change.agency, is_active=True)
        if "target" in needed:
            standing = Agency.objects.exclude(valid_to__lt=timezone.localdate())
            self.fields["target"].queryset = standing.exclude(pk=change.agency.pk)
            self.fields["target"].empty_label = _("Chọn cơ quan")
        for name in needed & {"departments", "to_department"}:
            self.fields[name].queryset = here
        if "units" in needed:
            self.fields["units"].queryset = units_of(change.agency)
            held = Post.objects.active().filter(department__agency=change.agency)
            self.fields["posts"].queryset = held.select_related("user", "role", "department")


def _opened(request) -> None:
    if not reorganising.may_reorganise(request.user):
        raise PermissionDenied


@require_safe
def changes(request):
    """All changes, the newest day first."""
    _opened(request)
    rows = Reorganisation.objects.select_related("agency", "target", "proposed_by", "decided_by")
    context = {
        **admin.site.each_context(request),
        "title": _("Sắp xếp tổ chức"),
        "page_obj": Paginator(rows.defer("before", "moved"), PAGE).get_page(
            request.GET.get("trang")
        ),
    }
    return TemplateResponse(request, "console/organisation/list.html", context)


@require_http_methods(["GET", "POST"])
def propose(request):
    """First the kind and the agency, then what that needs; what was typed stays on errors."""
    _opened(request)
    about = AboutForm(request.GET if "kind" in request.GET else None)
    form, status = None, 200
    if about.is_bound and about.is_valid():
        change = Reorganisation(**about.cleaned_data)
        form = ChangeForm(request.POST or None, instance=change)
        if request.method == "POST":
            if form.is_valid() and (made := _proposed(request, form)):
                return redirect("admin:reorganisation", made.pk)
            status = 422
    context = {
        **admin.site.each_context(request),
        "title": _("Đề nghị sắp xếp tổ chức"),
        "about": about,
        "form": form,
        "change": form and form.instance,
    }
    return TemplateResponse(request, "console/organisation/propose.html", context, status=status)


def _proposed(request, form) -> Reorganisation | None:
    chosen = {name: form.cleaned_data.get(name, ()) for name in ("departments", "units", "posts")}
    try:
        made = reorganising.propose(form.instance, **chosen, by=request.user)
    except DossierError as refusal:
        form.instance.pk = None
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Đã gửi đề nghị; người khác xem và duyệt."))
    return made


@require_http_methods(["GET", "POST"])
def one(request, pk: int):
    """What the change moves, or has moved; the buttons are what may be done about it now."""
    _opened(request)
    change = get_object_or_404(
        Reorganisation.objects.select_related(
            "agency", "target", "to_department", "proposed_by", "decided_by", "reversed_by"
        ).defer("before"),
        pk=pk,
    )
    if request.method == "POST":
        _decide(request, change)
        return redirect("admin:reorganisation", pk)
    context = {
        **admin.site.each_context(request),
        "title": str(change),
        "change": change,
        "may_approve": change.state == State.PROPOSED and change.proposed_by != request.user,
        "may_refuse": change.state in (State.PROPOSED, State.APPROVED, State.FAILED),
        **_content(change),
    }
    return TemplateResponse(request, "console/organisation/one.html", context)


def _content(change: Reorganisation) -> dict:
    """What is shown of it: what it would move as of now, or what it moved on its day."""
    if change.state in (State.APPLIED, State.REVERSED):
        built = reorganising.built_upon(change) if change.state == State.APPLIED else ""
        return {
            "counts": _named(change.moved.get("counts", {})),
            "series": change.moved.get("series", []),
            "old_name": change.moved.get("name", ""),
            "built": built,
            "may_reverse": change.state == State.APPLIED and not built,
        }
    plan = Plan(change)
    shown = {"counts": _named(plan.counts()), "series": plan.series(), "problems": problems(plan)}
    if change.kind == Kind.RENAME or plan.target is None:
        return shown
    return shown | {
        "queues": plan.queues(),
        "missing": plan.missing(),
        "codes": plan.dossiers().values_list("code", flat=True)[:SHOWN],
        "posts": plan.posts()[:SHOWN],
        "units": [str(unit) for unit in change.units.all()],
    }


def _named(counts: dict) -> list[tuple[str, int]]:
    return [(str(COUNTED[name]), number) for name, number in counts.items() if number]


def _decide(request, change: Reorganisation) -> None:
    act, reason = request.POST.get("act"), request.POST.get("reason", "")
    try:
        if act == "approve":
            reorganising.approve(change, by=request.user)
            said = _("Đã duyệt; áp dụng lúc 00 giờ ngày %s.") % f"{change.effective_on:%d/%m/%Y}"
        elif act == "reverse":
            reorganising.reverse(change, by=request.user, reason=reason)
            said = _("Đã hoàn tác; mọi thứ trở lại như trước.")
        else:
            reorganising.refuse(change, by=request.user, reason=reason)
            said = _("Đề nghị không thực hiện nữa.")
    except DossierError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
