"""One password tried on many names from one address: the address waits, those at home there do not."""

import datetime

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.utils import timezone

NAMES = 30  # different names that failed from one address within the time of a lock
AT_HOME = datetime.timedelta(
    days=30
)  # who signed in from the address so lately is no stranger to it


def is_sprayed(request, name: str) -> bool:
    """Whether so many names failed from here that a name not at home here must wait.

    An office behind one address goes on working: its people have signed in from there before.
    """
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    failed = AccessAttempt.objects.filter(
        ip_address=get_client_ip_address(request), attempt_time__gte=since
    )
    if failed.values("username").distinct().count() < NAMES:
        return False
    return not is_at_home(request, name)


def is_at_home(request, username: str) -> bool:
    """Whether this person has signed in from the request's address lately."""
    return AccessLog.objects.filter(
        ip_address=get_client_ip_address(request),
        username__iexact=username,
        attempt_time__gte=timezone.now() - AT_HOME,
    ).exists()
