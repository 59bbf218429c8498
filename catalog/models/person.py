"""Who did something, as a column of the row that tells of it."""

from django.conf import settings
from django.db import models


def person(verbose_name, *, later: bool = False, **options) -> models.ForeignKey:
    """The account of who acted: it stays as long as the row, and has no way back from the account.

    `later`: empty until somebody acts. Other options are those of the field.
    """
    if later:
        options |= {"null": True, "blank": True}
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=verbose_name,
        **options,
    )
