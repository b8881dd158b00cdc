"""What stands in an engagement's thin row: everything derived from its entries, and nothing else."""

from collections.abc import Mapping
from typing import Any

import msgspec

from maturity.assessment import assess
from maturity.engagement import Engagement, PlatformFacts, customer_slug, to_json
from maturity.model import Answer, Grade, Model
from maturity.store.entries import Entries, engagement_from, latest, proof, response_of
from maturity.store.failures import StoreError
from maturity.store.schema import ANSWERS, FACTS, LOGS

#: the letter of each answer in `marks`; a practice that nobody was asked about is a full stop
MARKS: Mapping[Answer | None, str] = {
    Answer.ALWAYS: "a",
    Answer.USUALLY: "u",
    Answer.SOMETIMES: "s",
    Answer.NEVER: "n",
    Answer.UNKNOWN: "?",
    Answer.NOT_APPLICABLE: "x",
    None: ".",
}
#: the letter of each grade in `grades`
GRADES: Mapping[Grade | None, str] = {Grade.CLAIMED: "c", Grade.SHOWN: "s", Grade.MEASURED: "m", None: "."}
#: the letter of each signal in `signals`
SIGNALS: Mapping[bool | None, str] = {True: "y", False: "n", None: "."}


def engagement_of(key: str, entries: Entries, spellings: Mapping[str, str]) -> Engagement:
    """The engagement that its entries make; `spellings` names the customer of each merged spelling.

    Raises:
        StoreError: an entry is damaged.
    """
    try:
        facts = {name: msgspec.json.decode(entry.content[0] or "") for name, entry in latest(entries[FACTS]).items()}
        facts["customer"] = _customer(key, entries, spellings)
        answers = {practice: response_of(entry) for practice, entry in latest(entries[ANSWERS]).items()}
        responses = {practice: response for practice, response in answers.items() if response is not None}
        engagement = engagement_from(facts, responses)
    except (KeyError, ValueError, msgspec.DecodeError) as error:
        problem = f"is damaged in the store ({error}); `maturity store check` tells all of it"
        raise StoreError(key, problem) from error
    if engagement.key != key:
        raise StoreError(key, f"holds the facts of {engagement.key!r}; `maturity store check` tells all of it")
    return engagement


def thin_row(model: Model, engagement: Engagement, entries: Entries) -> dict[str, Any]:
    """The engagement's row, as it stands in the table.

    Raises:
        InputError: it answers practices or signals that the model does not have.
    """
    assessment = assess(model, engagement)
    responses = [engagement.responses.get(practice.key) for practice in model.asked]
    return {
        "key": engagement.key,
        "slug": customer_slug(engagement.customer),
        "customer": engagement.customer,
        "held_on": engagement.held_on,
        "country": engagement.country,
        "industry": engagement.industry,
        "engineers": engagement.engineers,
        "consultant": engagement.consultant,
        "stage_since": engagement.stage_since,
        "platform": None if engagement.platform == PlatformFacts() else _json(engagement.platform),
        "facts": to_json(msgspec.structs.replace(engagement, responses={})),
        "marks": "".join(MARKS[said.answer if said else None] for said in responses),
        "grades": "".join(GRADES[said.grade if said else None] for said in responses),
        "claims": "".join(MARKS[said.claimed if said else None] for said in responses),
        "signals": "".join(SIGNALS[engagement.signals.get(signal.key)] for signal in model.signals),
        "achieved": assessment.floor,
        "ceiling": assessment.ceiling,
        "model": model.hash,
        "saved_at": max(entry.saved_at for log in LOGS for entry in entries[log]),
        "proof": proof(entries),
    }


def customer_named(spelled: str, spellings: Mapping[str, str]) -> str:
    """The customer whose name was spelled that way: the spelling itself, unless it was merged into another.

    >>> customer_named("Baobab Ltd", {"Baobab Ltd": "Baobab", "Baobab": "Baobab Pay"})
    'Baobab Pay'
    """
    seen = [spelled]
    while (name := spellings.get(seen[-1], seen[-1])) not in seen:
        seen.append(name)
    return seen[-1]


def names_in(entries: Entries) -> list[str]:
    """Every name that an engagement's customer was given, oldest first, as it was spelled."""
    given = sorted((entry for entry in entries[FACTS] if entry.subject == "customer"), key=lambda entry: entry.order)
    return [msgspec.json.decode(entry.content[0] or "", type=str) for entry in given]


def _customer(key: str, entries: Entries, spellings: Mapping[str, str]) -> str:
    """The customer's name: the latest that fits the key, since a merged engagement keeps what it was called before."""
    names = [customer_named(name, spellings) for name in names_in(entries)]
    fitting = [name for name in names if key.endswith(f"-{customer_slug(name)}")]
    if not names:
        raise KeyError("customer")  # noqa: EM101  (only its caller hears of it)
    return (fitting or names)[-1]


def _json(platform: PlatformFacts) -> str:
    return msgspec.json.encode(platform, order="sorted").decode()
