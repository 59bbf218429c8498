"""Passwords, and which door they open."""

from django.contrib.auth.backends import ModelBackend


class DoorBackend(ModelBackend):
    """Checks the password of an account."""
