"""Our catalogue against the national one (đối chiếu mã): suggested by likeness, confirmed, used.

What a person has confirmed goes into every message to the national portal, and is understood in
every message from it; until then a code of ours stands for itself.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Agency, Procedure, Sector
from flows.errors import DossierError
from flows.models import NationalEntry, NationalMatch
from flows.partners import likeness

Kind = NationalEntry.Kind


def matches_of(kind: str):
    return NationalMatch.objects.filter(**{f"{kind}__isnull": False}).order_by("-likeness", "pk")


def suggest(kind: str) -> None:
    """Put the most alike national entry beside everything of ours that nobody has confirmed."""
    matches = matches_of(kind)
    settled = matches.exclude(confirmed_at=None)
    taken = set(settled.values_list("entry", flat=True))
    open_ones = ours(kind).exclude(pk__in=settled.values(kind))
    entries = NationalEntry.objects.filter(kind=kind, gone_at=None).exclude(pk__in=taken)
    among = likeness.Names({one.pk: (one.code, one.name) for one in entries})
    found = likeness.pairs({one.pk: (one.code, one.name) for one in open_ones}, among)
    matches.filter(confirmed_at=None).delete()
    NationalMatch.objects.bulk_create(
        NationalMatch(**{f"{kind}_id": pk}, entry_id=entry, likeness=percent)
        for pk, (percent, entry) in found.items()
    )


def ours(kind: str):
    """What of our catalogue is to have a national code."""
    if kind == Kind.PROCEDURE:
        live = Procedure.objects.live().filter(Q(repealed_on=None) | Q(repealed_on__gt=timezone.localdate()))  # fmt: skip
        return live.select_related("sector").prefetch_related("versions")
    return Agency.objects.active() if kind == Kind.AGENCY else Sector.objects.all()


def facts_of(kind: str, one) -> dict[str, str]:
    """What is compared of ours: the name, and of a procedure its sector and the decision in force."""
    facts = {"code": one.code, "name": one.name}
    if kind != Kind.PROCEDURE:
        return facts
    today = timezone.localdate()
    versions = [v for v in one.versions.all() if v.approved_at and v.effective_from <= today]
    newest = max(versions, key=lambda version: version.effective_from, default=None)
    decision = newest.decision_number if newest else ""
    return {**facts, "sector": one.sector.name, "decision": decision}


def facts_there(entry: NationalEntry) -> dict[str, str]:
    return {"code": entry.code, "name": entry.name, **entry.facts}


@transaction.atomic
def confirm(kind: str, chosen: dict[int, str], *, by) -> int:
    """Set the national codes {our pk: national code}; all or nothing. DossierError names what is wrong.

    A code confirmed again is agreed to as both sides are now.
    """
    things = {one.pk: one for one in ours(kind).filter(pk__in=chosen)}
    entries = {
        entry.code: entry
        for entry in NationalEntry.objects.select_for_update().filter(
            kind=kind, code__in=chosen.values(), gone_at=None
        )
    }
    if unknown := [code for code in chosen.values() if code not in entries]:
        raise DossierError(_("Không có trong danh mục quốc gia: %s.") % ", ".join(unknown))
    if len(set(chosen.values())) < len(chosen):
        raise DossierError(_("Một mã quốc gia chỉ đối chiếu với một mục."))
    taken = NationalMatch.objects.filter(entry__in=entries.values(), confirmed_at__isnull=False)
    if other := taken.exclude(**{f"{kind}__in": list(things)}).select_related("entry").first():
        raise DossierError(_("Mã %s đã được đối chiếu với mục khác.") % other.entry.code)
    NationalMatch.objects.filter(**{f"{kind}__in": list(things)}).delete()
    now = timezone.now()
    NationalMatch.objects.bulk_create(
        NationalMatch(
            **{f"{kind}_id": pk},
            entry=entries[chosen[pk]],
            likeness=100,
            agreed={"ours": facts_of(kind, one), "theirs": facts_there(entries[chosen[pk]])},
            confirmed_at=now,
            confirmed_by=by,
        )
        for pk, one in things.items()
    )
    return len(things)


@dataclass(frozen=True)
class Side:
    """What changed since it was agreed: on our side or theirs, which fact, from what to what."""

    is_ours: bool
    fact: str
    before: str
    after: str


def changes(kind: str, match: NationalMatch, one) -> list[Side]:
    """What either side has changed since a person confirmed the pair."""
    if not match.confirmed_at:
        return []
    now = {"ours": facts_of(kind, one), "theirs": facts_there(match.entry)}
    return [
        Side(side == "ours", fact, match.agreed.get(side, {}).get(fact, ""), value)
        for side, facts in now.items()
        for fact, value in facts.items()
        if value != match.agreed.get(side, {}).get(fact, "")
    ]


def told_as(kind: str, one) -> tuple[str, str]:
    """(code, name) by which the national portal knows it: confirmed ones theirs, else ours."""
    confirmed = NationalEntry.objects.filter(
        **{f"matches__{kind}": one.pk}, matches__confirmed_at__isnull=False
    )
    found = confirmed.values_list("code", "name").first()
    return found or (one.code, one.name)


def our_code(kind: str, code: str) -> str:
    """Our code of what the portal calls by this one."""
    match = NationalMatch.objects.filter(
        entry__kind=kind, entry__code=code, confirmed_at__isnull=False
    )
    return match.values_list(f"{kind}__code", flat=True).first() or code
