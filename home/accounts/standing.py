"""What happened to the own account, what is said against a block of it, and closing it."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from catalog.eforms.dates import as_read
from catalog.eforms.identifiers import phone_as_read
from flows.models import Dossier

EVENTS_SHOWN = 50


class AppealForm(forms.Form):
    """What the holder says against the block."""

    text = forms.CharField(
        label=gettext_lazy("Ý kiến của Ông/Bà"),
        help_text=gettext_lazy("Nêu vì sao việc khóa là không đúng hoặc Ông/Bà đã khắc phục thế nào."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class ClosingForm(forms.Form):
    """Nobody closes an account by one slip of the finger."""

    sure = forms.BooleanField(
        label=gettext_lazy("Tôi hiểu rằng tài khoản không mở lại được."),
        error_messages={"required": gettext_lazy("Hãy đánh dấu vào ô xác nhận để đóng tài khoản.")},
    )


@never_cache
@login_required
def history(request):
    """The journal of the own account, newest first."""
    rows = [
        {"at": row.at, "label": row.get_act_display(), "who": _who(row, request.user), "data": told(row)}
        for row in request.user.account_events.select_related("actor")[:EVENTS_SHOWN]
    ]  # fmt: skip
    return render(request, "account/history.html", {"events": rows})


@never_cache
@login_required
def appeal(request):
    """The holder of a blocked account answers; what is filed stays open to them meanwhile."""
    block = request.user.blocks.standing().first()
    if block is None:
        return redirect("account_profile")
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            block.say_against(form.cleaned_data["text"])
            messages.success(request, _("Đã gửi ý kiến. Kết quả được báo qua thư điện tử."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("account_appeal")
    return render(request, "account/appeal.html", {"form": form, "held": block})


@never_cache
@login_required
@reauthentication_required
def closing(request):
    """The owner closes the account, after the password again."""
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and not request.user.is_staff:
        request.user.close()
        logout(request)
        messages.success(request, _("Tài khoản đã đóng. Hồ sơ đã nộp được lưu giữ theo quy định."))
        return redirect("account_login")
    open_dossiers = Dossier.objects.visible_to(request.user).open().count()
    return render(request, "account/closing.html", {"form": form, "open": open_dossiers})


def told(row) -> str:
    """What an entry holds, in words: fields that changed, certificates, a reason."""
    fields = row.account._meta
    changes = row.data.get("changes", {})
    if changes:
        return "; ".join(
            f"{fields.get_field(name).verbose_name}: {_shown(name, before)} → {_shown(name, after)}"
            for name, (before, after) in changes.items()
        )
    if row.act == row.Act.CERTIFICATE:
        before, after = (_certificate(row.data.get(name)) for name in ("before", "after"))
        return f"{before} → {after}"
    return row.data.get("reason") or row.data.get("text") or ""


def _certificate(kept: dict | None) -> str:
    """A registered certificate as the history tells it."""
    if not kept:
        return "—"
    known = {**kept, "until": as_read(kept["until"])}
    return _("%(issuer)s, số sê-ri %(serial)s, hiệu lực đến %(until)s") % known


def _shown(name: str, value: str) -> str:
    """One value of a change as the pages write it."""
    if name == "date_of_birth":
        value = as_read(value)
    elif name == "phone":
        value = phone_as_read(value)
    return value or "—"


def _who(row, user) -> str:
    if row.actor_id == user.pk:
        return _("Ông/Bà")
    return _("Cơ quan Bảo hiểm xã hội") if row.actor else ""
