"""The sixty minutes of a briefing: the clock, the topics with their minutes, and what to cut when time runs short."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final

import msgspec

from maturity.interview import Interview, Question
from maturity.model import Answer, Practice, Stage
from maturity.request import stages_asked_for
from maturity.roadmap import Bucket, Roadmap
from maturity.wording import count, day, opened, sentence_case, spelled

TOTAL: Final = 60  #: minutes
CUT_AT: Final = 45  #: minutes; from then on what is left is cut to fit
_OPENING, _LOOK_BACK, _PICTURE, _STEPS, _CLOSE = 5, 5, 6, 10, 4  #: minutes, our own judgement
_LEAST: Final = 2  #: minutes of a stage that is on the agenda
_KEPT: Final = 10  #: minutes kept for picture, steps and close, however late it is
_LATE: Final = 5  #: minutes behind from which a briefing is cut before its time
_A_QUESTION: Final = (60, 90, 180)  #: seconds: at least, before it is known, at most
_ENOUGH: Final = 3  #: answers from which the pace is known
_ASKED_FOR, _DUE = 3.0, 2.0  #: weights of a stage; a gate practice that is not known has 1
_LEFT_OVER, _HELD_BEFORE, _ADVICE = 1.5, 0.5, 0.5  #: what that is times, by the last engagement and by kind
_LEFT_BEHIND: Final = frozenset({Bucket.STEP, Bucket.OPEN_QUESTION})
_IN_PLACE: Final = frozenset({Bucket.DONE, Bucket.BANKED})


class Clock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The time that a briefing has taken; it stands still while paused. All times are aware."""

    before: float = 0.0  #: seconds, until it last began to run
    since: datetime | None = None  #: when it began to run; None while it stands
    seen: datetime | None = None  #: the last sign of life while it runs

    @property
    def is_running(self) -> bool:
        """Whether it runs."""
        return self.since is not None

    def elapsed(self, now: datetime) -> float:
        """Seconds taken by then; never fewer than at the last sign of life, however the machine's clock jumps."""
        ran = max(now, self.seen or now, self.since) - self.since if self.since else timedelta()
        return self.before + ran.total_seconds()

    def run(self, now: datetime) -> "Clock":
        """The clock running; one that runs goes on."""
        return self if self.is_running else Clock(before=self.before, since=now, seen=now)

    def pause(self, now: datetime) -> "Clock":
        """The clock standing at what had been taken by then."""
        return Clock(before=self.elapsed(now))

    def beat(self, now: datetime) -> "Clock":
        """The clock with a sign of life, where it runs."""
        return Clock(before=self.before, since=self.since, seen=max(now, self.seen or now)) if self.since else self

    def recovered(self) -> "Clock":
        """The clock standing where a crash left it: what came after the last sign of life does not count."""
        return self.pause(self.seen) if self.seen else self


class Progress(StrEnum):
    """Where a topic is."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A part of the hour."""

    title: str
    minutes: int  #: at least one
    starts: int = 0  #: minute
    note: str = ""  #: why it is here, in sentences for the room
    about: tuple[str, ...] = ()  #: practice keys
    is_questions: bool = False  #: practices are asked here

    @property
    def ends(self) -> int:
        """The minute when the next one starts."""
        return self.starts + self.minutes


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What is still asked, and what is not."""

    sentence: str
    ask: tuple[str, ...]  #: practice keys, in order
    skip: tuple[str, ...]  #: practice keys


@dataclass(frozen=True, kw_only=True)
class _Stop:
    """A stage as a topic may be made of it."""

    stage: Stage
    weight: float
    note: str
    about: tuple[str, ...]


def plan_agenda(roadmap: Roadmap, *, last: Roadmap | None = None) -> tuple[Topic, ...]:
    """The topics of a briefing, sixty minutes together, for a roadmap as it stood when the briefing began.

    Stages get minutes by what is not known of them, more where the customer asked for them (`request`), where the
    last engagement left steps and open questions, and where a deferral of it is due; less where all was in place.
    """
    look_back = _look_back(last) if last else ()
    room = TOTAL - _OPENING - _PICTURE - _STEPS - _CLOSE - sum(topic.minutes for topic in look_back)
    stops = _stops(roadmap, last)[: room // _LEAST]
    shares = _shared(room, stops)
    spare = room - sum(shares)
    topics = (
        Topic(title="Who is in the room, and what you want from this hour", minutes=_OPENING),
        *look_back,
        *(_topic(stop, minutes) for stop, minutes in zip(stops, shares, strict=True)),
        Topic(title="The picture, read together", minutes=_PICTURE + spare // 3),
        Topic(title="What to do first, second and third, and what to put off", minutes=_STEPS + spare - spare // 3),
        Topic(title="What happens next, and who does it", minutes=_CLOSE),
    )
    starts = accumulate((topic.minutes for topic in topics), initial=0)
    return tuple(replace(topic, starts=minute) for topic, minute in zip(topics, starts, strict=False))


def state_of(topic: Topic, elapsed: float) -> Progress:
    """Where a topic is, so many seconds into the hour."""
    if elapsed >= topic.ends * 60:
        return Progress.DONE
    return Progress.NOW if elapsed >= topic.starts * 60 else Progress.AHEAD


def cut_at(agenda: Sequence[Topic], interview: Interview, elapsed: float) -> Cut | None:
    """What to ask still and what to skip, so many seconds into the hour.

    From minute 45 on, or earlier where the questions would end more than five minutes late; None before that, and
    where nothing is left to ask. Ten minutes are kept for the picture, the steps and the close.
    """
    must, pace = interview.must_ask, _pace(agenda, interview.asked, elapsed)
    end = max((topic.ends for topic in agenda if topic.is_questions), default=0)
    is_late = elapsed + interview.expected * pace > (end + _LATE) * 60
    room = (TOTAL - _KEPT) * 60 - elapsed
    if elapsed < CUT_AT * 60 and not (interview.expected and is_late):
        return None
    asked = must[: max(0, int(room // pace))]
    skipped = (*must[len(asked) :], *interview.rest)
    if not must and not skipped:
        return None
    late = "" if elapsed >= CUT_AT * 60 else "The questions take too long. "
    return Cut(sentence=f"{late}{_cut_sentence(len(asked), len(must))}", ask=_keys(asked), skip=_keys(skipped))


def _pace(agenda: Sequence[Topic], asked: int, elapsed: float) -> float:
    """Seconds a question takes in this room."""
    least, usual, most = _A_QUESTION
    begins = min((topic.starts for topic in agenda if topic.is_questions), default=0) * 60
    return min(max((elapsed - begins) / asked, least), most) if asked >= _ENOUGH else usual


def _cut_sentence(asked: int, must: int) -> str:
    if not must:
        return "Nothing more has to be asked: read the picture together."
    if not asked:
        return "Stop asking: what is not known stays an open question, and the picture says so."
    if asked == must:
        return f"Ask the {count(must, 'question')} that the verdict hangs on, skip the rest, and read the picture."
    left = count(must - asked, "question")
    these = "this one" if asked == 1 else f"these {spelled(asked)}"
    return f"Ask {these} still; {left} {'stays' if must - asked == 1 else 'stay'} open, and the picture says so."


def _keys(questions: Iterable[Question]) -> tuple[str, ...]:
    return tuple(question.practice.key for question in questions)


def _look_back(last: Roadmap) -> tuple[Topic, ...]:
    """What became of the last engagement's steps and open questions; nothing where it left none."""
    about = tuple(p.key for p in (*(step.practice for step in last.steps), *last.open_questions))
    when = day(last.assessment.engagement.held_on)
    title = f"What became of the plan of {when}"
    return (Topic(title=title, minutes=_LOOK_BACK, about=about),) if about else ()


