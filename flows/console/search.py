"""Finding a dossier by whatever stands on the slip or is said at the counter."""

import re
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from catalog.text import fold
from flows.models import BatchRow, Dossier, IssuedDocument
from flows.models.dossier import fold_code

ROWS = 100  # of one person in all batches
MOST = 2  # one opens, two or more make a list: nobody counts further


def unwrapped(typed: str) -> str:
    """What a scanner sends from a QR code is an address: the code in it is what is meant."""
    typed = typed.strip()
    if "://" not in typed and not typed.startswith("/"):
        return typed
    address = urlsplit(typed)
    code = parse_qs(address.query).get("ma", [""])[0]
    if code:
        return code
    token = re.fullmatch(r"(?:/en)?/xac-minh/([^/]+)/?", address.path)
    if token:
        issued = IssuedDocument.objects.filter(token=token[1]).select_related("dossier").first()
        return issued.dossier.code if issued else typed
    return address.path.rstrip("/").rsplit("/", 1)[-1] or typed


def matching(typed: str, *, dossier: str = "") -> Q:
    """Dossiers that the words may mean; `dossier` is the path to the dossier ("dossier__").

    Code or office number typed anyhow, an address from a QR code, identity or insurance number (also
    of the person whom an organisation's row is about), phone, name with or without diacritics.
    """
    typed = unwrapped(typed)
    code, digits = fold_code(typed), re.sub(r"\D", "", typed)
    found = Q(**{f"{dossier}code_folded": code}) | Q(**{f"{dossier}office_number_folded": code})
    if len(digits) >= 9:
        found |= Q(**{f"{dossier}applicant_identifier": digits})
        found |= Q(**{f"{dossier}applicant_insurance_number": digits})
        # Read first: an OR over another table would let no index of the dossiers be used.
        rows = BatchRow.objects.filter(person=digits, dossier__isnull=False)
        found |= Q(**{f"{dossier}pk__in": list(rows.values_list("dossier", flat=True)[:ROWS])})
        national = digits.removeprefix("84") if digits.startswith("84") else digits.lstrip("0")
        found |= Q(
            **{f"{dossier}applicant_phone__in": [f"+84{national}", f"0{national}", national]}
        )
    words = fold(typed).split()
    if words and not digits:
        named = Q()
        for word in words:
            named &= Q(**{f"{dossier}applicant_name_folded__contains": word})
        found |= named
    elif len(code) >= 8:
        found |= Q(**{f"{dossier}code_folded__startswith": code})
    return found


def search(request):
    """The search box of every console page: the dossier when there is one, else the list."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        return redirect("admin:index")
    found = Dossier.objects.visible_to(request.user).filter(matching(typed))
    keys = list(found.values_list("pk", flat=True)[:MOST])
    if len(keys) == 1:
        return redirect("admin:flows_dossier_change", keys[0])
    if not keys:
        messages.warning(
            request,
            _(
                "Không tìm thấy hồ sơ nào với «%(typed)s». Hãy thử mã hồ sơ, số định danh, mã số BHXH, điện thoại hoặc họ tên."
            )
            % {"typed": typed},
        )
    return redirect(f"{reverse('admin:flows_dossier_changelist')}?{urlencode({'q': typed})}")
