"""Which departments a head or leader answers for, and whose posts; administrators for all posts."""

from django.db.models import Q

from catalog.models import Department, Post
from catalog.permissions import posts_of


def departments_led_by(user):
    """A head's department, a leader's whole agency."""
    if user.is_superuser:
        return Department.objects.all()
    led = Q(pk__in=[])
    for post in posts_of(user):
        if post.role.code == "head":
            led |= Q(pk=post.department_id)
        elif post.role.code == "leader":
            led |= Q(agency=post.department.agency_id)
    return Department.objects.filter(led)


def posts_led_by(user, *, ended: bool = False):
    """The posts of today of the people one answers for; with `ended` the past ones too."""
    posts = Post.objects.all() if ended else Post.objects.active()
    if not user.has_perm("accounts.change_user"):
        posts = posts.filter(department__in=departments_led_by(user).order_by())
    return posts.select_related("user", "role", "department__agency").order_by(
        "user__full_name", "pk"
    )
