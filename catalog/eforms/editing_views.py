"""Editors' screens beside a form's page: the next form as a copy, a block of another form."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from catalog.models import Form, Section

from .copying import insert_block, next_code, next_form


class BlockForm(forms.Form):
    """Which section of which form is used again."""

    section = forms.ModelChoiceField(
        queryset=Section.objects.none(),
        label=gettext_lazy("Khối câu hỏi"),
        help_text=gettext_lazy("Khối được chép vào cuối tờ khai này, giữ nguyên khóa câu hỏi."),
    )

    def __init__(self, *args, form: Form, **kwargs):
        super().__init__(*args, **kwargs)
        others = Section.objects.exclude(form=form).select_related("form")
        field = self.fields["section"]
        field.queryset = others.order_by("form__code", "order")
        field.label_from_instance = lambda section: f"{section.form.name} – {section.title}"


def next_view(request, pk: int):
    """Lập bản kế tiếp: says what will happen, then copies."""
    form = get_object_or_404(Form, pk=pk)
    if not request.user.has_perm("catalog.add_form"):
        raise PermissionDenied
    if request.method == "POST":
        fresh = next_form(form)
        log(fresh, "wagtail.create", user=request.user)
        messages.success(request, _("Đã lập tờ khai «%s»; hãy sửa ở đây.") % fresh.code)
        return redirect("wagtailsnippets_catalog_form:edit", fresh.pk)
    return TemplateResponse(
        request, "catalog/eforms/editor_next.html", {"eform": form, "code": next_code(form.code)}
    )


def block_view(request, pk: int):
    """Thêm khối câu hỏi: a section of another form is copied to the end of this one."""
    form = get_object_or_404(Form, pk=pk)
    if not request.user.has_perm("catalog.change_form"):
        raise PermissionDenied
    asked = BlockForm(request.POST or None, form=form)
    if asked.is_valid():
        try:
            if form.is_in_force:
                raise ValidationError(_("Tờ khai đang có hiệu lực; hãy lập bản kế tiếp rồi thêm."))
            insert_block(asked.cleaned_data["section"], form)
            log(form, "wagtail.edit", user=request.user)
        except ValidationError as error:
            asked.add_error("section", error)
        else:
            messages.success(request, _("Đã thêm khối câu hỏi vào cuối tờ khai."))
            return redirect("wagtailsnippets_catalog_form:edit", form.pk)
    return TemplateResponse(
        request, "catalog/eforms/editor_block.html", {"eform": form, "form": asked}
    )


urlpatterns = [
    path("to-khai/<int:pk>/ban-ke-tiep/", next_view, name="catalog_form_next"),
    path("to-khai/<int:pk>/them-khoi/", block_view, name="catalog_form_block"),
]
