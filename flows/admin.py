"""Registers the console's admin classes; they live in flows/console."""

from flows.console import dossiers, partners, people, queue, records, trust, webhooks  # noqa: F401
from flows.console.reports import exporting  # noqa: F401  keeps its promises in the worker too
