"""Dossiers that a journey begins with: driven through the real services, all at once."""

from django.db import transaction

from home.demo.walking import Walk

LUMP_SUM, FUNERAL, BOOK = "1.014173", "1.014177", "1.002759"


def walked(code: str, person: str = "an", office: str = "07906", *, steps, days_ago=0, **facts):
    """`steps(walk)` in one transaction: the worker must not send, and wipe, a code on the way."""
    with transaction.atomic():
        walk = Walk(code, office, person, days_ago=days_ago, **facts)
        steps(walk)
    walk.dossier.refresh_from_db()
    return walk.dossier


def filed(code: str, person: str = "an", *, result: str = "online", **facts):
    return walked(code, person, steps=lambda walk: walk.filed(result=result), **facts)


def received(code: str, person: str = "an", *, result: str = "online", **facts):
    return walked(code, person, steps=lambda walk: walk.filed(result=result).received(), **facts)
