"""People who come to the doors, and how they come in."""

from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User

PASSWORD = "một mật khẩu đủ dài 2026"


def staff(username="lan", *, with_device=True, **more) -> User:
    user = User.objects.create_user(
        username, password=PASSWORD, is_staff=True, kind=User.Kind.STAFF, **more
    )
    if with_device:
        TOTPDevice.objects.create(user=user, name="default")
    return user


def citizen(username="minh", **more) -> User:
    return User.objects.create_user(username, password=PASSWORD, **more)


def token_of(user, *, drift=0) -> str:
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=drift):06d}"


def give_password(client, username, password=PASSWORD, **query):
    return client.post(
        reverse("two_factor:login", query=query or None),
        {
            "staff_login_view-current_step": "auth",
            "auth-username": username,
            "auth-password": password,
        },
    )


def give_token(client, token, **query):
    return client.post(
        reverse("two_factor:login", query=query or None),
        {"staff_login_view-current_step": "token", "token-otp_token": token},
    )


def sign_in(client, user, **query):
    give_password(client, user.username, **query)
    return give_token(client, token_of(user), **query)
