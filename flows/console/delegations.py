"""Delegations (ủy quyền) of the people one leads: who stands in for whom, made and ended here."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from catalog.leading import posts_led_by
from catalog.models import Delegation, Post, Procedure
from flows.console.site import administers_staff
from flows.errors import DossierError
from flows.services import delegating

SHOWN = 100  # delegations listed, newest first


class PostChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, post):
        return f"{post.user} – {post.title or post.role}, {post.department}"


class DelegationForm(forms.Form):
    """Which posts, to whom, by which paper, from when to when, for which procedures."""

    posts = PostChoice(
        label=gettext_lazy("Vị trí được làm thay"),
        queryset=Post.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một vị trí.")},
    )
    to = forms.ModelChoiceField(
        label=gettext_lazy("Người làm thay"),
        queryset=get_user_model().objects.none(),
        empty_label=gettext_lazy("Chọn người"),
        error_messages={"required": gettext_lazy("Hãy chọn người làm thay.")},
    )
    number = forms.CharField(
        label=gettext_lazy("Số văn bản ủy quyền, phân công"),
        max_length=60,
        help_text=gettext_lazy("Ghi trên mọi việc làm thay, nhật ký và giấy, phiếu."),
        error_messages={"required": gettext_lazy("Hãy ghi số văn bản.")},
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Từ ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Hãy chọn ngày bắt đầu.")},
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Hãy chọn ngày kết thúc.")},
    )
    codes = forms.CharField(
        label=gettext_lazy("Chỉ với các thủ tục"),
        required=False,
        help_text=gettext_lazy(
            "Mã thủ tục, cách nhau bằng dấu phẩy, ví dụ 1.002179, 1.001193. Để trống: mọi thủ tục."
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        posts = posts_led_by(user)
        self.fields["posts"].queryset = posts
        agencies = posts.order_by().values("department__agency")
        colleagues = Post.objects.active().filter(department__agency__in=agencies)
        self.fields["to"].queryset = (
            get_user_model()
            .objects.filter(pk__in=colleagues.order_by().values("user"))
            .order_by("full_name")
        )
        self.fields["valid_from"].initial = timezone.localdate()

    def clean_codes(self):
        codes = {code.strip() for code in self.cleaned_data["codes"].split(",") if code.strip()}
        found = list(Procedure.objects.filter(code__in=codes))
        if unknown := codes - {procedure.code for procedure in found}:
            raise forms.ValidationError(
                _("Không có thủ tục mang mã: %s.") % ", ".join(sorted(unknown))
            )
        return found


@require_http_methods(["GET", "POST"])
def screen(request):
    """Delegations of the people led, and the form for the next one."""
    if not administers_staff(request.user):
        raise PermissionDenied
    form = DelegationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and _made(request, form):
        return redirect("admin:delegations")
    context = {
        **admin.site.each_context(request),
        "title": _("Ủy quyền, phân công làm thay"),
        "form": form,
        "delegations": Delegation.objects.filter(post__in=posts_led_by(request.user, ended=True))
        .select_related("post__user", "post__role", "post__department", "delegate", "revoked_by")
        .prefetch_related("procedures")
        .order_by("-valid_from", "-pk")[:SHOWN],
        "today": timezone.localdate(),
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "console/delegations.html", context, status=status)


@require_POST
def end_view(request, pk: int):
    """Thu hồi: the delegate loses it with the next click."""
    delegation = get_object_or_404(
        Delegation, pk=pk, post__in=posts_led_by(request.user, ended=True)
    )
    try:
        delegating.end(delegation, by=request.user)
    except DossierError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã thu hồi ủy quyền số %s.") % delegation.number)
    return redirect("admin:delegations")


def _made(request, form) -> bool:
    typed = form.cleaned_data
    try:
        delegating.delegate(
            typed["posts"],
            to=typed["to"],
            number=typed["number"],
            valid_from=typed["valid_from"],
            valid_to=typed["valid_to"],
            procedures=typed["codes"],
            by=request.user,
        )
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(
        request,
        _("%(to)s làm thay từ %(begins)s đến hết %(ends)s.")
        % {
            "to": typed["to"],
            "begins": f"{typed['valid_from']:%d/%m/%Y}",
            "ends": f"{typed['valid_to']:%d/%m/%Y}",
        },
    )
    return True
