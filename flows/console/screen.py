"""Everything the dossier's page shows, gathered in a fixed number of queries however long its story."""

import datetime
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.eforms import FormSpec
from catalog.models import SlipTemplate
from flows import acts, picture
from flows.audit import journal
from flows.console import due, evidence, words
from flows.console.steps.base import REGISTRY
from flows.deadlines import clock
from flows.models import Dossier, JournalEntry, WorkItem
from flows.services import competence, consulting, intake, replacing, reusing
from flows.services.printing import prints_of
from flows.status import public_status

# A replacement is decided by somebody else than who asked for it.
OF_ANOTHER_PERSON = {"confirm_replacement", "decline_replacement"}
JUST_NOW = datetime.timedelta(minutes=10)


@dataclass
class Button:
    """One act that is possible now, and where it is done."""

    act: object
    url: str


@dataclass
class Paper:
    """One paper of the case, and what was filed for it."""

    label: str
    counts: str = ""
    is_required: bool = True
    component_id: int | None = None
    originals: int = 0
    from_form: bool = False
    documents: list = field(default_factory=list)

    @property
    def current(self):
        return [document for document in self.documents if document.superseded_by_id is None]


def dossier_screen(dossier: Dossier, user) -> dict:
    """The context of console/dossier.html; notes in the journal that the person has read it."""
    note_reading(dossier, user)
    submissions = list(dossier.submissions.select_related("filed_by"))
    documents = list(
        dossier.documents.select_related(
            "component", "file", "checked_by", "compared_by", "submission"
        )
    )
    taken_over = reusing.results_of(documents)
    for document in documents:
        document.result = taken_over.get(document.pk)
    dossier.shown_submission = submissions[-1].number if submissions else 0
    items = _open_items(dossier, user)
    buttons = _buttons(dossier, items, user)
    for item in items:
        if item.in_my_queue and item.step in acts.APPROVE:
            item.own_proposal = acts.ACTS["approve"].forbids(dossier, user)
    decisions = list(
        dossier.decisions.select_related(
            "proposed_by", "proposed_for", "approved_by", "approved_for", "sent_back_by", "document"
        )
    )
    entries = _told(dossier, dossier.journal.order_by("seq"))
    issued = _named(dossier.issued.select_related("issued_by"), prints_of(entries))
    answers = submissions[-1].answers if submissions else {}
    spec = FormSpec(dossier.case.form) if dossier.case.form_id else None
    checkable = next(
        (item for item in items if item.step in intake.CHECKING and item.is_mine_or_free), None
    )
    at_intake = checkable is not None and checkable.step == "intake"
    return {
        "dossier": dossier,
        "public": public_status(dossier),
        "told_due": due.of_dossier(dossier),
        "buttons": buttons,
        "may_message": any(button.act.name == "message" for button in buttons),
        "items": items,
        "sections": spec.review(answers) if spec else [],
        "evidence": evidence.of(submissions),
        "papers": papers_of(
            dossier, documents, {q.key: q.label for q in spec.questions()} if spec else {}
        ),
        "check_url": reverse("admin:work_step", args=[checkable.pk, "check_document"])
        if checkable and (at_intake or any(paper.verdict == "pending" for paper in documents))
        else "",
        "at_intake": at_intake,
        "rest_url": reverse("admin:work_step", args=[checkable.pk, "accept_rest"])
        if at_intake and any(paper.verdict == "pending" for paper in documents)
        else "",
        "proposed": competence.of_dossier(dossier) if at_intake else None,
        "take_url": reverse("admin:work_step", args=[checkable.pk, "take_original"])
        if at_intake
        else "",
        "consultations": list(consulting.asked_units(dossier)),
        "referrals": list(
            dossier.referrals.select_related("from_agency", "to_agency", "asked_by", "answered_by")
        ),
        "urgings": acts.urgings_of(dossier),
        "reading": clock.explain(dossier),
        "flow": picture.flow_map(dossier),
        "journal": entries,
        "notes": [entry for entry in entries if entry.act == "note"],
        "notices": list(dossier.notices.all()),
        "talk": _talk(dossier),
        "labels": list(dossier.labels.all()),
        "issued": issued,
        "to_print": [slip for slip in issued if _waits_for_print(slip, user)],
        "decisions": decisions,
        "fees": list(
            dossier.fee_orders.prefetch_related(
                "payments__refunds__asked_by",
                "payments__refunds__decided_by",
                "payments__taken_by",
                "payments__receipt",
            )
        )
        if dossier.fee_state
        else [],
        "deliveries": list(
            dossier.deliveries.select_related("handed_by").prefetch_related("post_events")
        ),
        "originals": list(
            dossier.originals_requests.select_related("agency", "asked_by").prefetch_related(
                "items__document__component", "items__compared_by"
            )
        ),
        "supplements": _supplements(dossier, submissions, documents, spec),
    }


def note_reading(dossier: Dossier, user) -> None:
    """Reading personal data is journalled, once per person and hour."""
    if journal.was_read(dossier.pk, "read", by=user):
        return
    with transaction.atomic():
        Dossier.objects.select_for_update().only("pk").get(pk=dossier.pk)
        journal.record_reading(dossier, "read", by=user)


def papers_of(dossier: Dossier, documents: list, labels: dict) -> list[Paper]:
    """The papers in the order of the case; then the file questions, `labels` by their key."""
    papers = {
        component.pk: Paper(
            component.name,
            component.counts_label,
            component.is_required,
            component.pk,
            component.originals,
            component.from_form,
        )
        for component in dossier.case.components()
    }
    beside = {}
    for document in documents:
        paper = papers.get(document.component_id)
        if paper is None:
            label = labels.get(document.question_key, "")
            paper = beside.setdefault(label, Paper(label, is_required=False))
        paper.documents.append(document)
    return [*papers.values(), *beside.values()]


