"""How a person likes to work: columns of the queue, saved lists, shortcut keys on or off."""

from django import forms
from django.contrib import admin, messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from catalog.permissions import posts_of
from flows.console import columns, walking
from flows.console.desk import queue_url
from flows.models import SavedList

MOST = 30  # saved lists of one person


class PreferencesForm(forms.Form):
    """Columns beside the code, and whether single keys do something (WCAG 2.1.4)."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Các cột của danh sách việc"),
        choices=[(name, capfirst(label)) for name, label in columns.COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Cột mã hồ sơ luôn hiện."),
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một cột.")},
    )
    keys = forms.TypedChoiceField(
        label=gettext_lazy("Phím tắt"),
        choices=[("1", gettext_lazy("Bật")), ("0", gettext_lazy("Tắt"))],
        coerce=lambda typed: typed == "1",
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Nên tắt nếu bạn dùng phần mềm đọc màn hình hoặc nhập bằng giọng nói."
        ),
    )


class SavingForm(forms.ModelForm):
    """A name for what the queue shows now, for oneself or for the colleagues of a department."""

    class Meta:
        model = SavedList
        fields = ["name", "query", "department"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.owner = user
        mine = {post.department_id for post in posts_of(user) if not post.delegation}
        self.fields["department"].queryset = self.fields["department"].queryset.filter(pk__in=mine)

    def clean_query(self):
        kept = QueryDict(self.cleaned_data["query"]).copy()
        kept.pop(walking.SAVED, None)
        return kept.urlencode()

    def clean(self):
        if self.instance.owner.saved_lists.count() >= MOST:
            raise forms.ValidationError(
                _("Bạn đã lưu %d danh sách. Hãy xóa bớt trước khi lưu thêm.") % MOST
            )
        return super().clean()

    def _get_validation_exclusions(self):
        """The name is once per person, and the person is no field of the form."""
        return super()._get_validation_exclusions() - {"owner"}


def saved_url(saved: SavedList) -> str:
    kept = QueryDict(saved.query).copy()
    kept[walking.SAVED] = str(saved.pk)
    return f"{queue_url()}?{kept.urlencode()}"


@require_http_methods(["GET", "POST"])
def screen(request):
    """One page for all of it; the keys are told here too."""
    user = request.user
    initial = {
        "columns": columns.chosen_by(user),
        "keys": "1" if user.preferences.get("keys", True) else "0",
    }
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        columns.prefer(user, columns=columns.known(typed["columns"]), keys=typed["keys"])
        messages.success(request, _("Đã lưu tùy chọn của bạn."))
        return redirect("admin:preferences")
    context = {
        **admin.site.each_context(request),
        "title": _("Tùy chọn và phím tắt"),
        "form": form,
        "saved_lists": _with_addresses(user),
    }
    return TemplateResponse(
        request, "console/preferences.html", context, status=422 if form.is_bound else 200
    )


def _with_addresses(user) -> list[SavedList]:
    lists = list(SavedList.objects.visible_to(user).select_related("owner", "department"))
    for saved in lists:
        saved.url = saved_url(saved)
    return lists


@require_POST
def save_list(request):
    """Keeps filters, order and columns of the queue; comes back to the list, now under its name."""
    form = SavingForm(request.POST, user=request.user)
    if not form.is_valid():
        for told in form.errors.values():
            messages.error(request, " ".join(told))
        return redirect(f"{queue_url()}?{request.POST.get('query', '')}")
    shown = request.POST.get("columns", "").split(",")
    form.instance.columns = columns.known(shown)
    saved = form.save()
    messages.success(request, _("Đã lưu danh sách «%s».") % saved)
    return redirect(saved_url(saved))


@require_POST
def forget_list(request, pk: int):
    """Only whoever saved it takes it away, also from the colleagues."""
    saved = get_object_or_404(SavedList, pk=pk, owner=request.user)
    saved.delete()
    messages.success(request, _("Đã xóa danh sách «%s».") % saved)
    return redirect("admin:preferences")
