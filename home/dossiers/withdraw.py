"""Withdrawing a dossier before its result: the reason, then a code."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from flows.acts import BEFORE_RESULT
from flows.audit.chain import digest
from flows.models import Challenge
from flows.services import withdrawing
from home import applicants
from home.confirming.coded import CodedAct
from home.confirming.signed import SignedAct, confirm_page
from home.dossiers.access import acting_page
from home.dossiers.forms import WithdrawForm

_REASON = "withdraw_reason"  # kept in the session between the two pages, by dossier code


@acting_page
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
    signs = applicants.is_organisation(dossier.applicant_kind)
    context = {"dossier": dossier, "form": form, "signs": signs}
    return render(request, "home/dossiers/withdraw.html", context)


@acting_page
def confirm(request, dossier):
    """The code; with it the office is asked to let the dossier go."""
    reason = _reason(request, dossier)
    return confirm_page(
        request,
        _act_of(request, dossier),
        lambda evidence: withdrawing.ask(
            dossier, by=request.user, reason=reason, evidence=evidence
        ),
        template="home/dossiers/confirm.html",
        done_url=reverse("home:dossier", kwargs={"code": dossier.code}),
        before_url=reverse("home:withdraw", kwargs={"code": dossier.code}),
        context={"dossier": dossier, "purpose": _("Rút hồ sơ"), "reason": reason},
        said=_("Đã gửi đề nghị rút hồ sơ."),
    )


def _reason(request, dossier) -> str:
    return request.session.get(_REASON, {}).get(dossier.code, "")


def _act_of(request, dossier) -> CodedAct | SignedAct:
    reason = _reason(request, dossier)
    known = {
        "user": request.user,
        "purpose": Challenge.Purpose.WITHDRAW,
        "subject": f"dossier:{dossier.code}",
        "digest": digest([dossier.code, reason]),
        "summary": _("rút hồ sơ %s") % dossier.code,
    }
    if not applicants.is_organisation(dossier.applicant_kind):
        return CodedAct(**known)
    facts = [
        (_("Mã số hồ sơ"), dossier.code),
        (_("Thủ tục"), f"{dossier.procedure.code} – {dossier.procedure.name}"),
        (_("Cơ quan tiếp nhận"), dossier.agency.name),
        (_("Lý do rút hồ sơ"), reason),
    ]
    return SignedAct(
        **known,
        title=_("Đề nghị rút hồ sơ %s") % dossier.code,
        organisation={
            "name": dossier.applicant_name,
            "tax_code": dossier.applicant_identifier,
        },
        content=lambda: ([(_("Hồ sơ xin rút"), facts)], [], {}),
        as_xml=dossier.version.signs_xml,
    )
