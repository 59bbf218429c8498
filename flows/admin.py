"""Registers the console's admin classes; they live in flows/console."""

from flows.console import (  # noqa: F401
    accounts,
    condition,
    dossiers,
    inbox,
    national,
    organisation_certificates,
    outbox,
    partners,
    people,
    queue,
    records,
    recounting,
    retention,
    signing_certificates,
    trust,
    webhooks,
)
from flows.console.reports import exporting  # noqa: F401  keeps its promises in the worker too
