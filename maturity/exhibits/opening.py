"""A briefing opened from what a workbook is given: texts in, every fault told."""

from typing import TYPE_CHECKING, Final

from maturity.assessment import assess
from maturity.engagement import Engagement, customer_identity, from_json
from maturity.errors import Fault, InputError
from maturity.evidence.summary import summary_of
from maturity.exhibits.briefing import Briefing
from maturity.language import speak
from maturity.model import Model
from maturity.model_file import BUILT_IN, built_in_model, parse_model
from maturity.model_words import spoken_model
from maturity.roadmap import plan

if TYPE_CHECKING:
    from maturity.peers import PeerTable

EXAMPLE: Final = BUILT_IN.with_name("example.json")  #: the fictional customer of a notebook that is given nobody


def open_briefing(  # noqa: PLR0913, PLR0917  (the parameters of a workbook, in their order)
    engagement: str = "", model: str = "", peers: str = "", language: str = "", earlier: str = "", evidence: str = ""
) -> Briefing:
    """The briefing of one engagement, given as JSON, under a model given as YAML or JSON, beside published peers.

    An empty engagement is a fictional customer; an empty model is the built-in one; empty peers are none. `earlier`
    is an earlier engagement of the same customer, or nothing; `evidence` what their exports prove, a summary as JSON,
    or nothing. All is said in that language from here on.

    Raises:
        InputError: the engagements, the model, the peers, the evidence or the language are faulty, with every fault.
    """
    speak(language)
    judged_by = parse_model(model, place="model") if model.strip() else built_in_model()
    held = from_json(engagement if engagement.strip() else EXAMPLE.read_text(encoding="utf-8"))
    return Briefing(
        roadmap=plan(assess(spoken_model(judged_by), held)),
        published=published_peers(peers, judged_by),
        earlier=earlier_of(earlier, held),
        proven=summary_of(evidence),
    )


def published_peers(peers: str, model: Model) -> "PeerTable | None":
    """The published table of peers in a JSON text, where it was counted under that model; None for an empty text.

    Raises:
        InputError: the table is faulty.
    """
    if not peers.strip():
        return None
    from maturity.peers import fitting, peers_from_json  # which bring numpy; most briefings have no peers

    return fitting(peers_from_json(peers), model)


def earlier_of(text: str, held: Engagement) -> Engagement | None:
    """The earlier engagement in a JSON text; None for an empty text.

    Raises:
        InputError: it is faulty, not earlier, or another customer's, whose answers nobody else may see.
    """
    if not text.strip():
        return None
    earlier = from_json(text)
    if customer_identity(earlier.customer) != customer_identity(held.customer) or earlier.held_on >= held.held_on:
        problem = f"is {earlier.key}; expected an earlier engagement of {held.customer!r}, before {held.held_on}"
        raise InputError([Fault(place="earlier", problem=problem)])
    return earlier
