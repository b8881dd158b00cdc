"""What a file says of practices that were measured: the measured answer stands, with what else was said beside it."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from maturity.engagement import Response
from maturity.model import Answer, Grade


def beside_measured(said: Mapping[str, Response], held: Mapping[str, Response]) -> dict[str, Response]:
    """The responses of a file as an import takes them: what was measured stays where the file only says or saw.

    What it says then stands beside, as claimed. A note beside the measured sentence was written by somebody who knew
    it: that response is taken as it is, and the same answer without a word takes nothing of what is held away.
    """
    return {practice: _beside(response, held.get(practice)) for practice, response in said.items()}


def contradicted(said: Mapping[str, Response], held: Mapping[str, Response]) -> Iterator[str]:
    """The practices of which a file says otherwise than what was held, where one of the two was measured."""
    for practice, response in said.items():
        known = held.get(practice)
        if known is None or Answer.UNKNOWN in {response.answer, known.answer} or response.answer is known.answer:
            continue
        if Grade.MEASURED in {response.grade, known.grade}:
            yield practice


def _beside(response: Response, held: Response | None) -> Response:
    if held is None or response.grade is Grade.MEASURED:
        return response
    if held.grade is not Grade.MEASURED:
        return held if response == Response(answer=held.answer) else response
    if response.note.strip() and held.evidence and held.evidence in response.evidence:
        return response
    return replace(held, claimed=held.claimed if response.answer is Answer.UNKNOWN else response.answer)
