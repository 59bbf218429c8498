"""What the offices give out: due dates, code numbers, slips, sample answers; each worked out once."""

import datetime
import random
from functools import lru_cache

from django.conf import settings
from django.db import connection
from django.utils import timezone

from catalog.demo.answers import sample_answers
from catalog.eforms import FormSpec
from catalog.models import SlipTemplate
from flows.deadlines import clock, working_time
from flows.models import CodeCounter, CodePattern, Dossier
from flows.models.dossier import fold_code
from flows.papers.data import LISTS_PAPERS, moment, plain, slip_data, title_of
from flows.papers.issuing import template_for
from flows.routings.placement import HOURS_A_DAY
from flows.services.filing import ANSWER_HOURS


class Times:
    """Due dates by the clock's own walk, remembered by calendar, day and term."""

    def __init__(self):
        self._read: dict[tuple, clock.Reading] = {}

    def promised(self, story) -> clock.Reading:
        """The reading of the story's ledger; a plain term is the same for all begun on that day."""
        calendar, ledger = story.route.calendar, story.ledger
        spans = [_span(row) for row in ledger]
        if len(spans) > 1 or spans[0].limit_unit == "hour_working":
            return clock.read(spans, calendar)
        span = spans[0]
        begun = working_time.opening(span.opened_at, calendar)
        late = begun.timetz().replace(tzinfo=None) > calendar.cutoff
        key = calendar.code, begun.date(), span.limit_value, span.limit_unit, late
        if key not in self._read:
            self._read[key] = clock.read(spans, calendar)
        return self._read[key]

    def answer_due(self, story) -> datetime.datetime:
        return self._after(story.at, ANSWER_HOURS, story.route.calendar)

    def step_due(self, story, stop) -> datetime.datetime | None:
        """As placement.step_due counts it, from the moment of the story."""
        dossier, case = story.dossier, story.route.case
        if dossier["due_at"] is None:
            return dossier["answer_due_at"]
        if not stop.share or case.limit_unit in {"same_day", "hour_working"}:
            return dossier["due_at"]
        hours = max(1, round(case.limit_value * HOURS_A_DAY * stop.share / 100))
        return min(self._after(story.at, hours, story.route.calendar), dossier["due_at"])

    def _after(self, moment, hours: int, calendar) -> datetime.datetime:
        return working_time.due(moment, hours, "hour_working", calendar)


def _span(row: dict) -> clock.Span:
    return clock.Span(
        row["kind"], row["opened_at"], row["closed_at"], row["limit_value"], row["limit_unit"],
        row["due_override"], row["basis"],
    )  # fmt: skip


class Codes:
    """Code numbers of one batch. The counters are the system's own and stay locked until it ends."""

    def __init__(self):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(CodeCounter._meta.db_table)
                cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        self._last = dict(CodeCounter.objects.values_list("series", "last"))
        self._changed: set[str] = set()

    def dossier(self, story) -> None:
        day, agency = timezone.localdate(story.at), story.route.agency
        code = self._write("dossier", f"dossier:{agency.code}:{day:%y%m%d}", agency, day)
        story.dossier |= {"code": code, "code_folded": fold_code(code)}

    def office(self, story) -> str:
        """The office's own number, given at acceptance."""
        day, agency = timezone.localdate(story.at), story.route.agency
        number = self._write("office", f"office:{agency.office_code}:{day:%Y}", agency, day)
        story.dossier |= {"office_number": number, "office_number_folded": fold_code(number)}
        return number

    def result(self, story) -> str:
        day, agency = timezone.localdate(story.at), story.agency
        return self._write("result", f"result:{agency.office_code}:{day:%Y}", agency, day)

    def save(self) -> None:
        CodeCounter.objects.bulk_create(
            [CodeCounter(series=name, last=self._last[name]) for name in sorted(self._changed)],
            update_conflicts=True,
            unique_fields=["series"],
            update_fields=["last"],
        )

    def _write(self, kind: str, series: str, agency, day: datetime.date) -> str:
        self._last[series] = self._last.get(series, 0) + 1
        self._changed.add(series)
        return _pattern(kind, day).format(
            agency=agency.code, office=agency.office_code, day=day, seq=self._last[series]
        )


@lru_cache(maxsize=4000)
def _pattern(kind: str, day: datetime.date) -> str:
    return CodePattern.on(kind, day)


