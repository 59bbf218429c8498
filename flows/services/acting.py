"""What every act on a work item shares: the lock, the right, the delegation, the finish."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from viewflow.fsm import TransitionNotAllowed
from viewflow.workflow.status import STATUS

from catalog.models import Post
from catalog.permissions import posts_of
from flows import acts
from flows.audit.journal import record
from flows.errors import AlreadyDone, NotPermitted
from flows.models import Dossier, State, WorkItem


def lock_dossier(pk: int) -> Dossier:
    """The dossier as it is now, locked until the transaction ends."""
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related(
            "version", "case", "procedure", "agency", "current_agency", "current_department"
        )
        .get(pk=pk)
    )
    dossier.case.version = dossier.version
    dossier.is_locked = True
    return dossier


def post_of(by, item: WorkItem) -> Post:
    """The post in which the person acts on the item: an own one before a delegated one."""
    posts = sorted(
        (
            post
            for post in posts_of(by)
            if (post.department_id, post.role_id) == (item.department_id, item.role_id)
        ),
        key=lambda post: post.user_id != by.pk,
    )
    if not posts:
        raise NotPermitted(_("Việc này thuộc phòng ban khác; bạn không giữ vị trí xử lý nó."))
    return posts[0]


def behalf(post: Post, by) -> str:
    """«B thay A, theo văn bản số …» is shown on every delegated act."""
    if post.user_id == by.pk:
        return ""
    delegation = post.delegations.filter(delegate=by, revoked_at__isnull=True).first()
    return f"{post.user} ({delegation.number})" if delegation else str(post.user)


@dataclass
class Moment:
    """An act under way: the locked dossier, the item's activation, who acts for whom."""

    activation: object
    dossier: Dossier
    by: object
    post: Post
    on_behalf_of: str
    before: str = field(default="")

    @property
    def item(self) -> WorkItem:
        return self.activation.task

    def journal(self, act: str, *, public_text: str = "", **data):
        return record(
            self.dossier,
            act,
            by=self.by,
            on_behalf_of=self.on_behalf_of,
            public_text=public_text,
            before=self.before,
            department=self.post.department,
            data=data,
        )

    def remember(self, **facts) -> None:
        """Facts of this run that its routing asks for later."""
        process = self.activation.process
        if any(process.data.get(name) != value for name, value in facts.items()):
            process.data |= facts
            process.save(update_fields=["data"])

    def finish(self) -> None:
        """The step is done: the routing says who is next, and the dossier keeps where it is then."""
        self.activation.start(None)
        self.activation.execute()
        self.dossier.save()


@contextmanager
def opened(item: WorkItem):
    """The item's activation, read again inside one transaction.

    The dossier is locked first, by every act: two acts wait for each other and never in a circle.
    """
    with transaction.atomic():
        dossier = lock_dossier(item.dossier_id)
        item.refresh_from_db(from_queryset=WorkItem.objects.select_related("process"))
        activation = item.flow_task.activation_class(item)
        activation.process.dossier = item.dossier = dossier
        yield activation


@contextmanager
def acting(item: WorkItem, name: str, *, by):
    """One transaction over one item: locked, re-read, allowed, and in the hands of `by`.

    Raises NotPermitted, DossierError or AlreadyDone; nothing is written then.
    """
    try:
        with opened(item) as activation:
            moment = _take(activation, by)
            if name != "claim":
                acts.check(name, moment.dossier, by=by, item=activation.task)
            yield moment
    except TransitionNotAllowed as error:
        raise AlreadyDone(
            _("Việc này vừa được xử lý ở nơi khác. Hãy tải lại trang để xem tình trạng mới.")
        ) from error


def _take(activation, by) -> Moment:
    """Put the item into the person's hands, unless somebody else has it."""
    item = activation.task
    if item.status not in (STATUS.NEW, STATUS.ASSIGNED):
        raise AlreadyDone(
            _("Bước «%s» đã xong. Hãy tải lại trang để xem tình trạng mới.") % item.step_title
        )
    dossier, post = item.dossier, post_of(by, item)
    if item.owner_id not in (None, by.pk):
        raise AlreadyDone(_("%s đang xử lý việc này.") % item.owner)
    moment = Moment(activation, dossier, by, post, behalf(post, by), before=dossier.state)
    if item.owner_id is None:
        if not by.has_perm(item.owner_permission):
            raise NotPermitted(_("Bạn không có quyền làm bước «%s».") % item.step_title)
        item.on_behalf_of = moment.on_behalf_of
        activation.assign(by)
        if dossier.state == State.RECEIVED and item.step != "intake":
            begin_processing(moment)
    return moment


def begin_processing(moment: Moment) -> None:
    """The unit has taken the dossier over (T7): received becomes processing."""
    moment.dossier.state = State.PROCESSING
    moment.journal(
        "begin",
        public_text=f"{moment.post.department} bắt đầu xử lý hồ sơ.",
    )
    moment.before = State.PROCESSING
