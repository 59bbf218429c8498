"""Where allauth looks for what kinds of providers this house knows: OpenID Connect, strictly read."""

from home.accounts.openid import IdentityProvider

provider_classes = [IdentityProvider]
