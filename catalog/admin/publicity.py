"""Công khai thủ tục: the dashboard of decisions, and one decision with its tasks."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog import publicity
from catalog.models import ProcedureVersion, Publicity, PublicityLimit


class ProofForm(forms.Form):
    """One proof for the chosen procedures of a decision."""

    place = forms.ChoiceField(
        label=gettext_lazy("Đã công khai ở"),
        choices=Publicity.Place.choices,
        widget=forms.RadioSelect,
    )
    versions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Thủ tục"),
        queryset=ProcedureVersion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một thủ tục.")},
    )
    done_on = forms.DateField(
        label=gettext_lazy("Ngày công khai"), help_text=gettext_lazy("Ví dụ 25/11/2026.")
    )
    proof = forms.CharField(
        label=gettext_lazy("Bằng chứng"),
        min_length=3,
        max_length=500,
        help_text=gettext_lazy("Địa chỉ trang đã đăng, hoặc số, ngày văn bản thông báo."),
    )

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["versions"]
        keys = [version.pk for version in versions]
        field.queryset = ProcedureVersion.objects.filter(pk__in=keys).select_related("procedure")
        field.choices = [(version.pk, str(version.procedure)) for version in versions]

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày công khai không thể sau hôm nay."))
        return day


@admin.register(Publicity)
class PublicityAdmin(admin.ModelAdmin):
    """Confirmed under the right to add; a mistaken proof is taken back under the right to delete."""

    def has_change_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("admin:catalog_publicity_changelist")

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = publicity.decisions()
        return self._shown(
            request,
            "catalog/admin/publicity.html",
            title=_("Công khai thủ tục"),
            decisions=found,
            open_tasks=sum(one.open_tasks for one in found),
        )

    def decision_view(self, request):
        """One decision, `?so=` its number: every task, and a form to confirm several at once."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = request.GET.get("so", "")
        versions = publicity.versions_of(number)
        if not versions:
            raise Http404
        form = ProofForm(request.POST or None, versions=versions)
        if request.method == "POST":
            if not self.has_add_permission(request):
                raise PermissionDenied
            if form.is_valid():
                facts = form.cleaned_data
                closed = publicity.record(facts.pop("versions"), by=request.user, **facts)
                told = ngettext("Đã đóng %d việc.", "Đã đóng %d việc.", closed) % closed
                self.message_user(request, told, messages.SUCCESS)
                return redirect(
                    f"{reverse('admin:catalog_publicity_decision')}?{urlencode({'so': number})}"
                )
        due = publicity.due_days(version.decision_date for version in versions)
        tasks = [
            (version, publicity.tasks_of(version, due.get(version.decision_date, {})))
            for version in versions
        ]
        return self._shown(
            request,
            "catalog/admin/publicity_decision.html",
            title=_("Quyết định %s") % number,
            version=versions[0],
            tasks=tasks,
            open_tasks=sum(not task.done_on for _version, row in tasks for task in row),
            may_record=self.has_add_permission(request),
            may_withdraw=self.has_delete_permission(request),
            form=form,
        )

    def _shown(self, request, template: str, **context) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**shared, **context})

    def get_urls(self):
        view = self.admin_site.admin_view(self.decision_view)
        return [path("quyet-dinh/", view, name="catalog_publicity_decision"), *super().get_urls()]


@admin.register(PublicityLimit)
class PublicityLimitAdmin(admin.ModelAdmin):
    """One row for each place; a place is code, its days are not."""

    list_display = ["place", "days"]
    readonly_fields = ["place"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
