"""An act that an organisation confirms by its digital signature, and the page to sign on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters

from flows.errors import AlreadyDone, DossierError
from flows.models import Declaration
from flows.services import declaring
from flows.services.signing_on_phone import AskedOnPhone
from flows.signatures import RevocationUnknown
from home.confirming.coded import CodedAct, code_page
from home.confirming.forms import SignedFileForm
from home.confirming.remote import RemotePart


@dataclass(frozen=True)
class SignedAct:
    """What a signature confirms: of which organisation, which purpose and content, in which words.

    `content` gives (parts, files, answers) of the declaration, when it is made; `as_xml` when the
    procedure asks for XML.
    """

    user: Any
    purpose: str
    subject: str
    digest: str
    summary: str
    title: str
    organisation: dict
    content: Callable[[], tuple[list, list, dict]]
    as_xml: bool = False

    @property
    def challenge(self) -> Declaration | None:
        """The declaration of exactly this content, once it is made."""
        return declaring.live(
            self.user, purpose=self.purpose, subject=self.subject, digest=self.digest
        )

    def send(self) -> str:
        """Make the declaration, in Vietnamese; returns the sentence why not, or nothing."""
        with override(settings.LANGUAGE_CODE):
            parts, files, answers = self.content()
        try:
            declaring.prepare(
                self.user,
                purpose=self.purpose,
                subject=self.subject,
                digest=self.digest,
                title=self.title,
                organisation=self.organisation,
                parts=parts,
                files=files,
                answers=answers,
                as_xml=self.as_xml,
            )
        except DossierError as error:
            return str(error)
        return ""


def listed(files) -> list[dict]:
    """Attached files as a declaration lists them: paper, name, digest of the bytes."""
    return [
        {
            "paper": file.component.name if file.component else "",
            "name": file.name,
            "sha256": file.file.sha256,
        }
        for file in files
    ]


def plain(parts) -> list:
    """Parts of a summary page without their links."""
    return [(title, [(row[0], row[1]) for row in rows]) for title, rows in parts]


@sensitive_post_parameters("remote-pin", "remote-code")
def confirm_page(
    request, act: CodedAct | SignedAct, perform, *, template, done_url, before_url, context, said=""
):
    """The page on which the act is confirmed: by signature for an organisation, else by a code."""
    if isinstance(act, CodedAct):
        return code_page(
            request, act, perform, template=template, done_url=done_url, before_url=before_url,
            context=context, said=said,
        )  # fmt: skip
    declaration = act.challenge
    if declaration is None:
        return redirect(before_url)
    remote = RemotePart(request, declaration)
    if remote.is_asked and remote.prepared():
        return redirect(remote.address)
    sent, again = _sent(request, declaration, remote), "again" in request.POST
    if again or (sent.is_bound and not remote.is_asked and sent.is_valid()):
        try:
            _confirm(declaration, None if again else sent, perform)
        except AlreadyDone:
            return remote.go(done_url)
        except AskedOnPhone as asked:
            return remote.wait(asked)
        except RevocationUnknown:
            return remote.go(request.get_full_path())
        except DossierError as error:
            if again or remote.checks:
                messages.error(request, str(error))
                return remote.go(request.get_full_path())
            sent.refuse(error)
        else:
            if said:
                messages.success(request, said)
            return remote.go(done_url)
    shown = {
        "act": act,
        "declaration": declaration,
        "form": SignedFileForm(is_xml=declaration.is_xml) if remote.pressed else sent,
        "remote": remote,
        "faulty": sent,
        "before_url": before_url,
        "is_demo": settings.DEMO,
        **context,
    }
    return render(request, "home/confirming/sign.html", shown)


def _sent(request, declaration: Declaration, remote: RemotePart):
    """The form that was sent: of the remote part, or with the signed file; else the latter, empty."""
    if remote.pressed:
        return remote.form
    if request.method != "POST":
        return SignedFileForm(is_xml=declaration.is_xml)
    return SignedFileForm(request.POST, request.FILES, is_xml=declaration.is_xml)


def _confirm(declaration: Declaration, form, perform) -> None:
    """Verify outside the act's transaction; spend the signature inside it."""
    declaration = form.sign(declaration) if form else declaring.judge_again(declaration)
    with transaction.atomic():
        perform(declaring.use(declaration))
