"""An act that is confirmed by a one-time code, and the page on which the code is typed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from flows.errors import AlreadyDone, DossierError
from flows.services import confirming
from home.confirming.forms import CodeForm


@dataclass(frozen=True)
class CodedAct:
    """What a code confirms: for whom, which purpose and content, in which words."""

    user: Any
    purpose: str
    subject: str
    digest: str
    summary: str
    contact: tuple[str, str] | None = None  # where the code goes when not to that of the account

    @property
    def challenge(self):
        return confirming.live(self.user, purpose=self.purpose, subject=self.subject)

    def send(self) -> str:
        """Send the code; returns the sentence why not, or nothing."""
        try:
            confirming.send_code(
                self.user,
                purpose=self.purpose,
                subject=self.subject,
                digest=self.digest,
                summary=self.summary,
                contact=self.contact,
            )
        except DossierError as error:
            return str(error)
        return ""

    def run(self, code: str, act):
        """`act(evidence)` in one transaction with the use of the code. Raises DossierError."""
        challenge = confirming.check(
            self.user,
            purpose=self.purpose,
            subject=self.subject,
            digest=self.digest,
            code=code,
            contact=self.contact,
        )
        with transaction.atomic():
            return act(confirming.use(challenge))


_REFUSED = "refused_code"  # in the session between a refused code and the page that says so


def code_page(request, act: CodedAct, perform, *, template, done_url, before_url, context, said=""):
    """Show the code form, send again, or perform the act; wrong codes lose nothing.

    A refused code is told after a redirect, so that Back never asks to send a form again. `said` is
    told on the page after the act.
    """
    challenge = act.challenge
    if challenge is None:
        return redirect(before_url)
    if "resend" in request.POST:
        if refusal := act.send():
            messages.warning(request, refusal)
        else:
            messages.success(request, _("Đã gửi mã mới. Mã trước không còn dùng được."))
        return redirect(request.get_full_path())
    if request.method == "POST":
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                act.run(form.cleaned_data["code"], perform)
                if said:
                    messages.success(request, said)
                return redirect(done_url)
            except AlreadyDone:
                return redirect(done_url)
            except DossierError as error:
                form.add_error("code", str(error))
        request.session[_REFUSED] = [act.subject, form["code"].value(), form.errors["code"][0]]
        return redirect(request.get_full_path())
    shown = {
        "form": _code_form(request, act),
        "to": confirming.masked(challenge.to),
        "challenge": challenge,
        "is_current": challenge.digest == act.digest,
        "before_url": before_url,
        **context,
    }
    return render(request, template, shown)


def _code_form(request, act: CodedAct) -> CodeForm:
    """The empty form, or the one with the code that was refused and why."""
    subject, typed, why = request.session.pop(_REFUSED, ("", "", ""))
    if subject != act.subject:
        return CodeForm()
    form = CodeForm({"code": typed})
    form.errors.clear()
    form.add_error("code", why)
    return form
