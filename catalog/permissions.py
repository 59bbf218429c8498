"""Rights come from posts: a person may what the roles of the own active posts allow, today."""

import copy

from django.contrib.auth.backends import ModelBackend
from django.db.models import F

from catalog.models import Delegation, Post, Role


def posts_of(user) -> list[Post]:
    """The posts in which the person may act today, own ones first; asked once per request.

    A delegated post says so (`delegation`, `only_procedures`). Kept on the user object, which lives
    as long as its request: a right taken away is gone with the next one.
    """
    if not hasattr(user, "_held_posts"):
        held = (
            Post.objects.held_by(user)
            .select_related("user", "role", "department__agency")
            # Once per merged agency; nothing more is asked for them (lines_of).
            .annotate(
                merged=F("department__agency__predecessors"),
                merged_before=F("department__agency__predecessors__predecessors"),
            )
        )
        found, lines = {}, {}
        for post in held:
            found.setdefault(post.pk, post)
            agency = post.department.agency_id
            line = lines.setdefault(agency, {agency})
            line |= {post.merged, post.merged_before} - {None}
        user._agency_lines = lines
        user._held_posts = sorted(
            _as_held(list(found.values()), user), key=lambda post: bool(post.delegation)
        )
    return user._held_posts


def _as_held(posts: list[Post], user):
    """Own posts as they are; of a delegated one a copy for each delegation in force."""
    others = {post.pk: post for post in posts if post.user_id != user.pk}
    yield from (post for post in posts if post.user_id == user.pk)
    if not others:
        return
    found = Delegation.objects.active().filter(delegate=user, post__in=others)
    for delegation in found.prefetch_related("procedures"):
        post = copy.copy(others[delegation.post_id])
        post.delegation = delegation
        post.only_procedures = frozenset(one.pk for one in delegation.procedures.all())
        yield post


def lines_of(user) -> dict[int, set[int]]:
    """{agency of a post: it and the agencies merged into it}, whose closed dossiers it keeps.

    Two mergers deep.
    """
    posts_of(user)
    return user._agency_lines


def is_technician(user) -> bool:
    """Runs the system and, but for a stated reason (break-glass), sees no dossier."""
    return any(post.role.code == "it_admin" for post in posts_of(user))


class PostBackend(ModelBackend):
    """Grants the permissions of the roles a member of staff holds, by post or by delegation.

    It opens no door: who somebody is, the doors' own back-ends say.
    """

    def authenticate(self, request, **credentials):
        return None

    def get_group_permissions(self, user_obj, obj=None) -> set[str]:
        """All rights of the person; over a dossier (`obj`), those of posts that cover its procedure."""
        if not user_obj.is_active or not user_obj.is_staff:
            return set()
        of_role = _permissions_of_roles(user_obj)
        if obj is None:
            return set().union(*of_role.values())
        procedure = getattr(obj, "procedure_id", None)
        return set().union(
            *(of_role.get(p.role_id, ()) for p in posts_of(user_obj) if p.covers(procedure))
        )

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return self.get_group_permissions(user_obj, obj)

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return perm in self.get_group_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label) -> bool:
        prefix = f"{app_label}."
        return any(perm.startswith(prefix) for perm in self.get_group_permissions(user_obj))


def post_with(user, permission: str, dossier) -> Post | None:
    """The post by which the person may do it to the dossier: an own one before a delegated one."""
    of_role = _permissions_of_roles(user)
    return next(
        (
            post
            for post in posts_of(user)
            if post.covers(dossier.procedure_id) and permission in of_role.get(post.role_id, ())
        ),
        None,
    )


def agencies_with(user, permission: str) -> set[int]:
    """The agencies in which a post of the person carries this right."""
    of_role = _permissions_of_roles(user)
    return {
        post.department.agency_id
        for post in posts_of(user)
        if permission in of_role.get(post.role_id, ())
    }


def _permissions_of_roles(user) -> dict[int, set[str]]:
    """{role: its permissions} of the person's roles, in one query per request."""
    if not hasattr(user, "_post_permissions"):
        roles = {post.role_id for post in posts_of(user)}
        found: dict[int, set[str]] = {role: set() for role in roles}
        rows = Role.permissions.through.objects.filter(role__in=roles).values_list(
            "role", "permission__content_type__app_label", "permission__codename"
        )
        for role, app, codename in rows.order_by() if roles else ():
            found[role].add(f"{app}.{codename}")
        user._post_permissions = found
    return user._post_permissions
