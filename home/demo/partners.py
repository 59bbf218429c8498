"""Three systems joined to the demo, with tokens that docs/api.md names: one files, one reports, and the
national portal."""

import datetime

from django.conf import settings
from django.utils import timezone

from catalog.models import Role
from flows.models import ClientSystem, Token
from flows.partners import systems

FILES, REPORTS = "bhxh_ivan_thu-nghiem-2026", "bhxh_tst_thu-nghiem-2026"
NATIONAL = "bhxh_dvcqg_thu-nghiem-2026"


def build() -> None:
    """Join them; a system that the demo has already stays as it is."""
    joined = set(ClientSystem.objects.values_list("code", flat=True))
    if "ivan" not in joined:
        ivan = _join("ivan", "Phần mềm kê khai BHXH điện tử (I-VAN)")
        _token(ivan, FILES, [Token.Right.CREATE, Token.Right.READ])
    if "tst" not in joined:
        tst = _join("tst", "Phần mềm quản lý thu, sổ, thẻ (TST)")
        tst.roles.set(Role.objects.filter(code__in=["intake_clerk", "case_officer"]))
        _token(tst, REPORTS, [Token.Right.READ, Token.Right.UPDATE], only_own=False)
    if settings.NATIONAL_SYSTEM not in joined:
        portal = _join(settings.NATIONAL_SYSTEM, "Cổng Dịch vụ công quốc gia")
        _token(portal, NATIONAL, [Token.Right.CREATE, Token.Right.READ])


def _join(code: str, name: str) -> ClientSystem:
    email = f"{code}@bhxh.example.vn"
    return systems.join(ClientSystem(code=code, name=name, contact_email=email))


def _token(system: ClientSystem, text: str, rights: list, **reach) -> None:
    token = Token(
        system=system,
        rights=rights,
        every_agency=True,
        every_procedure=True,
        expires_at=timezone.now() + datetime.timedelta(days=365),
        **reach,
    )
    systems.make_token(token, by=None, text=text)
