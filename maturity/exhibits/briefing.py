"""Everything that a briefing shows of one engagement, an exhibit a method."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Final

from maturity import narrative as say
from maturity.before_after import Kind, unmoved, why_apart
from maturity.charts import Picture, draw, draw_evidence, draw_moved
from maturity.economics import platform_case
from maturity.engagement import Engagement
from maturity.exhibits.estimates import estimates_of
from maturity.exhibits.grounds import Grounds
from maturity.fragments import Exhibit, fragment_of
from maturity.language import tr, tr_n
from maturity.model import Answer, Practice
from maturity.wording import listed, opened, sentence_case, spelled

PROOFS_SHOWN: Final = 4  #: of a trap; more would bury it


@dataclass(frozen=True, kw_only=True)
class Briefing(Grounds):
    """Everything that a briefing shows of one engagement; each exhibit is None when it has nothing to say."""

    def form(self) -> None:
        """Nothing: what is finished is not asked again. A live briefing shows its form here."""

    def cover(self) -> Exhibit:
        """Who was briefed, when and by whom."""
        return self._exhibit("cover", self.engagement.customer, facts=_facts(self.engagement))

    def bottom_line(self) -> Exhibit:
        """Where the customer stands and what to do about it."""
        line = say.bottom_line(self.roadmap)
        meaning = self.model.words.verdicts[self.roadmap.target.verdict].meaning
        differing = say.differing_told(self.assessment, self.proven) if self.proven else ""
        more = [text for text in (say.interval(self.assessment), meaning, differing) if text]
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

    def exports(self) -> Exhibit | None:
        """What the customer's exports say of each practice, what was said otherwise first."""
        if self.proven is None:
            return None
        told = say.findings_told(self.assessment, self.proven)
        return self._exhibit("exports", told.sentence, told=told)

    def delivery(self) -> Exhibit | None:
        """DORA's five metrics, with their class by edition beside the stage."""
        if self.proven is None or all(metric.value is None for metric in self.proven.metrics):
            return None
        told = say.delivery_told(self.assessment, self.proven)
        return self._exhibit("delivery", told.sentence, told=told)

    def green_weeks(self) -> Exhibit | None:
        """The share of green pushes, week by week."""
        return self._evidence_chart("green-weeks")

    def deployed_weeks(self) -> Exhibit | None:
        """The production deployments, week by week."""
        return self._evidence_chart("deployed-weeks")

    def recovery_times(self) -> Exhibit | None:
        """How long it took to recover from each incident."""
        return self._evidence_chart("recovery-times")

    def burn_down(self) -> Exhibit | None:
        """Each error budget as it was spent."""
        return self._evidence_chart("burn-down")

    def budgets(self) -> Exhibit | None:
        """What each error budget asks for, who is woken, and what to agree on."""
        if self.proven is None or not self.proven.budgets:
            return None
        told = say.budgets_told(self.proven.budgets)
        return self._exhibit("budgets", told.sentence, told=told)

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
        estimates = estimates_of(self.model)
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
        grade = opened(self.model.words.grades[self.engagement.grade_of(practice)])
        response = self.engagement.response_to(practice)
        if response.claimed is None or not response.is_contradicted:
            return grade
        said = self.model.words.answers[response.claimed].lower()
        return tr("{measured}; said: {said}").format(measured=grade, said=said)

    def _chart(self, key: str) -> Exhibit | None:
        return _shown(draw(key, self.roadmap))

    def _evidence_chart(self, key: str) -> Exhibit | None:
        return _shown(draw_evidence(key, self.proven)) if self.proven else None

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


def _facts(engagement: Engagement) -> list[tuple[str, object]]:
    facts = [
        (tr("Country"), say.country_name(engagement.country) if engagement.country else None),
        (tr("Industry"), opened(engagement.industry) if engagement.industry else None),
        (tr("Product engineers"), engagement.engineers),
        (tr("Consultant"), engagement.consultant),
        (tr("In the room"), engagement.attendees),
    ]
    return [(name, fact) for name, fact in facts if fact is not None]
