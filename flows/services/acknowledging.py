"""How a person at the desk confirms what was received: by signing the receipt, or by a code (ký nhận, mã OTP)."""

from django.utils.translation import gettext as _

from flows.audit.chain import digest
from flows.errors import DossierError
from flows.models import Challenge, Dossier
from flows.services import confirming

IDENTITY_NUMBER = 12  # digits of a personal identity number (số định danh cá nhân)
SIGNATURE, CODE = "signature", "otp"


def contact_of(dossier: Dossier) -> tuple[str, str] | None:
    """Where the code goes: (channel, address) that the dossier itself names."""
    if dossier.applicant_phone:
        return "sms", dossier.applicant_phone
    return ("email", dossier.applicant_email) if dossier.applicant_email else None


def send_code(dossier: Dossier, *, by) -> Challenge:
    """Send the applicant a code to read out at the desk. Raises DossierError, TooSoon."""
    contact = contact_of(dossier)
    if contact is None:
        raise DossierError(
            _(
                "Hồ sơ không có số điện thoại, thư điện tử để gửi mã; hãy cho người nhận ký giấy biên nhận."
            )
        )
    summary = _("nhận kết quả hồ sơ %s") % dossier.code
    return confirming.send_code(by, contact=contact, summary=summary, **_what(dossier))


def check(dossier: Dossier, code: str, *, by) -> Challenge:
    """The challenge that this code answers, to be spent with the act. Raises CodeError."""
    return confirming.check(by, code=code, contact=contact_of(dossier), **_what(dossier))


def require_own(dossier: Dossier, typed: str) -> None:
    """Raise DossierError when a personal identity number was typed that is not the applicant's.

    Whoever filed under a mandate, or for an organisation, is known by that.
    """
    own, shown = dossier.applicant_identifier, "".join(filter(str.isdigit, typed))
    is_plain = dossier.applicant_kind == "person" and dossier.mandate_id is None
    if is_plain and len(own) == len(shown) == IDENTITY_NUMBER and own != shown:
        raise DossierError(
            _(
                "Số này khác số định danh của chủ hồ sơ. Hãy đối chiếu lại; người khác đến nhận thì "
                "đánh dấu «Nhận thay» và ghi giấy ủy quyền."
            )
        )


def _what(dossier: Dossier) -> dict:
    return {
        "purpose": Challenge.Purpose.COLLECT,
        "subject": f"dossier:{dossier.code}",
        "digest": digest({"collect": dossier.code, "state": dossier.state}),
    }
