"""A PKCS#11 token in tests: SoftHSM with one key and its certificate."""

import os
import subprocess
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives import serialization

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
IS_THERE = Path(MODULE).exists()
PIN = "739155"
LABEL = "Con dau"


def token_with(holder, folder: Path) -> str:
    """A fresh token that holds the key; its address as settings write it.

    The library reads its configuration once in a process, so every token of a run lies in one place.
    """
    conf = Path(os.environ.setdefault("SOFTHSM2_CONF", str(folder / "softhsm2.conf")))
    if not conf.exists():
        (folder / "tokens").mkdir()
        conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    name = f"BHXH {folder.name}"[:32]
    key = folder / "key.pem"
    key.write_bytes(
        holder.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    _tool(name, "--init-token", "--free", "--label", name, "--so-pin", "12345678")
    _tool(name, "--import", str(key), "--label", LABEL, "--id", "01")
    library = pkcs11.lib(MODULE)
    library.reinitialize()
    with library.get_token(token_label=name).open(rw=True, user_pin=PIN) as session:
        session.create_object({
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
            pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: LABEL, pkcs11.Attribute.ID: b"\x01",
            pkcs11.Attribute.SUBJECT: holder.certificate.subject.public_bytes(),
            pkcs11.Attribute.VALUE: holder.der,
        })  # fmt: skip
    key.unlink()
    return f"pkcs11:token={name.replace(' ', '%20')};object={LABEL.replace(' ', '%20')}?module-path={MODULE}"


def _tool(name: str, *words: str) -> None:
    call = ["softhsm2-util", "--token", name, "--pin", PIN, *words]
    subprocess.run(call, check=True, capture_output=True)  # noqa: S603 our own words
