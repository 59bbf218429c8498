"""Keeps what authorities say of revoked certificates; asked for by a signature that waits for it."""

import itertools

from flows.effects.outbox import handler
from flows.errors import EffectError
from flows.gateways import revocation
from flows.models import Declaration, Promise, RevocationRecord


def _gave_up(kept: Promise) -> None:
    """The page of the signature says that the authority does not answer."""
    Declaration.objects.filter(pk=kept.payload.get("declaration")).update(answer=kept.error[:300])


@handler("ask_revocation", gave_up=_gave_up)
def keep_answers(kept: Promise) -> None:
    """Ask about every certificate of the chain below the root; answers replace older ones."""
    chain = [bytes.fromhex(one) for one in kept.payload["chain"]]
    declaration = Declaration.objects.filter(pk=kept.payload.get("declaration"))
    for subject, issuer in itertools.pairwise(chain):
        try:
            answer = revocation.ask(subject, issuer)
        except EffectError as error:
            declaration.update(answer=str(error)[:300])
            raise
        if answer is not None:
            RevocationRecord.objects.update_or_create(
                kind=answer.kind,
                source=answer.source[:500],
                about=answer.about,
                defaults={"content": answer.content, "good_until": answer.good_until},
            )
    declaration.update(answer="ok")