def _talk(dossier: Dossier) -> dict:
    """The messages with the applicant, and how many of the applicant's wait to be read."""
    written = list(dossier.messages.select_related("author", "read_by").prefetch_related("files"))
    unread = [each for each in written if not each.from_office and each.read_at is None]
    return {"messages": written, "unread": len(unread)}


def _named(issued, prints: dict) -> list:
    """Slips under the name officers know them by («Mẫu 01 – …»), with how often each was printed."""
    issued = list(issued)
    for slip in issued:
        slip.prints = prints.get(slip.pk, [])[::-1]
        is_form = slip.kind.isdigit()
        slip.label = SlipTemplate.Kind(slip.kind).label if is_form else slip.title
    return issued


def _waits_for_print(slip, user) -> bool:
    """What this person has just issued and not printed yet."""
    is_new = slip.issued_at > timezone.now() - JUST_NOW
    return is_new and slip.issued_by_id == user.pk and slip.is_valid and not slip.prints


def _told(dossier: Dossier, entries) -> list[JournalEntry]:
    """Journal entries with act and states in words; nothing of the person once that is disposed of."""
    entries = list(entries)
    if dossier.disposed_at:
        _withhold(entries)
    for entry in entries:
        entry.told = words.act_label(entry.act)
        entry.before_label = words.state_label(entry.state_before)
        entry.after_label = words.state_label(entry.state_after)
    return entries


def _withhold(entries: list[JournalEntry]) -> None:
    """The chain keeps its rows as they were hashed; the screen does not tell what they say."""
    people = get_user_model().objects.filter(pk__in={entry.actor_id for entry in entries})
    outsiders = set(people.filter(is_staff=False).values_list("pk", flat=True))
    for entry in entries:
        entry.data, entry.public_text = {}, ""
        if entry.actor_id in outsiders:
            entry.actor_name, entry.on_behalf_of = _("Người nộp"), ""


def _open_items(dossier: Dossier, user) -> list[WorkItem]:
    """Open items of the dossier; those in the person's own queue say so (`in_my_queue`)."""
    mine = set(
        WorkItem.objects.visible_to(user).filter(dossier=dossier).values_list("pk", flat=True)
    )
    items = list(
        dossier.work_items.open()
        .select_related("owner", "department", "agency", "role", "process")
        .order_by("pk")
    )
    for item in items:
        item.dossier = dossier
        item.in_my_queue = item.pk in mine
        item.is_mine_or_free = item.in_my_queue and item.is_open_to(user)
    return items


def _buttons(dossier, items, user) -> list[Button]:
    """Exactly the acts that `flows.acts` allows now, those over a work item first."""
    buttons = [
        Button(act, _address(item, act, dossier))
        for item in items
        if item.in_my_queue
        for act in acts.available(item, user)
        if act.name in REGISTRY
    ]
    on_the_whole = [act for act in acts.available(dossier, user) if act.name in REGISTRY]
    if any(act.name in OF_ANOTHER_PERSON for act in on_the_whole):
        asked = replacing.pending(dossier)
        if asked and asked.asked_by == user:
            on_the_whole = [act for act in on_the_whole if act.name not in OF_ANOTHER_PERSON]
    buttons += [
        Button(act, reverse("admin:dossier_step", args=[dossier.pk, act.name]))
        for act in on_the_whole
    ]
    return buttons


def _address(item, act, dossier) -> str:
    """Where the act is done; the outcomes of the intake say which submission the page shows."""
    address = reverse("admin:work_step", args=[item.pk, act.name])
    if REGISTRY[act.name].told_submission:
        return f"{address}?seen={dossier.shown_submission}"
    return address


def _supplements(dossier, submissions, documents, spec) -> list[dict]:
    """Each request with what it named, and old beside new where it was answered."""
    replaced = {}
    for document in documents:
        replaced.setdefault(document.superseded_by_id, []).append(document)
    for document in documents:
        document.replaced = replaced.get(document.pk, [])
    found = []
    for request in dossier.supplements.select_related("asked_by").prefetch_related("items"):
        after = next(
            (s for s in submissions if request.answered_at and s.filed_at > request.asked_at),
            None,
        )
        before = [s for s in submissions if s.filed_at <= request.asked_at]
        found.append(
            {
                "request": request,
                "entered": _entered(after) if after else "",
                "papers": [
                    document
                    for document in documents
                    if after and document.submission_id == after.pk
                ],
                "changes": _changes(spec, before[-1].answers, after.answers)
                if spec and before and after
                else [],
            }
        )
    return found


def _entered(submission) -> str:
    """Who entered the answer when the applicant did not."""
    ways = {
        "counter": _("nộp tại quầy, %s nhập"),
        "post": _("qua bưu chính, %s nhập"),
    }
    way = ways.get(submission.evidence.get("method", ""))
    return way % submission.filed_by if way else ""


def _changes(spec, old: dict, new: dict) -> list[tuple[str, str, str]]:
    """Questions whose shown value differs: (question, before, after)."""

    def shown(answers):
        return {
            question.key: (question.label, value)
            for _section, rows in spec.review(answers)
            for question, value in rows
        }

    was, now = shown(old), shown(new)
    return [
        (label, was.get(key, ("", "—"))[1], value)
        for key, (label, value) in now.items()
        if was.get(key, ("", None))[1] != value
    ]
