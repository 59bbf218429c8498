"""What the rules forbid, in words that people may read."""


class DossierError(Exception):
    """An act refused by a rule. `str(error)` is Vietnamese text that says what to do."""

    code = "not_allowed"


class NotPermitted(DossierError):
    """The person has not the right, the post or the four-eyes distance for this act."""

    code = "not_permitted"


class AlreadyDone(DossierError):
    """Somebody has acted meanwhile: the page that was open is out of date."""

    code = "already_done"


class EffectError(Exception):
    """Something outside did not work. `permanent` when trying again is useless."""

    def __init__(self, message: str, *, permanent: bool = False):
        super().__init__(message)
        self.permanent = permanent
