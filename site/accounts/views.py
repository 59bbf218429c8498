"""The staff door: password and one-time code; setting up the second factor with a hand-over code."""

import logging

import django_otp
from django import forms
from django.contrib import messages
from django.core.mail import send_mail
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp import user_has_device
from two_factor.forms import MethodForm, TOTPDeviceForm
from two_factor.views import LoginView, SetupView

log = logging.getLogger(__name__)


class StaffLoginView(LoginView):
    """Signs staff in for the console and the editor."""

    def done(self, form_list, **kwargs):
        response = super().done(form_list, **kwargs)
        user = self.get_user()
        if user_has_device(user):
            return response
        self.request.session["next"] = self.get_success_url()
        return redirect("two_factor:setup")

    def get_success_url(self):
        return self.get_redirect_url() or reverse("admin:index")


class HandOverForm(forms.Form):
    """The code an administrator handed over in person."""

    code = forms.CharField(
        label=_("Mã bàn giao"),
        help_text=_("Mã gồm 10 ký tự do quản trị viên của cơ quan trao trực tiếp cho ông/bà."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.row = None

    def clean_code(self):
        self.row = self.user.find_enrolment_code(self.cleaned_data["code"])
        if self.row is None:
            raise forms.ValidationError(
                _("Mã bàn giao không đúng hoặc đã hết hạn. Hãy hỏi quản trị viên để nhận mã mới.")
            )
        return self.cleaned_data["code"]


class StaffSetupView(SetupView):
    """Sets up the authenticator application, once, for who holds the hand-over code."""

    form_list = (("welcome", HandOverForm), ("method", MethodForm))

    def done(self, form_list, **kwargs):
        # The wizard has just validated every step anew, the hand-over code among them.
        forms_by_kind = {type(form): form for form in form_list}
        user = self.request.user
        with transaction.atomic():
            if not forms_by_kind[HandOverForm].row.use_up():
                messages.error(self.request, gettext("Mã bàn giao này đã được dùng."))
                return redirect("two_factor:setup")
            device = forms_by_kind[TOTPDeviceForm].save()
            self._tell_issuer(forms_by_kind[HandOverForm].row)
        self.request.session.pop(self.session_key_name, None)
        django_otp.login(self.request, device)
        log.warning("second factor set up", extra={"user": user.pk})
        return redirect("two_factor:setup_complete")

    def _tell_issuer(self, row) -> None:
        if row.issued_by and row.issued_by.email:
            send_mail(
                gettext("Xác thực hai lớp vừa được thiết lập"),
                gettext(
                    "Tài khoản %(user)s vừa dùng mã bàn giao do ông/bà cấp để thiết lập xác thực hai "
                    "lớp. Nếu không phải chính cán bộ đó thực hiện, hãy khóa tài khoản ngay."
                )
                % {"user": row.user.get_username()},
                None,
                [row.issued_by.email],
            )
