"""What every act on a work item shares: the lock, the right, the delegation, the finish."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from viewflow.fsm import TransitionNotAllowed
from viewflow.workflow.status import STATUS

from catalog.models import CompetenceRule, Post
from catalog.permissions import post_with, posts_of
from flows import acts
from flows.audit.journal import record
from flows.errors import AlreadyDone, NotPermitted
from flows.models import Document, Dossier, Referral, State, Submission, WorkItem


def _facts_of_acts():
    """What every act asks of its dossier beside its own row, in one statement."""
    of_dossier = {"dossier": OuterRef("pk")}
    newest = Submission.objects.filter(**of_dossier).order_by("-number")
    return Dossier.objects.annotate(
        is_referred=Exists(Referral.objects.filter(**of_dossier, answered_at__isnull=True)),
        has_rules=Exists(CompetenceRule.objects.filter(version=OuterRef("version"))),
        keeps_originals=Exists(Document.objects.filter(**of_dossier, originals_kept__gt=0)),
        newest_submission=Subquery(newest.values("number")[:1]),
    ).select_related(
        "version",
        "case",
        "procedure",
        "agency",
        "current_department",
    )


# Put together once: that took as long as asking.
_LOCKED = _facts_of_acts().select_for_update(of=("self",))
_WITH_PROCESS = WorkItem.objects.select_related("process")


def lock_dossier(pk: int) -> Dossier:
    """The dossier as it is now, locked until the transaction ends."""
    dossier = _LOCKED.get(pk=pk)
    dossier.case.version = dossier.version
    if dossier.current_agency_id == dossier.agency_id:  # elsewhere it is read when asked for
        dossier.current_agency = dossier.agency
    dossier.is_locked = True
    return dossier


def post_of(by, item: WorkItem) -> Post:
    """The post in which the person acts on the item: that of whoever holds it, when the person stands
    in for them; what was taken up for somebody stays so. A free one is taken in an own post first.
    """
    posts = [post for post in posts_of(by) if item.is_work_of(post)]
    if not posts:
        raise NotPermitted(_("Việc này thuộc phòng ban khác; bạn không giữ vị trí xử lý nó."))

    def fits(post: Post) -> bool:
        if item.owner_id == by.pk:
            return post.on_behalf_of() == item.on_behalf_of
        return post.user_id == (item.owner_id or by.pk)

    return next(filter(fits, posts), posts[0])


def opened_dossier(dossier: Dossier, name: str, *, by) -> Dossier:
    """The locked dossier for an act done on it as a whole: allowed, seen, and in whose place.

    Raises NotPermitted or DossierError.
    """
    dossier = lock_dossier(dossier.pk)
    stand_to(dossier, name, by=by)
    return dossier


def stand_to(dossier: Dossier, name: str, *, by) -> None:
    """The same for a dossier that is locked already."""
    act = acts.check(name, dossier, by=by)
    if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotPermitted(_("Hồ sơ thuộc cơ quan khác."))
    dossier.acting_post = next(
        filter(None, (post_with(by, right, dossier) for right in (act.permission, *act.also))), None
    )


def require_seen(dossier: Dossier, seen: int | None) -> None:
    """AlreadyDone when something was filed after the page that showed submission number `seen`."""
    if seen is not None and dossier.newest_submission != seen:
        raise AlreadyDone(
            _(
                "Người nộp vừa thay đổi hồ sơ sau khi bạn mở trang. Hãy mở lại hồ sơ để xem nội dung mới "
                "rồi thực hiện lại."
            )
        )


def over(item: WorkItem) -> str:
    """A step that is done, in words: by whom and when."""
    if item.owner is None or item.finished is None:
        return _("Bước «%s» đã xong. Hãy mở lại hồ sơ để xem tình trạng mới.") % item.step_title
    return _(
        "Bước «%(step)s» đã xong, do %(who)s làm lúc %(at)s. Hãy mở lại hồ sơ để xem tình trạng mới."
    ) % {"who": item.owner, "step": item.step_title, "at": _moment(item.finished)}


def in_the_hands_of(item: WorkItem) -> str:
    """A step that somebody else has, in words: who and since when."""
    if item.assigned is None:
        return _("%s đang xử lý việc này.") % item.owner
    told = {"who": item.owner, "at": _moment(item.assigned)}
    return _("%(who)s đang xử lý việc này, từ %(at)s.") % told


def _moment(at) -> str:
    return date_format(timezone.localtime(at), "H:i d/m/Y")


@dataclass
class Moment:
    """An act under way: the locked dossier, the item's activation, who acts for whom."""

    activation: object
    dossier: Dossier
    by: Any
    post: Post
    before: str = field(default="")

    @property
    def item(self) -> WorkItem:
        return self.activation.task

    @property
    def principal(self):
        """Whom the person stands in for; None in an own post."""
        return self.post.user if self.post.delegation else None

    def journal(self, act: str, *, public_text: str = "", **data):
        return record(
            self.dossier,
            act,
            by=self.by,
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

    def leave(self) -> None:
        """The step is done, and its arrow is not followed: the caller opens another one."""
        self.activation.start(None)
        self.activation.complete()

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
        item.refresh_from_db(from_queryset=_WITH_PROCESS)
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
        raise AlreadyDone(over(item))
    dossier, post = item.dossier, post_of(by, item)
    if not item.is_open_to(by):
        raise AlreadyDone(in_the_hands_of(item))
    dossier.acting_post, item.department = post, post.department
    moment = Moment(activation, dossier, by, post, before=dossier.state)
    item.data.pop("distributed", None)  # from here on it was taken up by hand
    if item.owner_id != by.pk:
        if not by.has_perm(item.owner_permission, dossier):
            raise NotPermitted(_("Bạn không có quyền làm bước «%s».") % item.step_title)
        if item.owner_id:  # in the hands of whom the person stands in for
            activation.unassign()
        item.on_behalf_of = post.on_behalf_of()
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
