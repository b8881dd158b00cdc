"""Hypothesis strategies: answers, responses, engagements and small models of any shape."""

import os
from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from maturity.engagement import Engagement, PlatformFacts, Response
from maturity.model import Answer, Computed, Effort, Grade, Kind, Model, Number, Practice, Stage
from maturity.model_file import built_in_model
from maturity.references import reference_faults

settings.register_profile("desk", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

BUILT_IN_MODEL = built_in_model()
TODAY = date(2026, 3, 12)

#: every answer, with the answers that are at least as good; an unknown may turn out to be anything, so only
#: `always` is surely no worse, and only `never` is surely no better
AT_LEAST: Mapping[Answer, tuple[Answer, ...]] = {
    Answer.NEVER: (Answer.NEVER, Answer.SOMETIMES, Answer.USUALLY, Answer.ALWAYS, Answer.UNKNOWN),
    Answer.SOMETIMES: (Answer.SOMETIMES, Answer.USUALLY, Answer.ALWAYS),
    Answer.USUALLY: (Answer.USUALLY, Answer.ALWAYS),
    Answer.ALWAYS: (Answer.ALWAYS,),
    Answer.UNKNOWN: (Answer.UNKNOWN, Answer.ALWAYS),
    Answer.NOT_APPLICABLE: (Answer.NOT_APPLICABLE,),
}

#: text that breaks pages, tables, file names, templates and notebooks
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "=HYPERLINK('https://example.org')",
    "../../etc/passwd",
    "..\\..\\windows",
    "C:\\nul",
    "{x.__class__.__init__}",
    "{{ 7 * 7 }}{% raw %}",
    "$(reboot) `id` ; rm -rf ~",
    "a\0b\x1b[31m\r\nc\u2028d",
    "\u202egnp.exe",
    "Ṣadé & Ọlá ₦",
    "ቡና ቤት",
    "شركة",
    "🙂",
    "‍",
    "---",
    "&#46;&#46;&#47;",
    "a" * 300,
)

answers = st.sampled_from(Answer)
texts = st.sampled_from(HOSTILE) | st.text(max_size=20)
names = texts.filter(bool)
responses = st.builds(
    Response,
    answer=answers,
    grade=st.sampled_from(Grade),
    evidence=texts,
    note=texts,
    claimed=st.none() | answers,
)
head_counts = st.none() | st.sampled_from((0, 1, 29, 30, 49, 50, 51, 84, 400)) | st.integers(0, 10_000)
platforms = st.just(PlatformFacts()) | st.builds(
    PlatformFacts,
    team=st.none() | st.floats(0.5, 50),
    gain=st.none() | st.floats(0.01, 1),
    cost_ratio=st.none() | st.floats(0.1, 10),
    engineer_cost=st.none() | st.floats(1, 1e9),
    buy_cost=st.none() | st.floats(0, 1e6),
    buy_currency=st.none() | st.sampled_from(("USD", "NGN")),
    exchange_rate=st.none() | st.floats(0.001, 1e6),
    exchange_rate_on=st.none() | st.dates(),
)


def answers_to(model: Model) -> st.SearchStrategy[dict[str, Answer]]:
    """An answer, or none, to each practice that the model asks about."""
    some = st.fixed_dictionaries({}, optional={practice.key: answers for practice in model.asked})
    tidy = st.sampled_from((Answer.ALWAYS, Answer.ALWAYS, Answer.ALWAYS, Answer.NEVER, Answer.UNKNOWN))
    climbed = st.fixed_dictionaries({practice.key: tidy for practice in model.asked})
    return some | climbed | st.builds(lambda upto: standing_at(model, upto), st.integers(0, len(model.stages)))


def standing_at(model: Model, stage: int, *, above: Answer = Answer.NEVER) -> dict[str, Answer]:
    """The answers of a customer with everything in place up to a stage, and one answer to all above it."""
    return {
        practice.key: Answer.ALWAYS if model.stage_of[practice.key].number <= stage else above
        for practice in model.asked
    }


