"""Two systems joined to the demo, with tokens that docs/api.md names: one files, one reports."""

import datetime

from django.utils import timezone

from catalog.models import Role
from flows.models import ClientSystem, Token
from flows.partners import systems

FILES, REPORTS = "bhxh_ivan_thu-nghiem-2026", "bhxh_tst_thu-nghiem-2026"


def build() -> None:
    """Join both; a demo that has systems already stays as it is."""
    if ClientSystem.objects.exists():
        return
    ivan = _join("ivan", "Phần mềm kê khai BHXH điện tử (I-VAN)")
    _token(ivan, FILES, [Token.Right.CREATE, Token.Right.READ])
    tst = _join("tst", "Phần mềm quản lý thu, sổ, thẻ (TST)")
    tst.roles.set(Role.objects.filter(code__in=["intake_clerk", "case_officer"]))
    _token(tst, REPORTS, [Token.Right.READ, Token.Right.UPDATE], only_own=False)


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