def _topic(stop: _Stop, minutes: int) -> Topic:
    title = f"Stage {stop.stage.number}: {sentence_case(stop.stage.name)}"
    return Topic(title=title, minutes=minutes, note=stop.note, about=stop.about, is_questions=True)


def _shared(room: int, stops: Sequence[_Stop]) -> list[int]:
    """Whole minutes for each, shared out by weight; no more than the least where none has any."""
    spare, total = room - _LEAST * len(stops), sum(stop.weight for stop in stops)
    reached = accumulate((stop.weight for stop in stops), initial=0.0)
    ends = [round(spare * weight / total) if total else 0 for weight in reached]
    return [_LEAST + until - since for since, until in pairwise(ends)]


def _stops(roadmap: Roadmap, last: Roadmap | None) -> list[_Stop]:
    """The stages up to what has to be decided, and those above that the customer asked for."""
    assessment = roadmap.assessment
    model, engagement = assessment.model, assessment.engagement
    wanted = stages_asked_for(model, engagement.request or "")
    due = _due(last, engagement.held_on) if last else {}
    top = max(roadmap.target.stage, max(last.target.stage, last.assessment.floor + 1) if last else 0)
    return [
        _stop(roadmap, last, stage, is_wanted=stage.number in wanted, due=due.get(stage.number))
        for stage in model.stages
        if stage.number <= top or stage.number in wanted
    ]


def _due(last: Roadmap, today: date) -> dict[int, date]:
    """The stages above the last target that were to be looked at again by now, each with that day."""
    above = [deferral for deferral in last.deferrals if deferral.stage > last.target.stage]
    return {deferral.stage: deferral.revisit for deferral in above if deferral.revisit <= today}


def _stop(roadmap: Roadmap, last: Roadmap | None, stage: Stage, *, is_wanted: bool, due: date | None) -> _Stop:
    answers = roadmap.assessment.answers
    unknown = [practice for practice in stage.practices if answers[practice.key] is Answer.UNKNOWN]
    left = [practice for practice in stage.practices if last and last.buckets[practice.key] in _LEFT_BEHIND]
    notes = [
        "You asked for this." if is_wanted else "",
        f"It was to be looked at again from {day(due)}." if due else "",
        f"{opened(count(len(left), 'point'))} of the last plan {'is' if len(left) == 1 else 'are'} here."
        if left
        else "",
        "" if unknown else "All of it is answered already: only confirm it.",
    ]
    weight = sum(_weight(practice, last) for practice in unknown) + _ASKED_FOR * is_wanted + _DUE * (due is not None)
    return _Stop(
        stage=stage,
        weight=weight,
        note=" ".join(note for note in notes if note),
        about=tuple(practice.key for practice in unknown or stage.practices),
    )


def _weight(practice: Practice, last: Roadmap | None) -> float:
    before = last.buckets.get(practice.key) if last else None
    past = _LEFT_OVER if before in _LEFT_BEHIND else _HELD_BEFORE if before in _IN_PLACE else 1.0
    return past * (1.0 if practice.is_gate else _ADVICE)
