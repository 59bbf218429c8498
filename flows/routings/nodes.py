"""The engine's nodes as our office needs them: placed in a department, never without a right."""

from django.utils import timezone
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.status import STATUS

from flows.models import Consultation, DossierProcess, State, WorkItem
from flows.routings.carrying import follow
from flows.routings.placement import asked_once, freeze, place
from flows.routings.sharing import next_holder, who_had_it


class StepActivation(nodes.view.ViewActivation):
    """A step lands in the queue of the department that its rule names."""

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        process = prev_activation.process
        dossier, rules = process.dossier, process.data["rules"]
        turn = (data or {}).get("turn")
        if turn is None and flow_task.takes_turns:
            turn = process.data["turn"]
        where = place(dossier, rules, flow_task.name, turn)
        item = WorkItem(
            process=process,
            dossier=dossier,
            flow_task=flow_task,
            token=token,
            owner_permission=flow_task.permission,
            agency=where.agency,
            department=where.department,
            role_id=where.role_id,
            step=flow_task.name,
            turn=turn or 0,
            step_title=where.title or str(flow_task.task_title),
            due_at=where.due_at,
        )
        came_from = getattr(prev_activation, "came_from", prev_activation.task)
        holder = flow_task.holder_of(item, came_from)
        if holder:
            item.owner, item.status, item.assigned = holder, STATUS.ASSIGNED, timezone.now()
        item.save()
        item.previous.add(came_from)
        if flow_task.at_once:
            Consultation.objects.create(dossier=dossier, item=item, silence=where.silence)
        else:
            # Whoever moves the flow saves the dossier, once, when it has arrived. A dossier on which
            # others are asked for their opinion stays with who asks.
            follow(dossier, where.department)
            dossier.current_agency, dossier.current_department = where.agency, where.department
        return cls(item)

    @Activation.status.super()
    def assign(self, user):
        """Into somebody's hands. The act saves the item, once: at its end, or in `claim`."""
        self.task.owner, self.task.assigned = user, timezone.now()

    def prepare_revived_task(self, task):
        # The engine forgets the right of a revived task, which would open it to everybody.
        for name in (
            "owner_permission", "dossier", "agency", "department", "role", "step", "turn",
            "step_title", "due_at",
        ):  # fmt: skip
            setattr(task, name, getattr(self.task, name))


class Step(nodes.View):
    """What a person does. The right is obligatory; `takes_turns` when departments follow each other,
    `at_once` when all are asked in the same time, `same_hands` when the clerk of the intake goes on.
    """

    activation_class = StepActivation

    def __init__(
        self, permission, *, title, takes_turns=False, at_once=False, same_hands=False, **kwargs
    ):
        super().__init__(view=None, **kwargs)
        self.permission = permission
        self.takes_turns = takes_turns
        self.at_once = at_once
        self.same_hands = same_hands
        self.Permission(permission)
        self.Annotation(title=title)

    def holder_of(self, item, came_from):
        """In whose hands a new item is at once; None: it waits in the department's queue."""
        if self.same_hands:
            taken_in = item.process.task_set.filter(step="intake", status=STATUS.DONE)
            return taken_in.select_related("owner").latest("pk").owner
        post = who_had_it(item, came_from)
        if post:
            item.on_behalf_of = post.on_behalf_of()
            holder = post.delegation.delegate if post.delegation else post.user
        else:
            holder = next_holder(item)
        if holder:
            item.data = {"distributed": True}
        return holder

    def can_assign(self, user, task):
        return WorkItem.objects.visible_to(user).filter(pk=task.pk).exists() and user.has_perm(
            self.permission
        )


class OpeningActivation(StartHandleActivation):
    """A process that begins is nobody else's yet: the engine's own would lock it and read it again."""

    @Activation.status.super()
    def execute(self):
        self.process.save()
        self.complete()
        self.activate_next()


class Opening(nodes.StartHandle):
    """Begins a run over a dossier, inside the transaction of the act."""

    activation_class = OpeningActivation