def engagement(answered: Mapping[str, Answer] | None = None, **facts: object) -> Engagement:
    """A fictional customer's engagement of today with those answers, and other facts where given."""
    given = {key: Response(answer=answer) for key, answer in (answered or {}).items()}
    return replace(Engagement(customer="Baobab Pay", held_on=TODAY, responses=given, fictional=True), **facts)


@st.composite
def engagements(draw: st.DrawFn, model: Model = BUILT_IN_MODEL) -> Engagement:
    """An engagement of today under a model: anything that its rules look at."""
    return engagement(
        draw(answers_to(model)),
        engineers=draw(head_counts),
        stage_since=draw(st.none() | st.integers(0, 1_000).map(lambda days: TODAY - timedelta(days=days))),
        platform=draw(platforms),
        signals=draw(st.fixed_dictionaries({}, optional={signal.key: st.booleans() for signal in model.signals})),
    )


@st.composite
def full_engagements(draw: st.DrawFn) -> Engagement:
    """An engagement with hostile text wherever text can stand, on any day."""
    keys = st.sampled_from([practice.key for practice in BUILT_IN_MODEL.asked])
    return replace(
        draw(engagements()),
        customer=draw(names),
        held_on=draw(st.dates()),
        country=draw(st.none() | texts),
        industry=draw(st.none() | texts),
        currency=draw(st.none() | texts),
        consultant=draw(st.none() | texts),
        attendees=draw(st.none() | texts),
        request=draw(st.none() | texts),
        voices=draw(st.dictionaries(keys, st.dictionaries(texts, answers, max_size=2), max_size=2)),
        parked=tuple(draw(st.lists(texts, max_size=2))),
        responses=draw(st.dictionaries(keys, responses, max_size=4)),
        objective=draw(st.none() | st.floats(0.01, 0.9999)),
        fictional=draw(st.booleans()),
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A small model of one to eight stages that fits together; no traps."""
    height = draw(st.integers(1, 8))
    target = draw(st.integers(1, height))
    stages: list[Stage] = []
    for number in range(1, height + 1):
        stages.append(
            draw(
                _stages(
                    number, tuple(stages), asks_head_count=st.booleans() if number > target else st.just(value=False)
                )
            )
        )
    numbers = replace(BUILT_IN_MODEL.numbers, default_target=_months(target))
    model = replace(BUILT_IN_MODEL, name="Drawn", stages=tuple(stages), numbers=numbers, traps=())
    assert list(reference_faults(model)) == []
    return model


@st.composite
def _stages(
    draw: st.DrawFn, number: int, below: tuple[Stage, ...], *, asks_head_count: st.SearchStrategy[bool]
) -> Stage:
    template = BUILT_IN_MODEL.stages[0]
    kinds = [Kind.GATE, *draw(st.lists(st.sampled_from(Kind), max_size=3))]
    earlier = [practice for stage in below for practice in stage.practices]
    practices: list[Practice] = []
    for at, kind in enumerate(kinds):
        possible = [p.key for p in (*earlier, *practices) if p.is_gate or kind is Kind.ADVICE]
        low = draw(st.sampled_from((0.0, 0.5, 1.0, 8.0)))
        practice = replace(
            template.practices[0],
            key=f"s{number}-{'abcd'[at]}",
            kind=kind,
            effort_weeks=Effort(low=low, high=low * 2),
            requires=tuple(draw(st.lists(st.sampled_from(possible), max_size=2, unique=True))) if possible else (),
        )
        practices.append(practice)
    if draw(asks_head_count):
        mass = Computed(fact="engineers", at_least=draw(st.sampled_from((1, 30, 50))))
        practices.append(replace(template.practices[0], key=f"s{number}-mass", requires=(), computed=mass))
    bed_in = draw(st.none() | st.sampled_from((0, 3, 12)))
    return replace(
        template,
        number=number,
        practices=tuple(draw(st.permutations(practices))),
        bed_in_months=None if bed_in is None else _months(bed_in),
    )


def _months(value: float) -> Number:
    return Number(value=value, unit="months", source="ours")
