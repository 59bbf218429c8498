"""The leader's signing inbox (ký duyệt): proposals with what they say; several approved at once."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.permissions import posts_of
from flows.console import due
from flows.console.desk import APPROVALS
from flows.errors import DossierError
from flows.models import Decision, SigningCertificate, WorkItem
from flows.services import deciding, signing
from flows.services.acting import post_of

MOST = 100  # shown and signed at once


@require_http_methods(["GET", "POST"])
def inbox(request):
    """List; then one confirmation that names every code; then each is approved by itself."""
    if not request.user.has_perm("flows.approve_dossier"):
        raise PermissionDenied
    rows = _rows(request.user)
    held = SigningCertificate.objects.in_use(request.user).exclude(address="").first()
    chosen = [row for row in rows if str(row["item"].pk) in request.POST.getlist("item")]
    signs = any(row["must_sign"] for row in chosen)
    if request.method == "POST" and "confirmed" in request.POST:
        if signs and held and not request.POST.get("pin"):
            messages.error(request, _("Hãy nhập mã PIN của khóa ký."))
        else:
            _approve(request, chosen, held)
            return redirect("admin:signing")
    if request.method == "POST" and not chosen:
        messages.warning(request, _("Hãy chọn ít nhất một hồ sơ để phê duyệt."))
    context = {
        **admin.site.each_context(request),
        "title": _("Xác nhận phê duyệt") if chosen else _("Ký duyệt"),
        "rows": chosen or rows,
        "confirming": bool(chosen),
        "waiting": _waiting(request.user).count() if len(rows) == MOST else len(rows),
        "held": held,
        "signs": signs,
    }
    return TemplateResponse(request, "console/signing.html", context)


def _waiting(user):
    return WorkItem.objects.visible_to(user).open().filter(step__in=APPROVALS)


def _rows(user) -> list[dict]:
    items = list(
        _waiting(user)
        .with_list_data()
        .select_related("dossier__version")
        .order_by("due_at", "pk")[:MOST]
    )
    proposals = {
        decision.dossier_id: decision
        for decision in Decision.objects.filter(
            dossier__in=[item.dossier_id for item in items],
            approved_at__isnull=True,
            sent_back_at__isnull=True,
        ).select_related("proposed_by", "proposed_for")
    }
    return [
        {
            "item": item,
            "dossier": item.dossier,
            "proposal": proposals.get(item.dossier_id),
            "due": due.of_item(item),
            "must_sign": item.dossier.version.leader_signs,
            "is_mine": _is_mine(proposals.get(item.dossier_id), item, user),
        }
        for item in items
    ]


def _is_mine(proposal, item, user) -> bool:
    """Proposed by this person or by whom they stand in for: never signed by them."""
    if proposal is None:
        return False
    post = post_of(user, item) if posts_of(user) else None
    return proposal.is_of(user, post.user if post and post.delegation else None)


def _approve(request, rows: list[dict], held: SigningCertificate | None) -> None:
    """One by one; where the procedure asks for it each result is signed by itself. A PIN that the key
    refuses is tried once, so that a batch never locks a token."""
    approved = []
    for row in rows:
        code = row["dossier"].code
        try:
            if row["must_sign"] and held:
                _sign_and_approve(request, row["item"], held)
            else:
                deciding.approve(row["item"], by=request.user)
            approved.append(code)
        except signing.PinRefused as refusal:
            messages.error(
                request, _("Dừng ở hồ sơ %(code)s: %(why)s") % {"code": code, "why": refusal}
            )
            break
        except DossierError as refusal:
            messages.error(request, f"{code}: {refusal}")
    if approved:
        messages.success(
            request,
            _("Đã phê duyệt %(n)d hồ sơ: %(codes)s.")
            % {"n": len(approved), "codes": ", ".join(approved)},
        )


def _sign_and_approve(request, item, held: SigningCertificate) -> None:
    signing.issue_signed(
        lambda: deciding.prepare(item, by=request.user),
        lambda: deciding.approve(item, by=request.user),
        pin=request.POST["pin"],
        code=request.POST.get("code", ""),
        address=held.address,
    )
