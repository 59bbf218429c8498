"""What members of staff see and change of their own second factor: keys, each time with password."""

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from django_otp.decorators import otp_required
from django_otp_webauthn.models import WebAuthnCredential
from two_factor.views import ProfileView

from accounts import keys


class StaffProfileView(ProfileView):
    """The own second factor: application, keys, backup codes."""

    def get_context_data(self, **kwargs):
        own = WebAuthnCredential.objects.filter(user=self.request.user).order_by("created_at")
        return super().get_context_data(**kwargs) | {"keys": own}


class PasswordAgainForm(forms.Form):
    """Who finds an unattended session cannot change the second factor with it."""

    password = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        given = self.cleaned_data["password"]
        name = self.request.user.get_username()
        # Through the door's own back-end: wrong ones are counted and lock, as there.
        if authenticate(self.request, username=name, password=given) != self.request.user:
            raise forms.ValidationError(_("Mật khẩu chưa đúng."))
        return given


class NewKeyForm(PasswordAgainForm):
    """A name to know the key by; what the key answered comes by the script."""

    name = forms.CharField(
        label=_("Tên khóa"),
        help_text=_("Để nhận ra khóa sau này, ví dụ «Khóa USB ở cơ quan»."),
        max_length=60,
    )
    answer = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Hãy bấm nút và chạm khóa khi trình duyệt hỏi.")},
    )
    field_order = ["name", "password", "answer"]


@method_decorator([never_cache, otp_required], name="dispatch")
class OwnKeyView(FormView):
    """A page over the own keys: a form that asks for the password, then back to the list."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}


class AddKeyView(OwnKeyView):
    """Enrols one more key of a person who is signed in with both factors."""

    template_name = "two_factor/profile/add_key.html"
    form_class = NewKeyForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"options": keys.ask_new(self.request)}

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            keys.enrol(self.request, given["answer"], given["name"])
        except forms.ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, gettext("Đã thêm khóa bảo mật."))
        return redirect("two_factor:profile")


class RemoveKeyView(OwnKeyView):
    """Takes one of the own keys off."""

    template_name = "two_factor/profile/remove_key.html"
    form_class = PasswordAgainForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"key": self._key()}

    def form_valid(self, form):
        keys.remove(self._key())
        messages.success(self.request, gettext("Đã gỡ khóa bảo mật."))
        return redirect("two_factor:profile")

    def _key(self):
        own = WebAuthnCredential.objects.filter(user=self.request.user)
        return get_object_or_404(own, pk=self.kwargs["pk"])
