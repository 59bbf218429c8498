"""A write that may come twice is done once: the first answer is kept with its key."""

from collections.abc import Callable

from django.db import transaction

from flows.audit.chain import digest
from flows.errors import DossierError
from flows.models import ClientSystem, KeptAnswer


class KeyReused(DossierError):
    """The key came before with another body."""

    code = "idempotency_key_reused"


@transaction.atomic
def once(
    system: ClientSystem, key: str, asked: dict, act: Callable[[], tuple[int, dict]]
) -> tuple[int, dict]:
    """(status, body) of `act`, or of the first time this key came with the same `asked`.

    Two at the same time: the second waits for the first one's transaction and gets its answer. An
    act that was refused leaves nothing behind, and its key is free.
    """
    if not key:
        return act()
    seal = digest(asked)
    kept, is_new = KeptAnswer.objects.get_or_create(
        system=system, key=key, defaults={"digest": seal}
    )
    if not is_new:
        if kept.digest != seal:
            raise KeyReused("Khóa Idempotency-Key này đã dùng cho một nội dung khác.")
        return kept.status, kept.body
    kept.status, kept.body = act()
    kept.save(update_fields=["status", "body"])
    return kept.status, kept.body
