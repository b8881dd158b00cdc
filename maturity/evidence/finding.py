"""What evidence says of one practice: an answer with its figures, or what is missing to give one."""

from collections.abc import Set as AbstractSet
from collections.abc import Sized
from dataclasses import dataclass, replace
from typing import Final

from maturity.evidence.verdicts import History
from maturity.evidence.windows import Window
from maturity.language import tr, tr_n
from maturity.model import Answer, Practice

TOLD: Final = 0.9  #: share of the things in the window that must tell where the rest could change the answer; ours
REACH: Final = 0.5  #: share of a window that an export must reach over to tell how often something is; ours
BEST_FIRST: Final = (Answer.ALWAYS, Answer.USUALLY, Answer.SOMETIMES, Answer.NEVER)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What evidence says of one practice."""

    practice: str  #: key
    answer: Answer  #: `unknown` where it can't be computed
    sentence: str  #: why; where it can't be computed, what is missing
    window: Window | None = None  #: that it was looked for in
    count: int = 0  #: things that were counted
    coverage: float | None = None  #: of the things in the window, the share that tells what is counted, 0 to 1
    value: float | None = None  #: the figure that decided
    unit: str = ""  #: of that figure

    @property
    def is_computable(self) -> bool:
        """Whether there is an answer."""
        return self.answer is not Answer.UNKNOWN


class MissingError(Exception):
    """What can't be computed, with the sentence that says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One practice, and the evidence and the window that it is judged by."""

    practice: Practice
    history: History
    window: Window

    def number(self, name: str) -> float:
        """A number of the practice's threshold.

        Raises:
            MissingError: the model does not give it.
        """
        if name not in self.practice.thresholds:
            sentence = tr("The model gives {practice} no threshold {name}.")
            raise MissingError(sentence.format(practice=repr(self.practice.key), name=repr(name)))
        return self.practice.thresholds[name].value

    def unit(self, name: str) -> str:
        """What that number counts."""
        return self.practice.thresholds[name].unit

    def need(self, things: Sized, sentence: str) -> None:
        """Go on only where there are things.

        Raises:
            MissingError: there are none; with that sentence.
        """
        if not things:
            raise MissingError(sentence)

    def enough(self, count: int) -> None:
        """Go on only where there are as many as the model asks for.

        Raises:
            MissingError: there are fewer.
        """
        fewest = max(1, int(self.number("fewest")))  # of nothing, nothing is known, whatever the model asks for
        if count < fewest:
            sentence = tr("Of the {fewest} {unit} that are needed to judge, the exports have {n} from {window}.")
            unit = tr(self.unit("fewest"))
            raise MissingError(sentence.format(fewest=fewest, unit=unit, window=self.window, n=count))

    def found(  # noqa: PLR0913  (a finding has the parts that it has)
        self,
        answer: Answer,
        sentence: str,
        *,
        count: int,
        value: float,
        unit: str,
        of: int | None = None,
        best: Answer | None = None,
        reach: float = 1.0,
    ) -> Finding:
        """An answer from a figure; `of` is how many there are in all, those included that tell nothing.

        The answer takes what tells nothing for bad; `best` is the one without it, where it differs. `reach` is the
        share of the window between the first and the last row of the export.

        Raises:
            MissingError: too few of all tell, or the export reaches over too little of the window for that answer.
        """
        all_of, best = of or count, best or answer
        doubt = self._doubt({answer, best}, told=count, of=all_of, reach=reach)
        if doubt:
            message = f"{sentence} {doubt}"
            raise MissingError(message)
        if best is not answer:
            more = all_of - count
            rest = tr_n("{n} more does not tell, and counts as a no.", "{n} more do not tell, and count as a no.", more)
            sentence = f"{sentence} {rest.format(n=more)}"
        return Finding(
            practice=self.practice.key,
            answer=answer,
            sentence=sentence,
            window=self.window,
            count=count,
            value=value,
            unit=unit,
            coverage=count / all_of,
        )

    def by_share(self, part: int, whole: int, sentence: str, *, of: int | None = None, reach: float = 1.0) -> Finding:
        """An answer from a share, with `of` and `reach` as in `found`.

        Raises:
            MissingError: there are fewer than the model asks for, or as in `found`.
        """
        self.enough(whole)
        always, usually = self.number("share"), self.number("usually")
        answer, best = (how_often(part / all_of, always=always, usually=usually) for all_of in (of or whole, whole))
        value, unit = part / whole, self.unit("share")
        return self.found(answer, sentence, count=whole, of=of, value=value, unit=unit, best=best, reach=reach)

    def capped(self, finding: Finding, best: Answer) -> Finding:
        """The finding with that answer, where its own is better."""
        return replace(finding, answer=max(finding.answer, best, key=BEST_FIRST.index))

    def _doubt(self, answers: AbstractSet[Answer], *, told: int, of: int, reach: float) -> str | None:
        """Why no such answer can be given; what is not told could make it the one or the other."""
        if told / of < TOLD and (len(answers) > 1 or Answer.ALWAYS in answers):
            return tr("But the exports tell of only {part} of {whole}.").format(part=told, whole=of)
        if reach < REACH and answers <= {Answer.ALWAYS, Answer.USUALLY}:
            return _too_short(reach, self.window)
        return None


def how_often(share: float, *, always: float, usually: float) -> Answer:
    """The answer that a share stands for: `never` only for none at all.

    >>> [how_often(share, always=0.98, usually=0.8).value for share in (1, 0.98, 0.97, 0.8, 0.1, 0)]
    ['always', 'always', 'usually', 'usually', 'sometimes', 'never']
    """
    if share >= always:
        return Answer.ALWAYS
    if share >= usually:
        return Answer.USUALLY
    return Answer.SOMETIMES if share > 0 else Answer.NEVER


def _too_short(reach: float, window: Window) -> str:
    days = round(reach * window.days)
    return tr_n(
        "But the export covers only {n} day of {window}.",
        "But the export covers only {n} days of {window}.",
        days,
    ).format(n=days, window=window)
