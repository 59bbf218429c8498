"""Which dossier a page is about: the person's own, or a 404 that tells nothing."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from flows.models import Dossier
from flows.services import mandating


def acting_page(view):
    """As dossier_page, for what changes the dossier: who may only look is told so."""

    @dossier_page
    @wraps(view)
    def inner(request, dossier, *args, **kwargs):
        if not mandating.may_act(dossier, request.user):
            messages.error(request, _("Ông/Bà chỉ được xem hồ sơ này, không được thay đổi."))
            return redirect("home:dossier", code=dossier.code)
        return view(request, dossier, *args, **kwargs)

    return inner


def dossier_page(view):
    """Give the view the person's own dossier; anybody else's does not exist here."""

    @never_cache
    @login_required
    @wraps(view)
    def inner(request, code, *args, **kwargs):
        mine = Dossier.objects.of_person(request.user).with_list_data()
        dossier = mine.select_related("applicant", "mandate").filter(code=code).first()
        if dossier is None or request.user.is_staff:
            raise Http404
        return view(request, dossier, *args, **kwargs)

    return inner
