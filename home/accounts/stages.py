"""One verified contact is enough: who came with a telephone number need not have an e-mail."""

from allauth.account.stages import EmailVerificationStage


class OneContactStage(EmailVerificationStage):
    """Asks for the e-mail code only when no telephone number of the account is verified."""

    def handle(self):
        user = self.login.user
        if user is not None and user.phone and user.phone_verified:
            return None, True
        return super().handle()
