"""The leader's signing inbox (ký duyệt): proposals with what they say; several approved, or returned, at once."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.permissions import posts_of
from catalog.text import compose
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
    returning = "send_back" in request.POST
    if chosen and not returning and not held:
        chosen = _without_signed(request, chosen)
    signs = not returning and any(row["must_sign"] for row in chosen)
    reason = compose(request.POST.get("reason", "")).strip()
    if request.method == "POST" and "confirmed" in request.POST and chosen:
        if signs and held and not request.POST.get("pin"):
            messages.error(request, _("Hãy nhập mã PIN của khóa ký."))
        elif returning and not reason:
            messages.error(request, _("Hãy ghi rõ lý do trả lại."))
        else:
            if returning:
                _send_back(request, chosen, reason)
            else:
                _approve(request, chosen, held)
            return redirect("admin:signing")
    elif request.method == "POST" and not chosen:
        messages.warning(request, _("Hãy chọn ít nhất một hồ sơ."))
    title = _("Xác nhận trả lại") if returning else _("Xác nhận phê duyệt")
    context = {
        **admin.site.each_context(request),
        "title": title if chosen else _("Ký duyệt"),
        "rows": chosen or rows,
        "confirming": bool(chosen),
        "returning": returning,
        "reason": reason,
        "waiting": _waiting(request.user).count() if len(rows) == MOST else len(rows),
        "held": held,
        "signs": signs,
    }
    return TemplateResponse(request, "console/signing.html", context)


def _without_signed(request, rows: list[dict]) -> list[dict]:
    """Who has no key at the server signs what must be signed dossier by dossier."""
    if left := [row["dossier"].code for row in rows if row["must_sign"]]:
        told = _("Phải ký số trong từng hồ sơ nên không phê duyệt cùng lúc: %s.")
        messages.warning(request, told % ", ".join(left))
    return [row for row in rows if not row["must_sign"]]


def _waiting(user):
    return WorkItem.objects.visible_to(user).open().filter(step__in=APPROVALS)


def _rows(user) -> list[dict]:
    items = list(
        _waiting(user)
        .with_list_data()
        .select_related("dossier__version")
        .order_by(F("due_at").asc(nulls_last=True), "pk")[:MOST]
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


def _send_back(request, rows: list[dict], reason: str) -> None:
    """One by one, each with the same reason in its own journal."""
    returned = []
    for row in rows:
        try:
            deciding.send_back(row["item"], by=request.user, reason=reason)
            returned.append(row["dossier"].code)
        except DossierError as refusal:
            messages.error(request, f"{row['dossier'].code}: {refusal}")
    if returned:
        told = _("Đã trả lại người trình %(n)d hồ sơ: %(codes)s.")
        messages.success(request, told % {"n": len(returned), "codes": ", ".join(returned)})


def _sign_and_approve(request, item, held: SigningCertificate) -> None:
    signing.issue_signed(
        lambda: deciding.prepare(item, by=request.user),
        lambda: deciding.approve(item, by=request.user),
        pin=request.POST["pin"],
        code=request.POST.get("code", ""),
        address=held.address,
    )
