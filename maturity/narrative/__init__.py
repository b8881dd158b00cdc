"""What the model says of a customer, in sentences for the customer's ear."""

from maturity.narrative.advice import ORDINALS, bottom_line, dates_caveat, nothing_to_invest, pace_sentence
from maturity.narrative.budgets import alert_told, ask_of, budgets_told, rules_told, sets_of
from maturity.narrative.naming import country_name, effort, stage_named
from maturity.narrative.proven import (
    NONE,
    Beside,
    class_told,
    delivery_told,
    differing_told,
    figure_told,
    findings_told,
)
from maturity.narrative.standing import (
    answer_shown,
    contradictions,
    gate_sentence,
    interval,
    skipped_sentences,
    standing,
)

__all__ = [
    "NONE",
    "ORDINALS",
    "Beside",
    "alert_told",
    "answer_shown",
    "ask_of",
    "bottom_line",
    "budgets_told",
    "class_told",
    "contradictions",
    "country_name",
    "dates_caveat",
    "delivery_told",
    "differing_told",
    "effort",
    "figure_told",
    "findings_told",
    "gate_sentence",
    "interval",
    "nothing_to_invest",
    "pace_sentence",
    "rules_told",
    "sets_of",
    "skipped_sentences",
    "stage_named",
    "standing",
]
