"""Signing a PDF with a key that we hold (PKCS#12): by the agency's seal, or by the demo's authority."""

import io

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers


class KeyUnreadable(ValueError):
    """The file is no PKCS#12, or the password does not open it."""


def key_from(pkcs12: bytes, password: str) -> signers.SimpleSigner:
    """The key with its certificates; KeyUnreadable when the file or password is wrong."""
    found = signers.SimpleSigner.load_pkcs12_data(pkcs12, [], password.encode() or None)
    if found is None:
        raise KeyUnreadable("Không mở được khóa ký (PKCS#12): sai mật khẩu hoặc sai tệp.")
    return found


def seal(content: bytes, key: signers.SimpleSigner, *, field: str, reason: str = "") -> bytes:
    """The PDF signed as PAdES in an incremental update."""
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason or None,
    )
    signer = signers.PdfSigner(meta, signer=key, new_field_spec=fields.SigFieldSpec(field))
    return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue()
