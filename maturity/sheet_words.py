"""Every word of the answer sheet by its key: the English here, the other languages in their catalogues."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from maturity.language import LANGUAGES, speaking, tr_in

CONTEXT: Final = "sheet {key}"  #: under which a catalogue holds a word of the sheet

#: `{…}` is filled in; headers (`column.…`) and names of facts are how a sheet is read back; `csv.separator` is what
#: spreadsheet programs of that language open a plain sheet by
WORDS: Final[Mapping[str, str]] = {
    "title": "Answers before the briefing",
    "sheet.start": "Start here",
    "sheet.company": "Company",
    "sheet.answers": "Answers",
    "csv.separator": ",",
    "page": "Page",
    "page.of": "of",
    # headers of columns
    "column.key": "Key",
    "column.fact": "About you",
    "column.practice": "Practice",
    "column.question": "What we ask",
    "column.answer": "Answer",
    "column.choices": "Possible answers",
    "column.proof": "What would prove it",
    "column.evidence": "Evidence you have",
    "column.note": "Notes and reasons",
    "column.last": "Last time",
    "column.last.on": "Last time, {day}",
    "column.status": "Status",
    # guidance
    "start.title": "Before your briefing",
    "start.sub": "So that the hour goes into what to do next",
    "start.for": "For {customer}, with the answers of {day} filled in",
    "start.about": "What this is",
    "start.about.text": "{count} questions about how you build, ship and run software, in five minutes a stage or so. "
    "Your briefing starts from your answers: what to invest in first, and what to leave alone.",
    "start.cells": "What to fill in",
    "start.cells.text": "The tinted cells with a frame: “{answer}” on both sheets, and on the sheet “{answers}” also "
    "“{evidence}” and “{note}”, where you have something to say. The other cells are locked, without a password.",
    "start.again": "What is new",
    "start.again.text": "Your answers of {day} stand there already, and beside them what they were. Correct what has "
    "changed since; whatever you leave counts as said today.",
    "start.honest": "No marks",
    "start.honest.text": "Nobody adds up points. An honest “{never}” saves you money: it says where the next step is. "
    "An empty cell is the same as “{unknown}”.",
    "start.back": "When you are done",
    "start.back.text": "Save the file as it is (.xlsx) and send it back. Half a sheet is worth sending too.",
    "start.answers": "What the answers mean",
    "start.yes-no": "Some questions are about facts, and take “{yes}” or “{no}”.",
    "start.stages": "Who knows, and how far you are",
    "start.stage": "Stage",
    "start.who": "Who usually knows",
    "start.answered": "Answered",
    "start.bar": "Progress",
    "start.total": "Everything",
    "start.count": "{done} of {asked}",
    "stage": "Stage {number}: {name}",
    # answers
    "meaning.always": "Every time, everywhere, without exception. If you can name an exception of the last 30 days, "
    "the answer is “{usually}”.",
    "meaning.usually": "The normal way, and there are exceptions.",
    "meaning.sometimes": "Now and then, or only in some teams.",
    "meaning.never": "Not today. What is planned or half built counts as not today.",
    "meaning.unknown": "A good answer: it becomes a question to settle, and counts neither for you nor against you.",
    "meaning.not-applicable": "It can't apply to you at all. Say why under “{note}”; without a reason we have to ask.",
    "yes": "Yes",
    "no": "No",
    # who knows, by the first practice of a stage
    "who.every-commit-builds": "A developer who pushes code every day, or whoever looks after the build server",
    "who.automatic-staging-deployment": "Whoever put the last release into production",
    "who.structured-logs": "Whoever found the cause of the last incident",
    "who.slos-agreed-with-business": "The head of engineering, together with somebody from product",
    "who.critical-mass": "The head of engineering",
    "who.company": "Whoever passes this sheet on",
    # status of an answer
    "status.open": "To answer",
    "status.done": "Done",
    "status.reason": "Reason missing",
    "status.stranger": "Not in the list",
    "choose.title": "Choose an answer",
    "choose.text": "Please take one from the list: {answers}.",
    "choose.count": "A whole number of people, such as 30.",
    # groups of facts
    "group.company": "Your company",
    "group.company.text": "The first two are needed; the others help.",
    "group.signals": "Yes or no",
    "group.signals.text": "How it is today. Leave empty what you are not sure of.",
    "group.money": "Money, if you know it",
    "group.money.text": "Only to work out whether a platform team would pay for itself. We guess none of it.",
    "group.consultant": "For your consultant",
    "group.consultant.text": "Please leave this as it is.",
    # facts
    "fact.customer": "Company name",
    "fact.customer.text": "As it should stand on your briefing.",
    "fact.held_on": "Day of these answers",
    "fact.held_on.text": "The day on which you finish this sheet, such as 2026-03-12.",
    "fact.country": "Country",
    "fact.country.text": "Where most of your engineers work: a name or a two-letter code.",
    "fact.industry": "Industry",
    "fact.industry.text": "In a word or two, such as payments.",
    "fact.engineers": "Product engineers",
    "fact.engineers.text": "How many people write product code, not counting platform and operations.",
    "fact.currency": "Currency",
    "fact.currency.text": "The three letters of the money you count in, such as NGN, KES or XOF.",
    "fact.consultant": "Consultant",
    "fact.consultant.text": "Who holds the briefing.",
    "fact.attendees": "Who comes to the briefing",
    "fact.attendees.text": "Names or roles, on one line.",
    "fact.request": "What you want from it",
    "fact.request.text": "The question that you would like answered.",
    "fact.stage_since": "At their stage since",
    "fact.stage_since.text": "A day; empty where it is not known.",
    "fact.objective": "Reliability objective",
    "fact.objective.text": "Of your main journey, such as 99.9 %, if you have agreed one.",
    "fact.study": "Published study",
    "fact.study.text": "Its address and licence, where nobody was asked.",
    "fact.fictional": "Made up",
    "fact.fictional.text": "Yes for a company that does not exist.",
    "fact.platform_team": "Platform team",
    "fact.platform_team.text": "People in it, or planned for it.",
    "fact.platform_gain": "Time it would save",
    "fact.platform_gain.text": "Share of a product engineer's time, such as 10 %.",
    "fact.cost_ratio": "Cost of a platform engineer",
    "fact.cost_ratio.text": "As a multiple of a product engineer's cost, such as 1.2.",
    "fact.engineer_cost": "Cost of a product engineer",
    "fact.engineer_cost.text": "Everything included, in your currency, a year.",
    "fact.buy_cost": "Cost of buying instead",
    "fact.buy_cost.text": "Bought tools, per engineer and year, in the currency below.",
    "fact.buy_currency": "Currency of that cost",
    "fact.buy_currency.text": "Three letters, such as USD.",
    "fact.exchange_rate": "Exchange rate",
    "fact.exchange_rate.text": "Your currency for one of that currency.",
    "fact.exchange_rate_on": "Day of that rate",
    "fact.exchange_rate_on.text": "Such as 2026-03-02.",
}


def spoken_words() -> Mapping[str, str]:
    """Every word of the sheet by its key, in the language that is spoken."""
    return {key: tr_in(CONTEXT.format(key=key), word) for key, word in WORDS.items()}


@lru_cache(maxsize=1)
def words_of_every_language() -> tuple[Mapping[str, str], ...]:
    """The words in each language in which a sheet may come back, English first."""
    return tuple(map(_words_in, LANGUAGES))


def _words_in(language: str) -> Mapping[str, str]:
    with speaking(language):
        return spoken_words()
