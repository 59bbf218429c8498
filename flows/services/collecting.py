"""Results that wait to be collected: reminders on the days that the rules say, and the unclaimed."""

import datetime

from django.db import transaction
from django.utils import timezone

from flows.audit.journal import record
from flows.effects.notices import notify
from flows.models import CollectionRule, Delivery, State
from flows.services.acting import lock_dossier


def unclaimed_after(agency_ids) -> datetime.timedelta:
    """From when the desk of these agencies calls a result unclaimed; the shortest of their rules."""
    known = CollectionRule.by_agency()
    usual = known[None]
    days = [known.get(agency, usual).unclaimed_days for agency in agency_ids]
    return datetime.timedelta(days=min(days, default=usual.unclaimed_days))


def remind_all(now=None) -> int:
    """Remind everybody whose result has waited at the desk for one of the days; how many."""
    now = now or timezone.now()
    known = CollectionRule.by_agency()
    waiting = Delivery.objects.filter(
        state=Delivery.State.WAITING, channel="counter", dossier__state=State.RESULT_READY
    ).select_related("dossier")
    reminded = 0
    for delivery in waiting.order_by("pk").iterator(chunk_size=500):
        days = known.get(delivery.dossier.agency_id, known[None]).reminder_days
        passed = [day for day in days if delivery.created_at + datetime.timedelta(days=day) <= now]
        if passed and max(passed) not in delivery.reminders:
            reminded += _remind(delivery.pk, max(passed))
    return reminded


@transaction.atomic
def _remind(pk: int, day: int) -> bool:
    """One reminder for the longest wait reached; days missed while the worker slept are not made up."""
    dossier = lock_dossier(Delivery.objects.values_list("dossier", flat=True).get(pk=pk))
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    if delivery.state != Delivery.State.WAITING or day in delivery.reminders:
        return False
    delivery.reminders = [*delivery.reminders, day]
    delivery.save(update_fields=["reminders"])
    record(dossier, "collect_reminder", data={"day": day})
    notify(dossier, "collect_reminder", since=delivery.created_at.date())
    return True
