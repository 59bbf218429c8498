"""Who edits the portal: authors write, reviewers approve, publishers put live. Safe to run again.

Catalogue managers keep the catalogue in the console; as editors they see to what stands beside it.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from catalog.models import Procedure

AUTHORS = "Biên tập viên"
REVIEWERS = "Người duyệt nội dung"
PUBLISHERS = "Người xuất bản"
CATALOGUE = "Quản trị danh mục"
REVIEW = "Duyệt nội dung"
PUBLICATION = "Xuất bản"

_WORDS = ("add", "change", "delete", "view")
_AUTHOR_RIGHTS = {
    "wagtailadmin.access_admin",
    "catalog.view_procedure",
    "catalog.change_procedure",
    *(f"cms.{verb}_synonym" for verb in _WORDS),
    *(f"cms.{verb}_faq" for verb in _WORDS),
    *(f"cms.{verb}_formfile" for verb in _WORDS),
    "cms.view_missedsearch",
}
_REVIEWER_RIGHTS = _AUTHOR_RIGHTS | {
    "catalog.lock_procedure",
    "catalog.unlock_procedure",
    "cms.delete_missedsearch",
}
_PUBLISHER_RIGHTS = _REVIEWER_RIGHTS | {
    "catalog.publish_procedure",
    "cms.change_portalsettings",
    *(f"cms.{verb}_notice" for verb in _WORDS),
    *(f"cms.{verb}_termsofuse" for verb in ("add", "change", "view")),
    *(f"wagtailredirects.{verb}_redirect" for verb in _WORDS),
}
# Forms of procedures and the guidance beside them; no pages.
_CATALOGUE_RIGHTS = _AUTHOR_RIGHTS | {f"catalog.{verb}_form" for verb in _WORDS}
_WRITE = ("add_page", "change_page")
_REVIEW = (*_WRITE, "lock_page", "unlock_page")
_PUBLISH = (*_REVIEW, "publish_page", "bulk_delete_page")
_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")  # fmt: skip


def set_up() -> dict[str, Group]:
    """The four groups by name, and a workflow: reviewers approve, then publishers put live."""
    rights = {
        AUTHORS: (_AUTHOR_RIGHTS, _WRITE),
        REVIEWERS: (_REVIEWER_RIGHTS, _REVIEW),
        PUBLISHERS: (_PUBLISHER_RIGHTS, _PUBLISH),
        CATALOGUE: (_CATALOGUE_RIGHTS, ()),
    }
    groups = {name: _group(name, *given) for name, given in rights.items()}
    workflow, _ = Workflow.objects.get_or_create(name=REVIEW)
    for order, (name, group) in enumerate([(REVIEW, REVIEWERS), (PUBLICATION, PUBLISHERS)]):
        task, _ = GroupApprovalTask.objects.get_or_create(name=name)
        task.groups.set([groups[group]])
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": order}
        )
    WorkflowPage.objects.update_or_create(
        page=Page.get_first_root_node(), defaults={"workflow": workflow}
    )
    WorkflowContentType.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(Procedure), defaults={"workflow": workflow}
    )
    return groups


def _group(name: str, rights: set[str], on_pages: tuple[str, ...]) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    wanted = [right.split(".") for right in sorted(rights)]
    group.permissions.set(
        Permission.objects.get(content_type__app_label=app, codename=codename)
        for app, codename in wanted
    )
    root = Page.get_first_root_node()
    GroupPagePermission.objects.filter(group=group).exclude(
        permission__codename__in=on_pages
    ).delete()
    for codename in on_pages:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    for right in Permission.objects.filter(codename__in=_FILES):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=right
        )
    return group
