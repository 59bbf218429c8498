"""Periodic works of the portal; the worker finds them here."""

from django.core.management import call_command

from flows.effects.sweeps import every


@every(60, name="publish_scheduled")
def publish_scheduled() -> None:
    """What editors scheduled goes public, or leaves, within a minute of its hour."""
    call_command("publish_scheduled", verbosity=0)
