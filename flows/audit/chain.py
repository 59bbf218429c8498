"""How one journal entry is hashed with the one before it; the verifier recomputes the same."""

import hashlib
import json
from datetime import UTC

FIELDS = (
    "dossier_id", "seq", "act", "actor_id", "actor_name", "on_behalf_of", "agency_name",
    "department_name", "state_before", "state_after", "public_text", "data",
)  # fmt: skip


# Made once: `json.dumps` with these options would make one for every entry.
_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
).encode


def canonical(value) -> bytes:
    """One JSON text for one value: keys sorted, no spaces, UTF-8."""
    return _encode(value).encode()


def digest(value) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def hash_of(entry) -> str:
    """The hash that `entry` must carry, from its own fields and `previous_hash`."""
    return hash_of_row({name: getattr(entry, name) for name in (*FIELDS, "at", "previous_hash")})


def hash_of_row(row: dict) -> str:
    """The same from a row's values, the stored hash left out."""
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return digest(row | {"at": at})
