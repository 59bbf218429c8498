"""The staff door: password and one-time code; setting up the second factor with a hand-over code."""

import logging

import django_otp
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.core.mail import send_mail
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp import user_has_device
from two_factor.forms import AuthenticationTokenForm, BackupTokenForm, MethodForm, TOTPDeviceForm
from two_factor.views import LoginView, SetupView

from accounts import keys, spraying
from accounts.backends import name_typed

log = logging.getLogger(__name__)


class CountsOnce:
    """Codes of one device are judged one after the other, by what the database says then: a code that
    is sent many times at once opens one session."""

    def _verify_token(self, user, token, device=None):
        with transaction.atomic():
            if device is not None:
                device = type(device).objects.select_for_update().get(pk=device.pk)
            try:
                return super()._verify_token(user, token, device)
            except forms.ValidationError as error:
                refusal = error  # raised outside: the counted failure must stay
        raise refusal


class OnceBackupForm(CountsOnce, BackupTokenForm):
    """A backup code (mã dự phòng)."""

    otp_error_messages = BackupTokenForm.otp_error_messages | {
        "invalid_token": _(
            "Mã dự phòng chưa đúng hoặc đã dùng rồi. Hãy nhập mã khác trong danh sách."
        )
    }

    def __init__(self, user, initial_device, **kwargs):
        super().__init__(user, initial_device, **kwargs)
        self.fields["otp_token"].label = _("Một mã dự phòng")


class CodeOrKeyForm(CountsOnce, AuthenticationTokenForm):
    """The second factor: the code of the application, or what a security key has signed."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user, initial_device, request, **kwargs):
        super().__init__(user, initial_device, **kwargs)
        self.request = request
        self.fields["otp_token"].required = False
        self.fields["otp_token"].label = _("Mã xác thực")
        self.fields["otp_token"].asked_when = "key="  # one of the two: not called optional

    def clean(self):
        given = self.cleaned_data
        if given.get("key"):
            self.user.otp_device = keys.check(self.request, self.user, given["key"])
            return given
        if not given.get("otp_token") and not self.errors:
            self.add_error("otp_token", _("Nhập mã 6 chữ số của ứng dụng xác thực."))
            return given
        return super().clean()

    def _chosen_device(self, user):
        return user.totpdevice_set.filter(confirmed=True).first()


class StaffLoginView(LoginView):
    """Signs staff in for the console and the editor."""

    def post(self, *args, **kwargs):
        name = name_typed(self.request)
        if name and spraying.is_sprayed(self.request, name):
            return render(self.request, "accounts/sprayed.html", status=429)
        return super().post(*args, **kwargs)

    def get_form_list(self):
        forms_by_step = super().get_form_list()
        if self.TOKEN_STEP in forms_by_step:
            forms_by_step[self.TOKEN_STEP] = CodeOrKeyForm
        if self.BACKUP_STEP in forms_by_step:
            forms_by_step[self.BACKUP_STEP] = OnceBackupForm
        return forms_by_step

    def get_context_data(self, form, **kwargs):
        context = super().get_context_data(form, **kwargs)
        if self.steps.current == self.TOKEN_STEP:
            context["key_options"] = keys.ask(self.request, self.get_user())
        return context

    def done(self, form_list, **kwargs):
        response = super().done(form_list, **kwargs)
        UserSession.objects.create_from_request(self.request)
        user = self.get_user()
        if not user_has_device(user):
            self.request.session["next"] = self.get_success_url()
            response = redirect("two_factor:setup")
        user.meet_device(self.request, response)
        return response

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
                _(
                    "Mã bàn giao không đúng hoặc không còn dùng được; sai 5 lần thì mã bị hủy. Hãy hỏi "
                    "quản trị viên để nhận mã mới."
                )
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
