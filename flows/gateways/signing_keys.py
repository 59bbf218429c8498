"""One door to every kind of signing key: `…/file.p12`, `pkcs11:token=…;object=…`, `csc:CREDENTIAL`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyhanko.sign.signers import Signer

from flows.gateways.remote_signing import RemoteKey, RemoteService
from flows.signatures.keys import TOKEN, key_from, token_key

REMOTE = "csc:"


@contextmanager
def opened(
    address: str, pin: str, *, code: str = "", pkcs12: bytes | None = None
) -> Iterator[Signer]:
    """The key while the block runs. `pkcs12` are the bytes of a file that lies in no folder; `code`
    is the one-time code of a remote service. KeyUnreadable, WrongPin, KeySilent."""
    if address.startswith(TOKEN):
        with token_key(address, pin) as key:
            yield key
    elif address.startswith(REMOTE):
        name = address.removeprefix(REMOTE)
        yield RemoteKey(RemoteService(), name, pin=pin, code=code)
    else:
        yield key_from(pkcs12 or Path(address).read_bytes(), pin)
