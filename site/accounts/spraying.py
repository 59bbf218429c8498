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
    address, now = get_client_ip_address(request), timezone.now()
    failed = AccessAttempt.objects.filter(
        ip_address=address, attempt_time__gte=now - settings.AXES_COOLOFF_TIME
    )
    if failed.values("username").distinct().count() < NAMES:
        return False
    return not AccessLog.objects.filter(
        ip_address=address, username__iexact=name, attempt_time__gte=now - AT_HOME
    ).exists()
