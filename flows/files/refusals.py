"""The refusal of a file, in a sentence that names the limit and the way out."""

from flows.errors import DossierError


class FileRefused(DossierError):
    """A file that may not be kept. `code` says which rule: empty, too_large, type, active …"""

    def __init__(self, message, code: str):
        super().__init__(message)
        self.code = code

    @property
    def passes(self) -> bool:
        """Whether the file may be good: scanner or storage did not answer, and may later."""
        return self.code in ("unchecked", "storage")
