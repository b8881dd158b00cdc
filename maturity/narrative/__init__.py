"""What the model says of a customer, in sentences for the customer's ear."""

from maturity.narrative.advice import ORDINALS, bottom_line, dates_caveat, nothing_to_invest, pace_sentence
from maturity.narrative.naming import country_name, effort, stage_named
from maturity.narrative.standing import (
    answer_shown,
    contradictions,
    gate_sentence,
    interval,
    skipped_sentences,
    standing,
)

__all__ = [
    "ORDINALS",
    "answer_shown",
    "bottom_line",
    "contradictions",
    "country_name",
    "dates_caveat",
    "effort",
    "gate_sentence",
    "interval",
    "nothing_to_invest",
    "pace_sentence",
    "skipped_sentences",
    "stage_named",
    "standing",
]
