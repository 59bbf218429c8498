"""The end of a procedure in the console: proposed on a page of its own, decided on the procedure's."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.models import Procedure, Repeal


class RepealForm(forms.ModelForm):
    """From which day, replaced by what, on what ground."""

    class Meta:
        model = Repeal
        fields = ["repealed_on", "replaced_by", "legal_basis"]
        widgets = {"repealed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class RepealScreens:
    """Views of `ProcedureAdmin`. Proposing needs the right to change, deciding that to approve."""

    def change_view(self, request, object_id, form_url="", extra_context=None):
        repeals = Repeal.objects.filter(procedure=object_id).select_related(
            "procedure", "replaced_by", "proposed_by", "decided_by", "reversed_by"
        )
        context = {"repeals": repeals[:10]} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def propose_repeal(self, request, pk: int):
        """Đề nghị bãi bỏ, thay thế: nothing changes until another person applies it."""
        procedure = get_object_or_404(Procedure, pk=pk)
        if not self.has_change_permission(request, procedure):
            raise PermissionDenied
        begun = Repeal(procedure=procedure, proposed_by=request.user)
        begun.repealed_on, begun.replaced_by = procedure.repealed_on, procedure.replaced_by
        form = RepealForm(request.POST or None, instance=begun)
        if request.method == "POST" and form.is_valid():
            form.save()
            self.log_change(request, procedure, _("Đề nghị bãi bỏ, thay thế"))
            messages.success(request, _("Đã ghi đề nghị; người khác sẽ xem và áp dụng."))
            return redirect("admin:catalog_procedure_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Đề nghị bãi bỏ, thay thế thủ tục"),
            "procedure": procedure,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "catalog/admin/repeal.html", context)

    def decide_repeal(self, request, pk: int, act: str):
        """Áp dụng, bỏ hay hoàn tác một đề nghị."""
        repeal = get_object_or_404(Repeal.objects.select_related("procedure"), pk=pk)
        withdrawn = act == "drop" and repeal.proposed_by_id == request.user.pk
        if not withdrawn and not request.user.has_perm("catalog.approve_version"):
            raise PermissionDenied
        try:
            getattr(repeal, act)(by=request.user)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        else:
            self.log_change(request, repeal.procedure, str(_DONE[act]))
            messages.success(request, _DONE[act])
        return redirect("admin:catalog_procedure_change", repeal.procedure_id)

    def get_urls(self):
        view, name = self.admin_site.admin_view, "catalog_repeal"
        decide = view(require_POST(self.decide_repeal))
        return [
            path("<int:pk>/bai-bo/", view(self.propose_repeal), name=f"{name}_propose"),
            *(
                path(f"bai-bo/<int:pk>/{slug}/", decide, {"act": act}, name=f"{name}_{act}")
                for slug, act in [("ap-dung", "apply"), ("bo", "drop"), ("hoan-tac", "reverse")]
            ),
            *super().get_urls(),
        ]


_DONE = {
    "apply": gettext_lazy("Đã áp dụng đề nghị bãi bỏ, thay thế."),
    "drop": gettext_lazy("Đã bỏ đề nghị bãi bỏ, thay thế."),
    "reverse": gettext_lazy("Đã hoàn tác việc bãi bỏ, thay thế."),
}
