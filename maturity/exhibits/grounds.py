"""What a briefing rests on: an engagement, what the model makes of it, and what it may be held against."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from maturity.assessment import Assessment
from maturity.before_after import BeforeAfter, moved_since
from maturity.engagement import Engagement
from maturity.evidence.summary import Summary
from maturity.given import reference_of
from maturity.model import Model
from maturity.roadmap import Roadmap
from maturity.traps import TrapHit, find_traps

if TYPE_CHECKING:
    from maturity.peers import PeerTable


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What every exhibit is made from; it shows nothing."""

    roadmap: Roadmap
    published: "PeerTable | None" = None  #: what may be told of other customers
    earlier: Engagement | None = None  #: of the same customer
    proven: Summary | None = None  #: by their own exports

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
        return reference_of(self.engagement.key, self.engagement.hash, self.model.hash)
