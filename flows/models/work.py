"""The engine's rows, ours: a dossier's processes and the work items that queues are made of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.managers import TaskQuerySet
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import STATUS

from catalog.permissions import posts_of


class DossierProcess(AbstractProcess):
    """One run of a routing over a dossier; `data` holds the parameters frozen at its start."""

    dossier = models.ForeignKey(
        "flows.Dossier", on_delete=models.PROTECT, related_name="processes", verbose_name=_("hồ sơ")
    )
    data = models.JSONField(default=dict, blank=True)
    # The engine sets these on its own rows; ours keep nothing in them.
    seed = artifact = parent_task = None

    class Meta:
        verbose_name = _("lượt xử lý")
        verbose_name_plural = _("lượt xử lý")


def stood_in_for(user) -> Q:
    """The condition that an item is in the hands of whom the person stands in for today."""
    theirs = Q(pk__in=())
    for post in posts_of(user):
        if post.delegation:
            held = Q(owner=post.user_id, department=post.department_id, role=post.role_id)
            theirs |= held & post.limits("dossier__")
    return theirs & Q(status=STATUS.ASSIGNED)


class WorkItemQuerySet(TaskQuerySet):
    def open(self):
        """Waiting for a person: free or claimed."""
        return self.filter(flow_task_type="HUMAN", status__in=[STATUS.NEW, STATUS.ASSIGNED])

    def visible_to(self, user):
        """The one place that says whose work items somebody may see and take.

        Those of a role the person holds (by post or delegation) in the item's department, and those
        already in the person's hands.
        """
        if not user.is_authenticated or not user.is_active or not user.is_staff:
            return self.none()
        if user.is_superuser:
            return self
        mine = Q(owner=user)
        for post in posts_of(user):
            mine |= Q(department=post.department_id, role=post.role_id) & post.limits("dossier__")
        return self.filter(mine)

    def free(self):
        return self.filter(status=STATUS.NEW, owner__isnull=True)

    def mine(self, user):
        return self.filter(status=STATUS.ASSIGNED, owner=user)

    def with_list_data(self):
        return self.select_related(
            "process",
            "dossier__procedure",
            "dossier__case",
            "dossier__agency",
            "dossier__batch_row",
            "owner",
            "department",
            "agency",
            "role",
        )


class WorkItem(AbstractTask):
    """A step waiting for somebody (việc cần làm): in one department's queue or in one hand."""

    process = models.ForeignKey(
        DossierProcess,
        on_delete=models.PROTECT,
        related_name="task_set",
        verbose_name=_("lượt xử lý"),
    )
    dossier = models.ForeignKey(
        "flows.Dossier",
        on_delete=models.PROTECT,
        related_name="work_items",
        verbose_name=_("hồ sơ"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_items",
        verbose_name=_("người xử lý"),
    )  # PROTECT: a deleted user must not delete work
    agency = models.ForeignKey(
        "catalog.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan"),
    )
    department = models.ForeignKey(
        "catalog.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_items",
        verbose_name=_("phòng ban"),
    )
    role = models.ForeignKey(
        "catalog.Role",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vai trò"),
    )
    step = models.CharField(_("bước"), max_length=60, blank=True)
    turn = models.PositiveSmallIntegerField(_("lượt"), default=0)
    step_title = models.CharField(_("tên bước"), max_length=160, blank=True)
    due_at = models.DateTimeField(_("hạn của bước"), null=True, blank=True)
    on_behalf_of = models.CharField(_("làm thay"), max_length=160, blank=True)
    data = models.JSONField(default=dict, blank=True)
    seed = artifact = None

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc cần làm")
        verbose_name_plural = _("việc cần làm")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["department", "role", "due_at", "id"],
                name="work_free_queue",
                condition=Q(status="NEW", flow_task_type="HUMAN"),
            ),
            models.Index(
                fields=["owner", "due_at", "id"],
                name="work_in_hand",
                condition=Q(status="ASSIGNED", flow_task_type="HUMAN"),
            ),
        ]

    def __str__(self):
        return f"{self.dossier} · {self.step_title or self.step}"

    def save(self, *args, **kwargs):
        # The engine makes rows for gates and waits too; each belongs to its process's dossier.
        if self.dossier_id is None:
            self.dossier = self.process.dossier
        super().save(*args, **kwargs)

    @property
    def goes_on(self) -> bool:
        """Another department or agency appraises after this one."""
        return self.flow_task.flow_class.goes_on(self)

    @property
    def came_from(self) -> bool:
        """Another department or agency has appraised before this one."""
        return self.flow_task.flow_class.came_from(self)

    @cached_property
    def earlier(self) -> list["WorkItem"]:
        """The steps of appraisal done before this one, in the order of the way, each once."""
        flow, steps = self.flow_task.flow_class, {}
        here = (flow.PATH.index(self.step), self.turn)
        done = self.process.task_set.filter(status=STATUS.DONE, flow_task_type="HUMAN")
        for item in done.select_related("department", "agency").order_by("pk"):
            place = (flow.PATH.index(item.step), item.turn)
            if place < here and item.step in flow.APPRAISALS:
                steps[place] = item
        return [item for _place, item in sorted(steps.items())]

    @property
    def is_taken_up(self) -> bool:
        """Somebody has taken it by hand; what was only shared out nobody has looked at yet."""
        return self.owner_id is not None and "distributed" not in self.data

    def is_open_to(self, user) -> bool:
        """Whether the person may take it: it is free, the person's own, or of whom they stand in for."""
        if self.owner_id in (None, user.pk):
            return True
        return any(
            post.delegation and post.user_id == self.owner_id and self.is_work_of(post)
            for post in posts_of(user)
        )

    def is_work_of(self, post) -> bool:
        """Whether the step falls to the post: its department, its role, a procedure it covers."""
        return (post.department_id, post.role_id) == (
            self.department_id,
            self.role_id,
        ) and post.covers(self.dossier.procedure_id)

    def is_overdue(self, now=None) -> bool:
        return bool(self.due_at) and (now or timezone.now()) > self.due_at
