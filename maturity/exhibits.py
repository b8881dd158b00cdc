"""The briefing as a notebook shows it: one call, one exhibit; nothing where there is nothing to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from maturity import narrative as say
from maturity.assessment import Assessment, assess
from maturity.before_after import BeforeAfter, Kind, moved_since, unmoved, why_apart
from maturity.charts import Picture, draw, draw_moved
from maturity.economics import platform_case
from maturity.engagement import Engagement, customer_identity, from_json
from maturity.errors import Fault, InputError
from maturity.fragments import Exhibit, fragment_of
from maturity.language import later, speak, tr, tr_in, tr_n
from maturity.model import Answer, Model, Number, Practice
from maturity.model_file import BUILT_IN, built_in_model, parse_model
from maturity.model_words import spoken_model
from maturity.roadmap import Roadmap, plan
from maturity.traps import TrapHit, find_traps
from maturity.wording import listed, opened, percent, plain, sentence_case, spelled

if TYPE_CHECKING:
    from maturity.peers import PeerTable

PROOFS_SHOWN = 4  #: of a trap; more would bury it
EXAMPLE = BUILT_IN.with_name("example.json")


def open_briefing(
    engagement: str = "", model: str = "", peers: str = "", language: str = "", earlier: str = ""
) -> "Briefing":
    """The briefing of one engagement, given as JSON, under a model given as YAML or JSON, beside published peers.

    An empty engagement is a fictional customer; an empty model is the built-in one; empty peers are none. `earlier`
    is an earlier engagement of the same customer, or nothing. All is said in that language from here on.

    Raises:
        InputError: the engagements, the model, the peers or the language are faulty, with every fault.
    """
    speak(language)
    judged_by = parse_model(model, place="model") if model.strip() else built_in_model()
    held = from_json(engagement if engagement.strip() else EXAMPLE.read_text(encoding="utf-8"))
    return Briefing(
        roadmap=plan(assess(spoken_model(judged_by), held)),
        published=published_peers(peers, judged_by),
        earlier=earlier_of(earlier, held),
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


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """Everything that a briefing shows of one engagement; each exhibit is None when it has nothing to say."""

    roadmap: Roadmap
    published: "PeerTable | None" = None  #: what may be told of other customers
    earlier: Engagement | None = None  #: of the same customer

    @property
    def assessment(self) -> Assessment:
        """Where the customer stands."""
        return self.roadmap.assessment

    @property
    def engagement(self) -> Engagement:
        """What the customer said."""
        return self.assessment.engagement

    @property
    def model(self) -> Model:
        """What it is held against."""
        return self.assessment.model

    @cached_property
    def traps(self) -> tuple[TrapHit, ...]:
        """The traps that the customer stands in."""
        return find_traps(self.assessment)

    @cached_property
    def moved(self) -> BeforeAfter | None:
        """What moved since the earlier engagement; None where there is none."""
        if self.earlier is None:
            return None
        return moved_since(self.earlier, self.assessment)

    @property
    def reference(self) -> str:
        """What names this workbook when somebody reports an error in it."""
        return f"{self.engagement.key} {self.engagement.hash[:8]} {self.model.hash[:8]}"

    def form(self) -> None:
        """Nothing: what is finished is not asked again. A live briefing shows its form here."""

    def cover(self) -> Exhibit:
        """Who was briefed, when and by whom."""
        return self._exhibit("cover", self.engagement.customer, facts=_facts(self.engagement))

    def bottom_line(self) -> Exhibit:
        """Where the customer stands and what to do about it."""
        line = say.bottom_line(self.roadmap)
        meaning = self.model.words.verdicts[self.roadmap.target.verdict].meaning
        more = [text for text in (say.interval(self.assessment), meaning) if text]
        standing = say.standing(self.assessment)
        return self._exhibit("bottom_line", f"{standing} {line}", standing=standing, line=line, more=more)

    def staircase(self) -> Exhibit | None:
        """The stages as a staircase, with the customer on it."""
        return self._chart("staircase")

    def gates(self) -> Exhibit:
        """The gate of each stage, and why it is open or not."""
        skipped = say.skipped_sentences(self.assessment)
        return self._exhibit("gates", tr("The gate of each stage"), skipped=skipped)

    def moved_since(self) -> Exhibit | None:
        """Where the customer stood at the earlier engagement, and what of the way since is like for like."""
        if self.moved is None:
            return None
        return self._exhibit("moved", f"{self.moved.headline} {self.moved.alike}", moved=self.moved)

    def gates_moved(self) -> Exhibit | None:
        """The gate practices that can be compared, in place then and now."""
        return _shown(draw_moved(self.moved)) if self.moved else None

    def answers_moved(self) -> Exhibit | None:
        """Which answers moved since the earlier engagement, and which only differ."""
        if self.moved is None:
            return None
        moves = self.moved.of(Kind.BETTER, Kind.WORSE)
        said = unmoved(self.moved)
        text = said or listed([move.practice.name for move in moves])
        return self._exhibit("moves", text, moved=self.moved, moves=moves, unmoved=said, why=why_apart)

    def open_questions(self) -> Exhibit | None:
        """What could not be settled in the room."""
        asked = self.roadmap.open_questions
        text = tr_n("{n} open question", "{n} open questions", len(asked)).format(n=spelled(len(asked)))
        return self._exhibit("open_questions", text) if asked else None

    def disputes(self) -> Exhibit | None:
        """Where two people in the room answered differently; those first that would change the verdict."""
        if not self.engagement.voices:
            return None
        from maturity.voices import hear

        heard = hear(self.model, self.engagement)
        if not heard.disputes:
            return None
        number = len(heard.disputes)
        text = tr_n("{n} answer in dispute", "{n} answers in dispute", number).format(n=spelled(number))
        return self._exhibit("disputes", text, heard=heard)

    def banked(self) -> Exhibit | None:
        """The practices in place above the achieved stage."""
        practices = [practice for practice in self.roadmap.banked if not practice.computed]
        return self._exhibit("banked", listed(_names(practices)), practices=practices) if practices else None

    def traps_found(self) -> Exhibit | None:
        """The traps, each with the answers that show it, and what was said but not found."""
        differing = say.contradictions(self.assessment)
        if not self.traps and not differing:
            return None
        names = listed([hit.trap.name for hit in self.traps])
        return self._exhibit("traps", names, hits=self.traps, contradictions=differing, most=PROOFS_SHOWN)

    def investments(self) -> Exhibit | None:
        """What to invest in first, second and third, and then."""
        if not self.roadmap.steps:
            return None
        return self._exhibit("investments", say.bottom_line(self.roadmap), ordinals=[*map(tr, say.ORDINALS)])

    def timeline(self) -> Exhibit | None:
        """When each step could be done."""
        return self._chart("timeline")

    def deferrals(self) -> Exhibit | None:
        """What is not worth doing now, and when to look again."""
        return self._exhibit("deferrals", tr("What not to do now"), names=_to_do) if self.roadmap.deferrals else None

    def parked(self) -> Exhibit | None:
        """What was put aside in the room, to come back to."""
        parked = self.engagement.parked
        text = tr_n("{n} thought", "{n} thoughts", len(parked)).format(n=spelled(len(parked)))
        return self._exhibit("parked", text, parked=parked) if parked else None

    def error_budget(self) -> Exhibit | None:
        """How much unreliability an objective allows; shown from the default target up, or once an SLO exists."""
        near = self.assessment.achieved >= self.model.default_target or self.engagement.objective is not None
        return self._chart("error-budget") if near else None

    def break_even(self) -> Exhibit | None:
        """From how many product engineers a platform team pays; shown once the head count is known."""
        last = self.model.stages[-1]
        if last.critical_mass is None or self.engagement.engineers is None:
            return None
        return self._chart("break-even")

    def buying(self) -> Exhibit | None:
        """What to buy instead, while a platform team does not pay."""
        pieces = self.model.stages[-1].buy
        engineers = self.engagement.engineers
        if not pieces or engineers is None or platform_case(self.model, self.engagement).pays(engineers):
            return None
        return self._exhibit("buying", tr("Buy the platform pieces, and integrate them"), pieces=pieces)

    def peers(self) -> Exhibit | None:
        """The customer beside the published group of customers that they belong to, and what others published."""
        if self.published is None:
            return None
        from maturity.comparison import compare

        told = compare(self.roadmap, self.published)
        return self._exhibit("peers", f"{told.standing} {told.lacked}".strip(), told=told) if told else None

    def practice_map(self) -> Exhibit | None:
        """Every practice and its answer, in one picture."""
        return self._chart("practice-map")

    def practices(self) -> Exhibit:
        """Every practice with its answer, how it is known, and where it lands."""
        return self._exhibit("practices", tr("Every practice"), answered=self._answered, known=self._known)

    def provenance(self) -> Exhibit:
        """How this was worked out, from what, and how to report an error."""
        numbers = self.model.numbers
        estimates = [
            (tr(said), _amount(number))
            for name, said in _ESTIMATES.items()
            if (number := getattr(numbers, name)).estimate
        ]
        return self._exhibit("provenance", self.reference, estimates=estimates, reference=self.reference)

    def _answered(self, practice: Practice) -> str:
        if practice.computed:
            return opened(say.answer_shown(self.assessment, practice.key))
        return self.model.words.answers[self.assessment.answers[practice.key]]

    def _known(self, practice: Practice) -> str:
        if practice.computed:
            return tr("The head count; {n} or more are asked for").format(n=practice.computed.at_least)
        if practice.key not in self.engagement.responses:
            return tr("The study does not say") if self.engagement.study else tr("Not asked or not answered")
        return "" if self.assessment.answers[practice.key] is Answer.UNKNOWN else self._graded(practice)

    def _graded(self, practice: Practice) -> str:
        return opened(self.model.words.grades[self.engagement.grade_of(practice)])

    def _chart(self, key: str) -> Exhibit | None:
        return _shown(draw(key, self.roadmap))

    def _exhibit(self, fragment: str, text: str, **more: object) -> Exhibit:
        responses = self.engagement.responses
        context = {
            "roadmap": self.roadmap,
            "assessment": self.assessment,
            "engagement": self.engagement,
            "model": self.model,
            "words": self.model.words,
            "responses": responses,
            "notes": {key: response.note for key, response in responses.items() if response.note},
            "evidence": {key: response.evidence for key, response in responses.items() if response.evidence},
            "version": _version(),
        }
        return Exhibit(html=fragment_of(fragment, **context, **more), text=text)


def _shown(picture: Picture | None) -> Exhibit | None:
    if picture is None:
        return None
    return Exhibit(html=fragment_of("figure", picture=picture), text=picture.sentence, figure=picture.figure)


@lru_cache(maxsize=1)
def _version() -> str:
    return version("maturity")


def _names(practices: Sequence[Practice]) -> list[str]:
    return [sentence_case(practice.name) for practice in practices]


def _to_do(practices: Sequence[Practice]) -> list[str]:
    """The names of what a team does; of what is computed only where there is nothing else."""
    done_by_people = [practice for practice in practices if not practice.computed]
    return [practice.name for practice in done_by_people or practices]


#: what each number is called that may be an estimate
_ESTIMATES = {
    "capacity_share": later("Time that goes into the steps"),
    "effort_basis": later("Size of company that efforts are given for"),
    "default_target": later("Stage to reach first"),
    "settle_weeks": later("Time to settle the open questions"),
    "review_months": later("Time until a deferred stage is looked at again"),
    "platform_team": later("Size of a platform team"),
    "cost_ratio": later("Cost of a platform engineer"),
    "productivity_gain": later("What a platform team saves"),
    "productivity_gain_low": later("What it saves in a poor case"),
    "objective": later("Example of an objective"),
    "objective_window_days": later("Time that an objective looks back on"),
}


def _amount(number: Number) -> str:
    """A number of the model with its unit; a share as a percentage."""
    share = tr_in("how a unit begins", "share ")
    if number.unit.startswith(share):
        return f"{percent(number.value)} {number.unit.removeprefix(share)}"
    return f"{plain(number.value)} {number.unit}"


def _facts(engagement: Engagement) -> list[tuple[str, object]]:
    facts = [
        (tr("Country"), say.country_name(engagement.country) if engagement.country else None),
        (tr("Industry"), opened(engagement.industry) if engagement.industry else None),
        (tr("Product engineers"), engagement.engineers),
        (tr("Consultant"), engagement.consultant),
        (tr("In the room"), engagement.attendees),
    ]
    return [(name, fact) for name, fact in facts if fact is not None]
