"""A dossier that came on paper joins the account of whom it is about (nhận hồ sơ về tài khoản, Article 15.4a).

Who asks knows the code and the number of the applicant, and holds the contact that was given with it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from flows import limits
from flows.audit.journal import record
from flows.errors import AlreadyDone, DossierError
from flows.models import Dossier
from flows.services.acting import lock_dossier
from flows.tracking import find

ASKED_PER_DAY, DAY = 20, 86400


def unclaimed(user):
    """Dossiers without an account whose applicant is a person, or an organisation, as this one is."""
    kind = "organisation" if user.kind == user.Kind.ORGANISATION else "person"
    found = Dossier.objects.filter(applicant=None, submitter=None, applicant_kind=kind)
    return found.exclude(applicant_identifier="")


def asked_for(user, *, code: str, identifier: str) -> Dossier:
    """The dossier that this account may take over; DossierError says what to do instead.

    An unknown code and a wrong number get the same answer.
    """
    if not limits.hit("claim", str(user.pk), ASKED_PER_DAY, DAY):
        raise DossierError(_("Hôm nay đã thử quá nhiều lần. Hãy thử lại vào ngày mai."))
    own = user.tax_code if user.kind == user.Kind.ORGANISATION else user.identity_number
    found = find(code).filter(pk__in=unclaimed(user).values("pk"), applicant_identifier=identifier)
    # A number of an old card says nothing against an account that knows the new one.
    dossier = None if own and own != identifier and len(own) == len(identifier) else found.first()
    if dossier is None:
        raise DossierError(
            _(
                "Không có hồ sơ nộp trên giấy nào khớp với mã và số này mà chưa gắn với tài khoản. Hãy xem "
                "lại trên giấy tiếp nhận, và số trong thông tin tài khoản."
            )
        )
    if contact_of(dossier) is None:
        raise DossierError(
            _(
                "Hồ sơ không ghi số điện thoại hay thư điện tử để gửi mã. Hãy mang giấy tiếp nhận đến bộ "
                "phận một cửa để bổ sung."
            )
        )
    return dossier


def contact_of(dossier: Dossier) -> tuple[str, str] | None:
    """Where the code goes: the contact given with the dossier, never that of the account."""
    if dossier.applicant_phone:
        return "sms", dossier.applicant_phone
    return ("email", dossier.applicant_email) if dossier.applicant_email else None


@transaction.atomic
def claim(dossier: Dossier, *, by, evidence: dict) -> Dossier:
    """The account is the applicant's from now on; `evidence` is that of the code, kept in the journal."""
    dossier = lock_dossier(dossier.pk)
    if dossier.applicant_id == by.pk:
        raise AlreadyDone(_("Hồ sơ đã ở trong tài khoản."))
    if not unclaimed(by).filter(pk=dossier.pk).exists():
        raise DossierError(_("Hồ sơ này đã gắn với một tài khoản khác."))
    dossier.applicant = by
    dossier.save(update_fields=["applicant"])
    record(
        dossier, "claim_dossier", by=by,
        public_text="Người nộp đưa hồ sơ vào tài khoản trên Cổng.", data={"evidence": evidence},
    )  # fmt: skip
    return dossier
