"""Rights come from posts: a person may what the roles of the own active posts allow, today."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from catalog.models import Post, Role


def posts_of(user) -> list[Post]:
    """The posts in which the person may act today, own and delegated; asked once per request.

    Kept on the user object, which lives as long as its request: a right taken away is gone with the
    next one.
    """
    if not hasattr(user, "_held_posts"):
        held = Post.objects.held_by(user).select_related("user", "role", "department__agency")
        user._held_posts = list(held)
    return user._held_posts


class PostBackend(ModelBackend):
    """Grants the permissions of the roles a member of staff holds, by post or by delegation.

    It opens no door: who somebody is, the doors' own back-ends say.
    """

    def authenticate(self, request, **credentials):
        return None

    def get_group_permissions(self, user_obj, obj=None) -> set[str]:
        if not user_obj.is_active or not user_obj.is_staff or obj is not None:
            return set()
        if not hasattr(user_obj, "_post_permissions"):
            found = (
                Permission.objects.filter(
                    pk__in=Role.permissions.through.objects.filter(
                        role__in={post.role_id for post in posts_of(user_obj)}
                    ).values("permission")
                )
                .values_list("content_type__app_label", "codename")
                .order_by()
            )
            user_obj._post_permissions = {f"{app}.{codename}" for app, codename in found}
        return user_obj._post_permissions

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return self.get_group_permissions(user_obj, obj)

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return perm in self.get_group_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label) -> bool:
        prefix = f"{app_label}."
        return any(perm.startswith(prefix) for perm in self.get_group_permissions(user_obj))
