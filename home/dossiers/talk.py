"""Talking with the office about one dossier (trao đổi với cơ quan)."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.acts import talk_is_open
from flows.errors import DossierError
from flows.files import store_each
from flows.services import messaging
from home.dossiers.access import dossier_page
from home.filing.papers import refuse_oversized


class TalkForm(forms.Form):
    """One message; files are checked one by one when it is sent."""

    text = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=messaging.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": messaging.LONGEST}),
        error_messages={"required": gettext_lazy("Ghi nội dung cần hỏi hoặc trả lời.")},
    )


@refuse_oversized
@dossier_page
def talk(request, dossier):
    """The whole thread and the form; what cannot be sent keeps its text."""
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent(request, dossier, form):
        messages.success(request, _("Đã gửi tin cho cơ quan. Khi có trả lời, Cổng báo Ông/Bà."))
        return redirect(f"{reverse('home:dossier', kwargs={'code': dossier.code})}#trao-doi")
    context = {"dossier": dossier, "form": form, "talk": thread(dossier)}
    return render(request, "home/dossiers/talk.html", context, status=422 if form.errors else 200)


def thread(dossier) -> dict:
    """The messages with their files, and why no more may be written, if so."""
    return {
        "messages": list(
            dossier.messages.select_related("author").prefetch_related("files").order_by("pk")
        ),
        "closed": talk_is_open(dossier),
    }


def _sent(request, dossier, form) -> bool:
    try:
        kept = store_each(request.FILES.getlist("files"))
        messaging.write(dossier, by=request.user, text=form.cleaned_data["text"], files=kept)
    except DossierError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
