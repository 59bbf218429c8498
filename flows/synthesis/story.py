"""One dossier's history, told in rows: each method writes what the service of that name writes."""

import datetime
import random
import secrets
import uuid

from django.utils import timezone
from viewflow.workflow.status import STATUS

from catalog.text import fold
from flows.audit.chain import hash_of_row
from flows.deadlines.working_time import opening
from flows.effects.messages import MESSAGES
from flows.models import (
    Change,
    ClockInterval,
    Document,
    Dossier,
    DossierProcess,
    IssuedDocument,
    JournalEntry,
    Notice,
    State,
    Submission,
    WorkItem,
)
from flows.status import NATIONAL, key_of
from flows.synthesis.people import Person
from flows.synthesis.places import Map, Route, Stop
from flows.synthesis.rows import Rows

PREVIOUS = WorkItem.previous.through


class Story:
    """The rows of one dossier under way, and the moment up to which they are told."""

    def __init__(self, rows: Rows, office: Map, route: Route, person: Person, rng: random.Random):
        self.rows, self.office, self.route, self.person, self.rng = rows, office, route, person, rng
        self.at: datetime.datetime = timezone.now()
        self.last: dict | None = None
        self.task_before: dict | None = None
        self.step_before: dict | None = None
        self.item: dict | None = None
        self.stop: Stop | None = None

    # -- time ------------------------------------------------------------------------------------

    def later(self, hours: float) -> datetime.datetime:
        """So many hours on, moved into opening hours."""
        moment = self.at + datetime.timedelta(hours=hours)
        begun = opening(moment, self.route.calendar)
        if begun > moment:
            begun += datetime.timedelta(seconds=self.rng.randrange(5400))
        return begun

    # -- the parts every act shares --------------------------------------------------------------

    def journal(self, act: str, *, by=None, text: str = "", before: str = "", where=None, **data):
        dossier = self.dossier
        department = where or self.department
        row = {
            "dossier_id": dossier["id"], "seq": self.last["seq"] + 1 if self.last else 1,
            "at": self.at, "act": act, "actor_id": by and by.pk, "actor_name": str(by) if by else "",
            "on_behalf_of": "", "agency_name": self.agency.name,
            "department_name": department.name if department else "",
            "state_before": before or dossier["state"], "state_after": dossier["state"],
            "public_text": text, "data": data, "previous_hash": self.last["hash"] if self.last else "",
        }  # fmt: skip
        row["hash"] = hash_of_row(row)
        self.last = self.rows.add(JournalEntry, **row)
        if row["state_before"] != row["state_after"]:
            self._announce(row)

    def _announce(self, entry: dict) -> None:
        """The change in the feed of other systems; its place is given when the batch is written."""
        dossier, state = self.dossier, State(entry["state_after"])
        self.rows.add(
            Change, event=uuid.uuid4().hex, dossier_id=entry["dossier_id"], state=state,
            status=key_of(state, dossier["outcome_positive"], dossier["received_at"] is not None),
            national_code=NATIONAL[state], agency_name=entry["agency_name"],
            department_name=entry["department_name"], due_at=dossier["due_at"], at=entry["at"],
        )  # fmt: skip

    def notify(self, template: str, **more) -> None:
        message, dossier = MESSAGES[template], self.dossier
        values = {
            "code": dossier["code"], "procedure": self.route.version.procedure.name,
            "agency": self.route.agency.name, "office_number": dossier["office_number"] or "",
            "phone": self.route.agency.phone, "answer_due": moment_of(dossier["answer_due_at"]),
            "due": moment_of(dossier["due_at"]), "due_day": day_of(dossier["due_at"]),
            "result_channel": str(Dossier.ResultChannel(dossier["result_channel"]).label),
            **more,
        }  # fmt: skip
        self.rows.add(
            Notice, dossier_id=dossier["id"], channel="account", state="sent", created_at=self.at,
            sent_at=self.at, subject=message.subject.format_map(values), body=message.body(values),
        )  # fmt: skip

    def issue(self, kind: str, *, by, number: str = "", **extra) -> dict:
        title, template, data = self.office.slips.data(self, kind, by=by, number=number, **extra)
        return self.rows.add(
            IssuedDocument, dossier_id=self.dossier["id"], kind=kind, title=title, number=number,
            template_id=template, data=data, issued_by_id=by and by.pk, issued_at=self.at,
            token=secrets.token_urlsafe(18),
        )  # fmt: skip

    def run(self, at, *, by, basis: str, limited: bool) -> None:
        """Open the clock, with a term of its own when it begins anew."""
        case = self.route.case
        term = {"limit_value": case.limit_value, "limit_unit": case.limit_unit} if limited else {}
        self.interval("run", at, by=by, basis=basis, **term)

    def interval(self, kind: str, at, *, by, basis: str, **term) -> None:
        self.clock = self.rows.add(
            ClockInterval, dossier_id=self.dossier["id"], kind=kind, basis=basis, opened_at=at,
            opened_by_id=by and by.pk, **term,
        )  # fmt: skip
        self.ledger.append(self.clock)

    def stop_clock(self, by) -> None:
        if self.ledger and not self.clock["closed_at"]:
            self.clock["closed_at"], self.clock["closed_by_id"] = self.at, by and by.pk

    # -- the engine's rows -----------------------------------------------------------------------

    def passed(self, node: str, kind: str, *, started: bool = True) -> dict:
        """A node that needs nobody: start, gate, end."""
        row = self._task(node, kind, STATUS.DONE, finished=self.at)
        if started:
            row["started"] = self.at
        self._follows(row, None if kind == "SWITCH" else self.task_before)
        self.task_before = row
        return row

    def waits(self, node: str) -> None:
        """Waiting for somebody outside."""
        self.item = self._task(node, "FUNCTION", STATUS.NEW)
        self._follows(self.item, self.task_before)
        self.task_before = self.step_before = self.item

    def heard(self, gate: str) -> None:
        self.item |= {"status": STATUS.DONE, "started": self.at, "finished": self.at}
        self.passed(gate, "SWITCH", started=False)

    def arrive(self, stop: Stop) -> None:
        """A step lands in its department's queue."""
        self.stop = stop
        self.item = self._task(
            stop.name, "HUMAN", STATUS.NEW, owner_permission=stop.permission, agency_id=stop.agency.pk,
            department_id=stop.department.pk, role_id=stop.role, step=stop.name, turn=stop.turn,
            step_title=stop.title, due_at=self.office.times.step_due(self, stop),
        )  # fmt: skip
        self._follows(self.item, self.step_before)
        self.task_before = self.step_before = self.item
        self.agency, self.department = stop.agency, stop.department
        self.dossier |= {
            "current_agency_id": stop.agency.pk, "current_department_id": stop.department.pk,
        }  # fmt: skip

    def take(self, by) -> None:
        self.item |= {"status": STATUS.ASSIGNED, "owner_id": by.pk, "assigned": self.at}

    def done(self, by) -> None:
        """The item's holder is through with it; the gate behind it has chosen."""
        if not self.item["assigned"]:
            self.item["assigned"] = self.at
        self.item |= {
            "status": STATUS.DONE, "owner_id": by.pk, "started": self.at, "finished": self.at,
        }  # fmt: skip
        self.passed(f"after_{self.stop.name}", "SWITCH", started=False)

    def end(self) -> None:
        self.passed("end", "END")
        self.process |= {"status": STATUS.DONE, "finished": self.at}

    def _task(self, node: str, kind: str, status: str, **values) -> dict:
        return self.rows.add(
            WorkItem, flow_task=self.route.task(node), flow_task_type=kind, status=status,
            created=self.at, token="start", process_id=self.process["id"],  # noqa: S106
            dossier_id=self.dossier["id"], **values,
        )  # fmt: skip

    def _follows(self, row: dict, before: dict | None) -> None:
        if before:
            self.rows.add(PREVIOUS, from_workitem_id=row["id"], to_workitem_id=before["id"])

    # -- filing ----------------------------------------------------------------------------------

    def file(self, *, channel: str, result_channel: str) -> None:
        """What filing.file_draft or register_at_counter writes."""
        route, person, online = self.route, self.person, channel == "online"
        self.agency, self.department, self.ledger = route.agency, None, []
        account = person.key if online else None
        self.dossier = self.rows.add(
            Dossier, check_code=f"{self.rng.randrange(10**8):08d}", procedure_id=route.version.procedure_id,
            version_id=route.version.pk, case_id=route.case.pk, agency_id=route.agency.pk,
            current_agency_id=route.agency.pk, applicant_id=account, submitter_id=account,
            applicant_name=person.name, applicant_name_folded=fold(person.name),
            applicant_identifier=person.identifier, applicant_phone=person.phone,
            applicant_insurance_number=person.insurance_number, applicant_address=person.address,
            submitter_name=person.name, channel=channel, result_channel=result_channel,
            result_address=person.address if result_channel == "post" else "",
            state=State.SUBMITTED, submitted_at=self.at,
            answer_due_at=self.office.times.answer_due(self) if online else None,
        )  # fmt: skip
        self.office.codes.dossier(self)
        by = None if online else route.stops[0].officer
        filed_by = person.key if online else by.pk
        seal = secrets.token_hex(32)
        evidence = (
            {"method": "otp", "channel": "sms", "to": f"{person.phone[:3]}*****{person.phone[-3:]}", "tries": 1}
            if online
            else {"method": "counter", "clerk": str(by), "at": self.at.isoformat()}
        )  # fmt: skip
        self.complete_since = self.at
        self.submission = self.rows.add(
            Submission, dossier_id=self.dossier["id"], number=1, digest=seal, filed_at=self.at,
            answers=self.office.answers(route.case.form, person), filed_by_id=filed_by, evidence=evidence,
        )  # fmt: skip
        self.papers = [self.paper(paper, order) for order, paper in enumerate(route.papers)]
        self.journal(
            "file", by=self.writer if online else by, before="draft",
            text=f"Hồ sơ được gửi đến {route.agency}.", submission=1, digest=seal, channel=channel,
        )  # fmt: skip
        self.process = self.rows.add(
            DossierProcess, flow_class=route.flow_class, status=STATUS.NEW, created=self.at,
            dossier_id=self.dossier["id"],
            data={"rules": route.rules, "turn": min((s.turn for s in route.stops if s.name == "appraise"), default=0)},
        )  # fmt: skip
        self.passed("start", "START")
        self.step_before = self.task_before
        self.arrive(route.stops[0])
        if online:
            self.issue("filing", by=None, digest=seal)
            self.notify("filed")
        else:
            self.take(by)

    @property
    def writer(self):
        """The applicant as the journal names an actor."""
        return _Actor(self.person.key, self.person.name)

    def paper(self, paper, order: int, *, source: str = "", submission=None) -> dict:
        counter = self.dossier["channel"] != "online"
        return self.rows.add(
            Document, dossier_id=self.dossier["id"], submission_id=(submission or self.submission)["id"],
            component_id=paper.pk, file_id=self.office.paper.pk, name=f"{paper.code}.png"[:200],
            source=source or ("scan" if counter else "upload"), order=order,
        )  # fmt: skip


class _Actor:
    """Somebody by key and name."""

    def __init__(self, pk, name):
        self.pk, self.name = pk, name

    def __str__(self):
        return self.name


def moment_of(value) -> str:
    return f"{timezone.localtime(value):%H:%M ngày %d/%m/%Y}" if value else ""


def day_of(value) -> str:
    return f"{timezone.localtime(value):%d/%m/%Y}" if value else ""
