"""Whom we believe and what authorities said, as the database has it: the one place here that asks it."""

import datetime

from flows.models import RevocationRecord, TrustedCertificate
from flows.signatures.trust import Root, Trust


def trust(now: datetime.datetime, *, with_demo: bool = False) -> Trust:
    """Roots, intermediates and the fresh answers on revocation, as they stand in the database."""
    rows = list(TrustedCertificate.objects.believed(now, with_demo=with_demo))
    strict = TrustedCertificate.Revocation.STRICT
    fresh = list(RevocationRecord.objects.filter(good_until__gt=now))
    return Trust(
        roots=[
            Root(row.der, row.revocation == strict) for row in rows if row.kind == row.Kind.ROOT
        ],
        intermediates=[row.der for row in rows if row.kind != row.Kind.ROOT],
        crls=[bytes(row.content) for row in fresh if row.kind == row.Kind.CRL],
        ocsps=[bytes(row.content) for row in fresh if row.kind == row.Kind.OCSP],
    )
