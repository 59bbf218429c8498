"""Who has not acted for long, and what waits on them (Article 20.1): for heads, of their people."""

import datetime
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from catalog.models import Post
from flows.models import IdleRule, JournalEntry, WorkItem

User = get_user_model()
DAY = datetime.timedelta(days=1)


@dataclass
class Person:
    """One member of staff: posts, last sign-in, last act, and what waits on them now."""

    user: AbstractBaseUser
    days: int  # of the rule: without an act for so long they are named
    posts: list[Post] = field(default_factory=list)
    waiting: int = 0
    late: int = 0

    @property
    def since(self) -> datetime.date:
        """From when acts were to be expected: the first day of the longest post of today."""
        return min(post.valid_from for post in self.posts)

    def is_idle(self, now: datetime.datetime) -> bool:
        """No act within the days of the rule, although the person was in post all the time."""
        begins = now - self.days * DAY
        if self.user.last_act:
            return self.user.last_act < begins
        return self.since < timezone.localdate(begins)


def people(posts, departments) -> list[Person]:
    """Everybody who holds one of these posts, who has most waiting first; four queries.

    What waits is counted in these departments: the list behind the number shows the same.
    """
    rules = IdleRule.by_agency()
    found: dict[int, Person] = {}
    for post in posts:
        days = rules.get(post.department.agency_id, rules[None]).days
        person = found.setdefault(post.user_id, Person(post.user, days))
        person.days = min(person.days, days)
        person.posts.append(post)
    acts = JournalEntry.objects.filter(actor=OuterRef("pk")).exclude(act__in=JournalEntry.LOOKING)
    last = acts.order_by().values("actor").annotate(last=Max("at")).values("last")
    rows = User.objects.filter(pk__in=found).annotate(last_act=Subquery(last))
    for user in rows:
        found[user.pk].user = user
    late = Count("pk", filter=Q(due_at__lt=timezone.now()))
    held = WorkItem.objects.open().filter(owner__in=found, department__in=departments.order_by())
    for row in held.order_by().values(user=F("owner")).annotate(n=Count("pk"), late=late):
        found[row["user"]].waiting, found[row["user"]].late = row["n"], row["late"]
    return sorted(found.values(), key=lambda one: (-one.waiting, one.user.full_name, one.user.pk))
