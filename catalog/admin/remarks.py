"""Góp ý dự thảo: a reviewer speaks of a version or of one field, the author answers, it is settled."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog import comparison
from catalog.models import ProcedureVersion, Remark


class RemarkForm(forms.ModelForm):
    """What is said."""

    class Meta:
        model = Remark
        fields = ["text"]
        labels = {"text": gettext_lazy("Góp ý")}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class RemarkScreens:
    """Views of `ProcedureVersionAdmin`: whoever may change or approve versions may speak of a draft.

    What is said is journalled as its own row: a remark makes nobody a hand on the draft.
    """

    def change_view(self, request, object_id, form_url="", extra_context=None):
        version = self.get_queryset(request).filter(pk=object_id).first()
        remarks = self.remarks_of(request, version) if version else {}
        return super().change_view(request, object_id, form_url, remarks | (extra_context or {}))

    def remarks_of(self, request, version) -> dict:
        """What the list of remarks needs, on whatever page it stands."""
        remarks = list(version.remarks.begun())
        speaks = self._may_remark(request) and version.is_draft
        return {
            "remarks": remarks,
            "remarked": {remark.place for remark in remarks if remark.is_open},
            "may_remark": speaks,
            "may_settle": speaks and remarks and request.user.pk not in version.hands(),
        }

    def remark_view(self, request, pk: int):
        """Góp ý: about the field `?muc=`, shown as it was and as it will be, or about the whole."""
        version = self._spoken_of(request, pk)
        line = self._line(version, request.GET.get("muc", ""))
        begun = Remark(version=version, by=request.user)
        if line:
            begun.place, begun.about = line.place, line.named[:500]
        form = RemarkForm(request.POST or None, instance=begun)
        if request.method == "POST" and form.is_valid():
            self.log_addition(request, form.save(), [{"added": {}}])
            self.message_user(
                request, _("Đã ghi góp ý; người soạn sẽ thấy và trả lời."), messages.SUCCESS
            )
            return redirect(self._listed(version))
        return self._shown(
            request, version, "catalog/admin/remark.html", _("Góp ý dự thảo"), line=line, form=form,
        )  # fmt: skip

    def answer_view(self, request, pk: int):
        """Trả lời một góp ý."""
        remark = self._remark(request, pk)
        answer = Remark(version=remark.version, thread=remark, by=request.user)
        form = RemarkForm(request.POST, instance=answer)
        if form.is_valid():
            self.log_addition(request, form.save(), [{"added": {}}])
            self.message_user(request, _("Đã ghi câu trả lời."), messages.SUCCESS)
        for texts in form.errors.values():
            for text in texts:
                self.message_user(request, text, messages.ERROR)
        return redirect(self._listed(remark.version))

    def settle_view(self, request, pk: int):
        """Khép một góp ý."""
        remark = self._remark(request, pk)
        try:
            remark.settle(by=request.user)
        except ValidationError as error:
            self.message_user(request, error.message, messages.ERROR)
        else:
            self.log_change(request, remark, _("Khép góp ý"))
            self.message_user(request, _("Đã khép góp ý."), messages.SUCCESS)
        return redirect(self._listed(remark.version))

    def _may_remark(self, request) -> bool:
        may = request.user.has_perm
        return may("catalog.change_procedureversion") or may("catalog.approve_version")

    def _spoken_of(self, request, pk: int) -> ProcedureVersion:
        """The draft, for who may speak of it."""
        version = self._version(request, pk)
        if not self._may_remark(request):
            raise PermissionDenied
        if not version.is_draft:
            raise Http404
        return version

    def _remark(self, request, pk: int) -> Remark:
        remark = get_object_or_404(Remark, pk=pk, thread=None)
        remark.version = self._spoken_of(request, remark.version_id)
        return remark

    def _line(self, version, place: str) -> comparison.Line | None:
        """The field that is spoken of; none when no place is named. 404 when it is gone."""
        if not place:
            return None
        for part in comparison.compare(version.former(), version):
            for line in part.lines:
                if line.place == place:
                    return line
        raise Http404

    def _listed(self, version) -> str:
        return reverse("admin:catalog_procedureversion_compare", args=[version.pk]) + "#gop-y"

    def get_urls(self):
        view, name = self.admin_site.admin_view, "catalog_procedureversion"
        return [
            path("<int:pk>/gop-y/", view(self.remark_view), name=f"{name}_remark"),
            path("gop-y/<int:pk>/tra-loi/", view(require_POST(self.answer_view)), name=f"{name}_answer"),
            path("gop-y/<int:pk>/khep/", view(require_POST(self.settle_view)), name=f"{name}_settle"),
            *super().get_urls(),
        ]  # fmt: skip
