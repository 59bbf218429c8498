"""Who edits the portal: two groups and the review between them. Safe to run again."""

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
REVIEW = "Duyệt nội dung"

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
    "catalog.publish_procedure",
    "catalog.lock_procedure",
    "catalog.unlock_procedure",
    "cms.delete_missedsearch",
    "cms.change_portalsettings",
    *(f"cms.{verb}_notice" for verb in _WORDS),
}
_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")  # fmt: skip


def set_up() -> tuple[Group, Group]:
    """The authors, the reviewers, and a workflow in which only reviewers publish."""
    authors = _group(AUTHORS, _AUTHOR_RIGHTS, ("add_page", "change_page"))
    reviewers = _group(
        REVIEWERS,
        _REVIEWER_RIGHTS,
        ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
    )
    workflow, _ = Workflow.objects.get_or_create(name=REVIEW)
    task, _ = GroupApprovalTask.objects.get_or_create(name=REVIEW)
    task.groups.set([reviewers])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(
        page=Page.get_first_root_node(), defaults={"workflow": workflow}
    )
    WorkflowContentType.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(Procedure), defaults={"workflow": workflow}
    )
    return authors, reviewers


def _group(name: str, rights: set[str], on_pages: tuple[str, ...]) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    wanted = [right.split(".") for right in sorted(rights)]
    group.permissions.set(
        Permission.objects.get(content_type__app_label=app, codename=codename)
        for app, codename in wanted
    )
    root = Page.get_first_root_node()
    for codename in on_pages:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    for right in Permission.objects.filter(codename__in=_FILES):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=right
        )
    return group
