"""What a window is told once: the model's words, and what can be typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale

from maturity.intake.places import countries, currencies
from maturity.live.exports import MOST, PIECE
from maturity.model import Grade, Model, Practice, Stage

#: the fields of the form in their order: label, hint, kind
FIELDS: Mapping[str, tuple[str, str, str]] = {
    "customer": ("Customer", "As it shall stand on the cover", "text"),
    "held_on": ("Day", "Such as 2026-03-12", "day"),
    "country": ("Country", "Its name or its code", "choice"),
    "industry": ("Industry", "In their own word", "text"),
    "engineers": ("Product engineers", "Head count", "number"),
    "currency": ("Currency", "ISO code, such as NGN", "choice"),
    "consultant": ("Consultant", "Stands on the workbook", "text"),
    "attendees": ("In the room", "Names or roles", "text"),
    "request": ("What they want from today", "In their words; the agenda follows it", "long"),
    "stage_since": ("At this stage since", "The day, if you know it", "day"),
    "objective": ("Objective of the main journey", "Such as 99.9 %", "text"),
    "engineer_cost": ("A product engineer's full cost a year", "In the customer's currency", "number"),
    "platform_team": ("People in a platform team", "Now, or as planned", "number"),
    "platform_gain": ("What it saves of an engineer's time", "Such as 10 %", "text"),
    "cost_ratio": ("Cost of a platform engineer", "÷ the cost of a product engineer", "number"),
    "buy_cost": ("Bought platform pieces", "Per engineer and year", "number"),
    "buy_currency": ("Currency of those", "ISO code, such as USD", "choice"),
    "exchange_rate": ("Exchange rate", "The customer's currency for one of that", "number"),
    "exchange_rate_on": ("Day of that rate", "Such as 2026-03-12", "day"),
}
CHOICES: Mapping[str, str] = {"country": "country", "currency": "currency", "buy_currency": "currency"}
GRADES = (Grade.CLAIMED, Grade.SHOWN)  #: what a person can say; the third is computed


def static_of(model: Model) -> dict[str, Any]:
    """The model as a window shows it."""
    return {
        "kind": "model",
        "name": model.name,
        "stages": [_stage(stage) for stage in model.stages],
        "answers": [
            {"key": answer, "word": word, "hotkey": str(number)}
            for number, (answer, word) in enumerate(model.words.answers.items(), start=1)
        ],
        "grades": [{"key": grade, "word": model.words.grades[grade]} for grade in GRADES],
        "piece": PIECE,
        "most": MOST,
        "signals": [{"key": s.key, "name": s.name, "question": s.question} for s in model.signals],
        "facts": [
            {"name": name, "label": label, "hint": hint, "kind": kind, "options": _options(CHOICES.get(name, ""))}
            for name, (label, hint, kind) in FIELDS.items()
        ],
    }


def label_of(path: str) -> str:
    """What a fact is called in the form, by its name in the store's log."""
    name = path.removeprefix("platform.")
    return next((label for key, (label, _, _) in FIELDS.items() if name in {key, key.removeprefix("platform_")}), name)


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "number": stage.number,
        "name": stage.name,
        "short": stage.short,
        "practices": [_practice(practice) for practice in stage.practices],
    }


def _practice(practice: Practice) -> dict[str, Any]:
    return {
        "key": practice.key,
        "name": practice.name,
        "question": practice.question,
        "evidence": practice.evidence,
        "probe": practice.probe,
        "gate": practice.is_gate,
        "computed": practice.computed is not None,
    }


def _options(kind: str) -> Sequence[Sequence[str]]:
    if kind == "country":
        return sorted(([code, name] for code, name in countries().items()), key=lambda pair: pair[1])
    names: Mapping[str, str] = Locale("en").currencies
    listed = [[code, names.get(code, code)] for code in currencies()] if kind == "currency" else []
    return sorted(listed, key=lambda pair: pair[1])
