"""Which draft a page is about, and whether it may still be worked on."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from flows.models import Draft
from flows.models.draft import BY_PERSON
from flows.services import amending, drafting

_WITH = (
    "procedure",
    "version",
    "case__form",
    "agency__parent",
    "dossier",
    "amends__case",
    "mandate__principal",
    "batch",
)


def draft_page(view):
    """Give the view the person's own draft; filed ones show what was filed, old ones move forward.

    Never cached: Back after filing asks the server, which answers that the dossier is filed.
    """

    @never_cache
    @login_required
    @wraps(view)
    def inner(request, code, key, *args, **kwargs):
        drafts = Draft.objects.visible_to(request.user).filter(channel__in=BY_PERSON)
        draft = get_object_or_404(drafts.select_related(*_WITH), key=key, procedure__code=code)
        if draft.batched_at:
            return redirect("home:batch", key=key)
        if draft.is_filed:
            if request.method == "POST":
                messages.info(request, _("Hồ sơ đã nộp. Dưới đây là xác nhận của lần nộp đó."))
            return redirect("home:filed", code=code, key=key)
        if draft.amends_id and (reason := amending.why_not(draft.amends, request.user)):
            messages.error(request, reason)
            return redirect("home:dossier", code=draft.amends.code)
        if draft.expires_at <= timezone.now():
            messages.error(request, _("Bản nháp đã hết hạn sau 30 ngày. Hãy bắt đầu lại."))
            return redirect("home:start", code=code)
        if drafting.is_outdated(draft):
            return redirect("home:forward", code=code, key=key)
        return view(request, draft, *args, **kwargs)

    return inner
