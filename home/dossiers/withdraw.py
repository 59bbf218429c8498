"""Withdrawing a dossier before its result: the reason, then a code."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from flows.acts import BEFORE_RESULT
from flows.audit.chain import digest
from flows.models import Challenge
from flows.services import withdrawing
from home.coded import CodedAct, code_page
from home.dossiers.access import dossier_page
from home.dossiers.forms import WithdrawForm

_REASON = "withdraw_reason"  # kept in the session between the two pages, by dossier code


@dossier_page
def withdraw(request, dossier):
    """Why; POST sends the code."""
    if dossier.state not in BEFORE_RESULT:
        return redirect("home:dossier", code=dossier.code)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        request.session[_REASON] = {dossier.code: form.cleaned_data["reason"]}
        act = _act_of(request, dossier)
        refusal = act.send()
        if act.challenge is not None:
            return redirect("home:withdraw_confirm", code=dossier.code)
        form.add_error(None, refusal)
    return render(request, "home/dossiers/withdraw.html", {"dossier": dossier, "form": form})


@dossier_page
def confirm(request, dossier):
    """The code; with it the office is asked to let the dossier go."""
    reason = _reason(request, dossier)
    return code_page(
        request,
        _act_of(request, dossier),
        lambda _evidence: withdrawing.ask(dossier, by=request.user, reason=reason),
        template="home/dossiers/confirm.html",
        done_url=reverse("home:dossier", kwargs={"code": dossier.code}),
        before_url=reverse("home:withdraw", kwargs={"code": dossier.code}),
        context={"dossier": dossier, "purpose": _("Rút hồ sơ"), "reason": reason},
        said=_("Đã gửi đề nghị rút hồ sơ."),
    )


def _reason(request, dossier) -> str:
    return request.session.get(_REASON, {}).get(dossier.code, "")


def _act_of(request, dossier) -> CodedAct:
    return CodedAct(
        user=request.user,
        purpose=Challenge.Purpose.WITHDRAW,
        subject=f"dossier:{dossier.code}",
        digest=digest([dossier.code, _reason(request, dossier)]),
        summary=_("rút hồ sơ %s") % dossier.code,
    )
