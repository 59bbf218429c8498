"""What is done to one dossier: an online filing, a step taken and given back."""

import uuid

from django.contrib.auth import get_user_model
from django.db import transaction

from catalog.measuring import best
from flows.models import (
    Change,
    Document,
    Dossier,
    Draft,
    IssuedDocument,
    JournalEntry,
    Notice,
    Promise,
    State,
    Submission,
    WorkItem,
)
from flows.routings import routing
from flows.services import filing as services
from flows.services import handling, work

TIMES, ROUNDS = 10, 5
EVIDENCE = {"method": "otp", "channel": "sms", "to": "+84*****678", "tries": 1}
AS_SHOWN = ("procedure", "version", "case__form", "agency__parent", "mandate", "owner")
# What a filing writes besides the dossier and its routing, in the order of writing.
ROWS = (Submission, Document, JournalEntry, Change, IssuedDocument, Notice, Promise)
UNIQUE = {Change: ["event"], JournalEntry: ["hash"], IssuedDocument: ["token"], Promise: ["key"]}


def filing() -> dict:
    """An online filing with all that the law asks of it, beside the rows alone, saved one by one.

    The peer writes what a filing leaves behind, as the manuals of the ORM and of Viewflow show, and
    checks nothing. All is taken back with the transaction.
    """
    with transaction.atomic():
        like = _filed_before()
        drafts = iter([_again(like) for _time in range(TIMES * ROUNDS + 1)])
        measured = {"ours": best(lambda: _file(next(drafts)), TIMES, rounds=ROUNDS)}
        rows = _rows_of(_file(next(drafts)))
        measured["peer"] = best(lambda: _save_one_by_one(*rows), TIMES)
        transaction.set_rollback(True)
    return {"unit": "ms CPU", **measured, "limit": None, "lower": True, "goal": 3}


def step() -> dict:
    """An appraisal taken and put to the leader, beside Viewflow's own assign and execute.

    Each call is taken back before the next, so that all find the same dossier.
    """
    item, user = _to_appraise()

    def ours():
        by = get_user_model().objects.get(pk=user.pk)
        taken = work.claim(WorkItem.objects.get(pk=item.pk), by=by)
        handling.propose(taken, by=by, outcome="positive", content="Đủ điều kiện giải quyết.")

    def peer():
        with WorkItem.objects.get(pk=item.pk).activation() as activation:
            activation.assign(user)
            activation.task.save()
        with WorkItem.objects.get(pk=item.pk).activation() as activation:
            dossier = activation.process.dossier
            dossier.decisions.create(
                outcome="positive", content="Đủ điều kiện giải quyết.", proposed_by=user
            )
            dossier.state = State.PROCESSING
            dossier.save()
            activation.start(None)
            activation.execute()

    measured = {"ours": best(_undone(ours), TIMES), "peer": best(_undone(peer), TIMES)}
    return {"unit": "ms CPU", **measured, "limit": None, "lower": True, "goal": 0.67}


def _to_appraise():
    """An appraisal that waits in its department's queue, and somebody whose work it is."""
    waiting = WorkItem.objects.open().filter(
        owner=None, flow_task__endswith=".appraise", dossier__state=State.RECEIVED
    )
    item = waiting.select_related("department").first()
    return item, item.department.posts.active().filter(role=item.role).first().user


def _undone(act):
    def run():
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return run


def _filed_before() -> Draft:
    """A person's draft that was filed online under a version still in force."""
    drafts = Draft.objects.filter(
        dossier__channel=Dossier.Channel.ONLINE, applicant__kind="person", mandate=None
    ).select_related("procedure", "version", "owner")
    return next(draft for draft in drafts if draft.procedure.version_on() == draft.version)


def _again(like: Draft) -> Draft:
    """The same draft once more, not filed yet: as the page reads it that asks for the confirmation."""
    files = list(like.files.all())
    draft = Draft.objects.get(pk=like.pk)
    draft.pk, draft.key, draft.dossier, draft._state.adding = None, uuid.uuid4(), None, True
    draft.save()
    for file in files:
        file.pk, file.draft, file._state.adding = None, draft, True
    draft.files.bulk_create(files)
    return Draft.objects.select_related(*AS_SHOWN).get(pk=draft.pk)


def _file(draft: Draft) -> Dossier:
    return services.file_draft(
        draft, by=draft.owner, evidence=EVIDENCE, digest=services.digest_of(draft)
    )


def _rows_of(dossier: Dossier) -> tuple[Dossier, list]:
    return dossier, [row for model in ROWS for row in model.objects.filter(dossier=dossier)]


def _save_one_by_one(dossier: Dossier, rows: list) -> None:
    count = Dossier.objects.count()
    made = _copy(dossier, code=f"{dossier.code}-{count}", code_folded=f"{dossier.code}-{count}")
    for row in rows:
        fresh = {name: uuid.uuid4().hex for name in UNIQUE.get(type(row), ())}
        _copy(row, dossier_id=made.pk, **fresh)
    routing(made.version.routing).start.run(dossier=made)


def _copy(row, **other):
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return row.__class__.objects.create(**values | other)
