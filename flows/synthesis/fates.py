"""How a dossier's life goes: what happens to it, when, and where it stands today."""

import datetime
import random

from flows.deadlines.working_time import at as wall_clock
from flows.deadlines.working_time import opening
from flows.synthesis import acts
from flows.synthesis.story import Story

# Of a thousand dossiers filed.
FATES = {
    "granted": 800, "late": 70, "supplemented": 55, "completed": 30, "denied": 20, "refused": 12,
    "withdrawn": 8, "stopped": 5,
}  # fmt: skip
# The first dossiers of a run, so that even a small one shows every state: fate and last act.
EVERY_STATE = [
    ("granted", "file"), ("granted", "claim"), ("completed", "ask"), ("refused", "refuse"),
    ("granted", "receive"), ("granted", "take"), ("granted", "propose"), ("late", "take"),
    ("supplemented", "ask"), ("supplemented", "answer"), ("withdrawn", "ask_withdrawal"),
    ("withdrawn", "withdraw"), ("stopped", "stop"), ("granted", "approve"),
    ("granted", "send_by_post"), ("granted", ""), ("denied", ""),
]  # fmt: skip


class Ended(Exception):
    """The story has reached today, or the act after which it was to stop."""


class Fate:
    """Tells one story act by act until it is over, it is today, or `last` has happened."""

    def __init__(self, story: Story, kind: str, *, now: datetime.datetime, last: str = ""):
        self.story, self.kind, self.now, self.last = story, kind, now, last
        self.rng = story.rng

    def tell(self, filed_at: datetime.datetime, *, channel: str, result_channel: str) -> None:
        story = self.story
        story.at = filed_at
        story.file(channel=channel, result_channel=result_channel)
        try:
            self._stop_after("file")
            self._intake()
            self._appraise()
            self._decide()
            self._give_back()
        except Ended:
            return

    def _do(self, hours: float, act, *args, name: str = "") -> None:
        self._move_to(self.story.later(hours))
        act(self.story, *args)
        self._stop_after(name or act.__name__)

    def _move_to(self, moment: datetime.datetime) -> None:
        if moment > self.now:
            raise Ended
        self.story.at = moment

    def _stop_after(self, name: str) -> None:
        if name == self.last:
            raise Ended

    def _gap(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)

    # -- the parts of a life ---------------------------------------------------------------------

    def _intake(self) -> None:
        if self.story.item["status"] == "NEW":
            self._do(self._gap(0.3, 9), acts.take, name="claim")
        if self.kind == "refused":
            self._do(0.3, acts.refuse)
            raise Ended
        if self.kind == "completed" and self._may_ask():
            self._do(0.3, acts.ask, "intake")
            self._do(self._gap(6, 90), acts.answer)
            self._do(self._gap(0.5, 9), acts.take, name="claim")
        self._do(self._gap(0.1, 0.6), acts.receive)

    def _may_ask(self) -> bool:
        """A request names a paper, and is answered from an account."""
        return bool(self.story.route.papers and self.story.person.key)

    def _appraise(self) -> None:
        story = self.story
        self._aim()
        self._pace(acts.take)
        if self.kind == "withdrawn" and story.person.key:
            self._do(self._gap(1, 6), acts.ask_withdrawal)
            self._do(self._gap(1, 12), acts.withdraw)
            raise Ended
        if self.kind in {"supplemented", "stopped"} and self._may_ask():
            self._do(self._gap(0.5, 5), acts.ask, "processing")
            if self.kind == "stopped":
                self._move_to(story.request["answer_by"] + datetime.timedelta(minutes=4))
                acts.stop(story)
                raise Ended
            self._do(self._gap(10, 150), acts.answer)
            self._aim()
            self._pace(acts.take)
        stops = [stop for stop in story.route.stops if stop.name.startswith("appraise")]
        for _more in stops[stops.index(story.stop) + 1 :]:
            self._pace(acts.forward)
            self._pace(acts.take)
        self._pace(acts.propose, "negative" if self.kind == "denied" else "positive")

    def _aim(self) -> None:
        """The moment of the decision: most well within the term, the late ones after it."""
        story = self.story
        term = max(story.dossier["due_at"] - story.at, datetime.timedelta(minutes=30))
        late = self.kind == "late"
        share = self.rng.uniform(1.05, 2.2) if late else self.rng.triangular(0.25, 0.98, 0.8)
        self.goal = story.at + term * share
        if late:
            self.goal = opening(self.goal + datetime.timedelta(hours=20), story.route.calendar)
        acts_left = 2 * (len(story.route.stops) - story.route.stops.index(story.stop)) - 1
        self.pace = (self.goal - story.at) / acts_left

    def _pace(self, act, *args) -> None:
        """At even steps towards the goal, in opening hours, and never past the promised date."""
        story = self.story
        moment = opening(story.at + self.pace, story.route.calendar)
        if self.kind != "late":
            moment = max(story.at, min(moment, story.dossier["due_at"]))
        self._move_to(moment)
        act(story, *args)
        self._stop_after(act.__name__)

    def _decide(self) -> None:
        self._pace(acts.approve)

    def _give_back(self) -> None:
        story = self.story
        way = story.dossier["result_channel"]
        if way == "online" and story.person.key:
            self._do(self._gap(0.2, 60), acts.collect_online)
        elif way == "post":
            self._do(self._gap(1, 20), acts.send_by_post)
            self._do(self._gap(24, 96), acts.confirm_post)
        else:
            self._do(self._gap(2, 120), acts.hand_over)


def choose(rng: random.Random) -> str:
    return rng.choices(list(FATES), weights=FATES.values())[0]


def filing_moment(rng: random.Random, calendar, day: datetime.date, *, online: bool):
    """When it was filed on that day: by day and evening from home, in opening hours at the desk."""
    if online:
        hour = rng.triangular(5, 23.5, 10)
        return wall_clock(day, datetime.time(int(hour), int(hour % 1 * 60), rng.randrange(60)))
    return opening(
        wall_clock(day, datetime.time(rng.randint(8, 16), rng.randrange(60))), calendar
    ) + datetime.timedelta(seconds=rng.randrange(60))