class Slips:
    """Frozen data of issued papers: what is the same for a case, or for an officer, is gathered once."""

    def __init__(self):
        self._cases: dict[tuple, tuple] = {}
        self._signed: dict[tuple, dict] = {}
        self._templates: dict[tuple, SlipTemplate] = {}

    def data(self, story, kind: str, *, by, number: str, **extra) -> tuple[str, int, dict]:
        """(title, key of the template, data) as issuing.issue freezes them."""
        dossier, person = story.dossier, story.person
        title, template, base = self._case(story, kind)
        code, check = dossier["code"], dossier["check_code"]
        data = (
            base
            | self._hand(story, kind, by)
            | {
                "number": number,
                "at": moment(story.at),
                "dossier": base["dossier"]
                | {
                    "agency": story.route.agency.name,
                    "code": code,
                    "check_code": check,
                    "office_number": dossier["office_number"] or "",
                    "result_channel": _label(dossier["result_channel"]),
                    "result_address": dossier["result_address"],
                }
                | {name: moment(dossier[name]) for name in _MOMENTS},
                "applicant": base["applicant"]
                | {
                    "name": person.name,
                    "identifier": person.identifier,
                    "insurance_number": person.insurance_number,
                    "phone": person.phone,
                    "address": person.address,
                    "submitter": person.name,
                },
                "lookup_url": f"{settings.BASE_URL}/tra-cuu/?ma={code}&kt={check}",
            }
        )
        return title, template, data | {name: plain(value) for name, value in extra.items()}

    def _case(self, story, kind: str) -> tuple[str, int, dict]:
        """Title, template and what a case's papers of this kind have in common."""
        route, channel = story.route, story.dossier["channel"]
        key = kind, route.case.pk, channel
        if key not in self._cases:
            template = self._template(story, kind)
            title = template.name or title_of(kind)
            data = slip_data(_like(story), kind, by=None, number="", at=story.at, extra={})
            if kind in LISTS_PAPERS:
                on_paper = channel != "online"
                data["components"] += [
                    {
                        "name": paper.name,
                        "originals": 0,
                        "certified": 0,
                        "copies": paper.copies if on_paper else 0,
                        "files": 1,
                    }
                    for paper in route.papers
                ]
            data |= {"title": title, "basis": template.legal_basis}
            self._cases[key] = title[:255], template.pk, data
        return self._cases[key]

    def _template(self, story, kind: str) -> SlipTemplate:
        key = kind, story.route.case.pk
        if key not in self._templates:
            self._templates[key] = template_for(_like(story), kind, timezone.localdate())
        return self._templates[key]

    def _hand(self, story, kind: str, by) -> dict:
        """The agency and officer that sign this kind of paper."""
        key = kind, story.route.agency.pk, story.agency.pk, by and by.pk
        if key not in self._signed:
            data = slip_data(_like(story), kind, by=by, number="", at=story.at, extra={})
            self._signed[key] = {"agency": data["agency"], "officer": data["officer"]}
        return self._signed[key]


_MOMENTS = ("submitted_at", "answer_due_at", "received_at", "due_at", "first_due_at")


def _like(story) -> Dossier:
    """A dossier in memory with what the slips of this case, office and channel read."""
    route, row = story.route, story.dossier
    like = Dossier(
        procedure=route.version.procedure, version=route.version, case=route.case,
        agency=route.agency, current_agency=story.agency, channel=row["channel"],
        result_channel=row["result_channel"],
    )  # fmt: skip
    like.papers = []
    return like


@lru_cache
def _label(result_channel: str) -> str:
    return str(Dossier.ResultChannel(result_channel).label)


_FACTS = {
    "full_name": "name",
    "identity_number": "identifier",
    "social_insurance_number": "insurance_number",
}


class Answers:
    """What applicants declare: a few valid sets for each form, with the person's own facts in them."""

    SETS = 4

    def __init__(self, rng: random.Random):
        self._rng = rng
        self._sets: dict[int, tuple[list[dict], dict]] = {}

    def __call__(self, form, person) -> dict:
        if form is None:
            return {}
        if form.pk not in self._sets:
            spec = FormSpec(form)
            own = {
                question.key: _FACTS[question.prefill]
                for question in spec.questions()
                if question.prefill in _FACTS
            }
            self._sets[form.pk] = [sample_answers(spec, seed=n) for n in range(self.SETS)], own
        sets, own = self._sets[form.pk]
        return self._rng.choice(sets) | {key: getattr(person, mark) for key, mark in own.items()}