class GateActivation(nodes.switch.SwitchActivation):
    """A gate is written once, when it has chosen: the engine's own would save it twice.

    It has no place in the line of work: the step behind it follows the step before it.
    """

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        process = prev_activation.process
        task = WorkItem(process=process, dossier=process.dossier, flow_task=flow_task, token=token)
        activation = cls(task)
        activation.came_from = getattr(prev_activation, "came_from", prev_activation.task)
        return activation

    def __hash__(self):
        return id(self)

    def __eq__(self, other):
        return self is other

    @Activation.status.super()
    def activate(self):
        self.next_task = next(
            node for node, holds in self.flow_task._branches if holds is None or holds(self)
        )


class Gate(nodes.Switch):
    """Asks the dossier where it goes; the first case that holds, else the default."""

    activation_class = GateActivation


class AskAllActivation(nodes.split.SplitActivation):
    @Activation.status.super()
    def activate(self):
        node = self.flow_task._branches[0][0]
        asked = asked_once(self.process.dossier, self.process.data["rules"], node.name)
        self.next_tasks = [(node, {"turn": rule["turn"]}) for rule in asked]


class AskAll(nodes.Split):
    """Opens one step for each unit that the rules name, all at the same time; none is asked twice."""

    activation_class = AskAllActivation


class AllAnsweredActivation(nodes.join.JoinActivation):
    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        activation = super().create(flow_task, prev_activation, token, data=data, seed=seed)
        # The engine reads a join that waits from the table: its process would be another object,
        # with another dossier than the one that this act has locked and is going to save.
        activation.task.process = prev_activation.process
        return activation


class AllAnswered(nodes.Join):
    """Goes on when every unit that was asked has answered."""

    activation_class = AllAnsweredActivation


class Wait(nodes.Handle):
    """Waiting for somebody outside: the service that hears the answer resumes it."""

    def __init__(self, *, title, **kwargs):
        super().__init__(**kwargs)
        self.Annotation(title=title)


class DossierFlow(Flow):
    """What every routing shares: our rows, a real lock, and conditions that ask the dossier."""

    process_class = DossierProcess
    task_class = WorkItem
    # NOWAIT would sleep in the worker and abort an outer transaction; the second one simply waits.
    lock_impl = SelectForUpdateLock(nowait=False, attempts=1)

    # The steps that look into the matter: a dossier may go back to one of them.
    APPRAISALS = ("appraise", "appraise_above", "conclude")

    @classmethod
    def goes_on(cls, item) -> bool:
        """Whether another department or agency appraises after this item."""
        return False

    @classmethod
    def came_from(cls, item) -> bool:
        """Whether another department or agency has appraised before this item."""
        return False

    @classmethod
    def turn(cls, process, by: int) -> None:
        """Move the process's turn: +1 to the next, -1 to the previous one. Nothing to do here."""

    def open(self, activation, dossier):
        """Start over a dossier, with the rules of its version frozen."""
        activation.process.dossier = dossier
        rules = freeze(dossier.version)
        activation.process.data = {"rules": rules, "turn": first_turn(rules)}
        return activation.process

    def is_submitted(self, activation):
        return activation.process.dossier.state == State.SUBMITTED

    def is_incomplete(self, activation):
        return activation.process.dossier.state == State.INTAKE_SUPPLEMENT

    def is_received(self, activation):
        return activation.process.dossier.state == State.RECEIVED

    def is_processing(self, activation):
        return activation.process.dossier.state == State.PROCESSING

    def awaits_supplement(self, activation):
        return activation.process.dossier.state == State.SUPPLEMENT_REQUESTED

    def is_proposed(self, activation):
        return activation.process.dossier.has_pending_decision

    def has_result(self, activation):
        return activation.process.dossier.state == State.RESULT_READY

    def is_sent(self, activation):
        return activation.process.dossier.is_in_the_post

    def is_stopped(self, activation):
        return activation.process.dossier.state == State.STOPPED

    def goes_up(self, activation):
        data = activation.process.data
        return data.get("asked_in") == "appraise_above" or data.get("above", False)


def first_turn(rules: list[dict]) -> int:
    return min((rule["turn"] for rule in rules if rule["step"] == "appraise"), default=0)
