"""What a PDF says, read as a search or a screen reader does."""

import shutil
import subprocess


def text_of(pdf: bytes) -> str:
    """What a screen reader or a search reads in it."""
    reader = shutil.which("pdftotext")
    assert reader, "install poppler-utils"
    found = subprocess.run(  # noqa: S603 our own bytes
        [reader, "-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return found.stdout.decode()
