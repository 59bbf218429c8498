"""Who answers for whose work: a head for the department, a leader for the whole agency."""

from django.db.models import Q

from catalog.models import Department, Post
from catalog.permissions import posts_of

LEADING = {"head", "leader"}


def leads_somebody(user) -> bool:
    """Heads and leaders, who say who does what."""
    return user.is_superuser or any(post.role.code in LEADING for post in posts_of(user))


def leads(user, department) -> bool:
    """Whether the person heads this department, or leads its agency."""
    return any(
        (post.role.code == "head" and post.department_id == department.pk)
        or (post.role.code == "leader" and post.department.agency_id == department.agency_id)
        for post in posts_of(user)
    )


def led_by(user, *, department: str, agency: str) -> Q:
    """Of rows with these paths to a department and its agency, those the person answers for."""
    led = Q(pk__in=[])
    for post in posts_of(user):
        if post.role.code == "head":
            led |= Q(**{department: post.department_id})
        elif post.role.code == "leader":
            led |= Q(**{agency: post.department.agency_id})
    return led


def departments_led_by(user):
    """A head's department, all departments of a leader's agency; administrators all."""
    if user.is_superuser:
        return Department.objects.all()
    return Department.objects.filter(led_by(user, department="pk", agency="agency"))


def posts_led_by(user, *, ended: bool = False):
    """The posts of today of the people one answers for; with `ended` the past ones too.

    Those who administer accounts see everybody's.
    """
    posts = Post.objects.all() if ended else Post.objects.active()
    if not user.has_perm("accounts.change_user"):
        posts = posts.filter(department__in=departments_led_by(user).order_by())
    return posts.select_related("user", "role", "department__agency").order_by(
        "user__full_name", "pk"
    )
