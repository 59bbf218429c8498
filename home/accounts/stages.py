"""What a sign-in still waits for: one verified contact is enough, an e-mail address or a telephone number."""

from allauth.account.adapter import get_adapter
from allauth.account.stages import EmailVerificationStage, PhoneVerificationStage
from allauth.core.exceptions import RateLimited

from home.accounts import guessing


class OneContactStage(EmailVerificationStage):
    """Asks for the e-mail code only when no telephone number of the account is verified."""

    def handle(self):
        user = self.login.user
        if user is not None and user.phone and user.phone_verified:
            return None, True
        if user is None:
            _in_its_time(self.login.email)
        elif not user.emailaddress_set.filter(verified=True).exists():
            _in_its_time(self.login.email or user.email)
        return super().handle()


class PhoneStage(PhoneVerificationStage):
    """Asks for the code of a telephone number that is not verified yet."""

    def handle(self):
        user = self.login.user
        if user is None:
            _in_its_time(self.login.phone)
        elif (known := get_adapter().get_phone(user)) and not known[1]:
            _in_its_time(known[0])
        return super().handle()


def _in_its_time(contact: str | None) -> None:
    """RateLimited when a code was asked for from here a moment ago."""
    if contact and not guessing.may_ask_proof(contact):
        raise RateLimited
