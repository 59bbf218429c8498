"""Account pages of our own: registration by kind, and the profile."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import model_to_dict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog.eforms.identifiers import phone_as_read
from home.accounts.adapter import note_changes
from home.accounts.forms import ProfileForm

User = get_user_model()


def patiently(view):
    """A code asked for again too soon is told on the page of the code; all else gets the 429 page.

    allauth lets both fall through.
    """

    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except RateLimited:
            if request.POST.get("action") == "resend":
                messages.warning(request, get_adapter().error_messages["rate_limited"])
                return redirect(request.get_full_path())
            return respond_429(request)

    return inner


class RegisterView(SignupView):
    """Registration of a person, or of an organisation with `?loai=to-chuc`."""

    def get_initial(self):
        kinds = {"to-chuc": User.Kind.ORGANISATION}
        kind = kinds.get(self.request.GET.get("loai", ""), User.Kind.CITIZEN)
        return super().get_initial() | {"kind": kind}


register = patiently(RegisterView.as_view())


@login_required
def profile(request):
    """What the account holds about the person, and where to change each thing."""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    before = model_to_dict(request.user, form.fields)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            note_changes(request.user, before, form.cleaned_data)
        messages.success(request, _("Đã lưu thông tin tài khoản."))
        return redirect("account_profile")
    if form.errors:
        request.user.refresh_from_db()  # a refused form must not change the name in the header
    phone = phone_as_read(request.user.phone or "")
    held = request.user.blocks.standing().first()
    certificate = request.user.certificates.current().first()
    said = {"form": form, "phone": phone, "held": held, "certificate": certificate}
    return render(request, "account/profile.html", said)
