"""Roadmaps to draw, and what can be read off a drawing."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from msgspec.structs import replace

from maturity.assessment import assess
from maturity.charts.ink import Box
from maturity.charts.lettering import width
from maturity.engagement import Engagement, PlatformFacts, Response
from maturity.model import Answer, Grade, Model, Numbers
from maturity.model_file import built_in_model
from maturity.roadmap import Roadmap, plan

MODEL: Final = built_in_model()
HELD_ON: Final = date(2026, 3, 2)
LONG: Final = "Exceptionally long-winded Donaudampfschifffahrtsgesellschaft <b>bold</b> & more, and then some words"
NAMES: Final = (LONG, "مرحلة المراقبة والتتبع الموزع", "የመጀመሪያ ደረጃ ክትትል እና ምዝገባ", "<script>alert(1)</script>", "W" * 70)


def in_place(model: Model, up_to: int) -> dict[str, Response]:
    """`always`, seen in the room, to everything asked up to a stage."""
    return {
        practice.key: Response(answer=Answer.ALWAYS, grade=Grade.SHOWN)
        for practice in model.asked
        if model.stage_of[practice.key].number <= up_to
    }


def roadmap_of(  # noqa: PLR0913  (what may be known of a customer, by name)
    responses: Mapping[str, Response] | None = None,
    *,
    model: Model = MODEL,
    customer: str = "Kora Health",
    engineers: int | None = 30,
    since: date | None = None,
    objective: float | None = None,
    currency: str | None = None,
    platform: PlatformFacts | None = None,
) -> Roadmap:
    """The roadmap of a fictional customer."""
    engagement = Engagement(
        customer=customer,
        held_on=HELD_ON,
        responses=responses or {},
        engineers=engineers,
        stage_since=since,
        objective=objective,
        currency=currency,
        platform=platform or PlatformFacts(),
        fictional=True,
    )
    return plan(assess(model, engagement))


def model_of(stages: int, names: tuple[str, ...] = ()) -> Model:
    """A model with so many stages, made of the built-in ones over and over; with these names, where given."""
    made = []
    for index in range(stages):
        stage = MODEL.stages[index % len(MODEL.stages)]
        name = names[index % len(names)] if names else stage.short
        practices = tuple(
            replace(
                practice,
                key=f"s{index}-{practice.key}",
                name=f"{name} {practice.name}" if names else practice.name,
                requires=(),
                computed=None,
            )
            for practice in stage.practices
        )
        made.append(replace(stage, number=index + 1, short=name, name=name, practices=practices))
    return replace(MODEL, stages=tuple(made), traps=(), signals=())


def gaps() -> dict[str, Response]:
    """A customer who skipped: a bit of everything, and holes in stages 1 and 2."""
    given = {
        "every-commit-builds": Answer.ALWAYS,
        "every-build-runs-tests": Answer.USUALLY,
        "failed-build-blocks-deployment": Answer.NEVER,
        "trunk-stays-green": Answer.SOMETIMES,
        "daily-trunk-integration": Answer.NOT_APPLICABLE,
        "automatic-staging-deployment": Answer.ALWAYS,
        "immutable-artifact": Answer.NEVER,
        "structured-logs": Answer.ALWAYS,
    }
    return {key: Response(answer=answer) for key, answer in given.items()}


def partly() -> dict[str, Response]:
    """Stage 2 reached, with unknowns in stage 3."""
    return {**in_place(MODEL, 2), "structured-logs": Response(answer=Answer.ALWAYS)}


def _every() -> dict[str, Roadmap]:
    three, eight, hostile = model_of(3), model_of(8), model_of(5, NAMES)
    paid = PlatformFacts(
        engineer_cost=14e6, buy_cost=1200, buy_currency="USD", exchange_rate=1550, exchange_rate_on=date(2026, 2, 27)
    )
    mixed = {
        key: Response(answer=tuple(Answer)[index % 4])
        for index, key in enumerate(hostile.practices)
        if index < len(hostile.practices) // 2
    }
    return {
        "nothing known": roadmap_of(engineers=None),
        "stage 2 with unknowns": roadmap_of(partly()),
        "skipped": roadmap_of(gaps(), engineers=12, currency="NGN", platform=paid),
        "hold": roadmap_of(in_place(MODEL, 3), since=date(2025, 9, 1)),
        "done": roadmap_of(in_place(MODEL, 4), engineers=28, objective=0.9995),
        "evaluate": roadmap_of(in_place(MODEL, 4), customer="አዲስ ሎጂስቲክስ", engineers=60),
        "all done": roadmap_of(in_place(MODEL, 5), customer="شركة النور", engineers=5000),
        "three stages": roadmap_of(in_place(three, 1), model=three, engineers=9),
        "eight stages": roadmap_of(in_place(eight, 2), model=eight, engineers=300),
        "twelve stages": roadmap_of(model=model_of(12), engineers=0),
        "one stage": roadmap_of(model=replace(model_of(1), numbers=_target_one())),
        "hostile": roadmap_of(mixed, model=hostile, customer="<img src=x onerror=alert(1)>\u202e\0 evil", engineers=1),
    }


def _target_one() -> Numbers:
    return replace(MODEL.numbers, default_target=replace(MODEL.numbers.default_target, value=1))


EVERY: Final = _every()


def parsed(svg: str) -> Element:
    """A picture as a tree."""
    root: Element = fromstring(svg)
    return root


def forms(svg: str) -> Iterator[Element]:
    """The wide and the narrow drawing of a picture."""
    return parsed(svg).iter("{http://www.w3.org/2000/svg}svg")


def words_in(svg: str) -> str:
    """Every text of the wide drawing, in reading order of the file, blanks folded."""
    wide = next(forms(svg))
    return " ".join(" ".join(wide.itertext()).split())


def text_boxes(drawing: Element) -> list[tuple[str, Box]]:
    """Each text of a drawing with the room it takes by our own measure."""
    boxes = []
    for group in drawing.iter("{http://www.w3.org/2000/svg}g"):
        size, weight = float(group.get("font-size", 16)), int(group.get("font-weight", 400))
        for text in group:
            words, x, y = text.text or "", float(text.get("x", 0)), float(text.get("y", 0))
            wide = width(words, size, weight)
            left = {"middle": x - wide / 2, "end": x - wide}.get(group.get("text-anchor", "start"), x)
            boxes.append((words, Box(x=left, y=y - size * 0.75, width=wide, height=size * 0.95)))
    return boxes


def extent(drawing: Element) -> Box:
    """The drawing's own viewBox."""
    x, y, wide, high = (float(part) for part in re.split(r"[ ,]+", drawing.get("viewBox", "")))
    return Box(x=x, y=y, width=wide, height=high)
