"""Which departments and posts a head, leader or administrator answers for."""

from django.db.models import Q

from catalog.models import Department, Post
from catalog.permissions import posts_of


def departments_led_by(user):
    """A head's department, a leader's whole agency, an administrator's everything."""
    if user.has_perm("catalog.add_delegation"):
        return Department.objects.all()
    led = Q(pk__in=[])
    for post in posts_of(user):
        if post.role.code == "head":
            led |= Q(pk=post.department_id)
        elif post.role.code == "leader":
            led |= Q(agency=post.department.agency_id)
    return Department.objects.filter(led)


def posts_led_by(user, *, ended: bool = False):
    """The posts of today in those departments; with `ended` the past ones too."""
    posts = Post.objects.all() if ended else Post.objects.active()
    led = departments_led_by(user).order_by()
    return (
        posts.filter(department__in=led)
        .select_related("user", "role", "department__agency")
        .order_by("user__full_name", "pk")
    )
