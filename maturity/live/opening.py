"""The briefing notebook opened: on a finished engagement, or live on a customer in the room."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity import exhibits
from maturity.exhibits import Briefing

if TYPE_CHECKING:
    from maturity.live.form import Form
    from maturity.live.session import Session


def open_briefing(  # noqa: PLR0913, PLR0917  (the parameters of a workbook, in their order)
    engagement: str = "", model: str = "", peers: str = "", language: str = "", earlier: str = "", evidence: str = ""
) -> "Briefing | LiveBriefing":
    """The briefing of one engagement, given as JSON; with none given, a live one that asks for it.

    The model is YAML or JSON, empty for the built-in one; peers are a published table as JSON, or nothing.
    A finished briefing speaks the language, is held against the earlier engagement, and shows the evidence, a
    summary as JSON; a live one speaks English.

    Raises:
        InputError: the engagement, the model, the peers or the settings are faulty, with every fault.
        StoreError: the history can't be opened.
    """
    if engagement.strip():
        return exhibits.open_briefing(engagement, model, peers, language, earlier, evidence)
    from maturity.live.session import Session
    from maturity.live.settings import read_settings
    from maturity.model_file import BUILT_IN, model_text, parse_model

    settings = read_settings()
    text = model if model.strip() else model_text(Path(settings.model or BUILT_IN))
    session = Session(settings=settings, model=parse_model(text, place=settings.model or "model"))
    if settings.customer:
        session.open(settings.customer)
    return LiveBriefing(session=session, published=peers)


@dataclass(frozen=True, kw_only=True)
class LiveBriefing:
    """A briefing that is going on: its form, and every exhibit of `Briefing` as it is now; None before a customer."""

    session: "Session"
    published: str = ""  #: a table of peers, as JSON

    def form(self) -> "Form":
        """The form, for the room."""
        from maturity.live.form import Form

        return Form(self.session)

    def __getattr__(self, exhibit: str) -> Any:  # noqa: ANN401  (an exhibit's method)
        if exhibit not in vars(Briefing):
            raise AttributeError(exhibit)
        roadmap = self.session.roadmap
        if roadmap is None:
            return lambda: None
        from maturity.live.measured import summary_in

        published = exhibits.published_peers(self.published, self.session.model)
        shown = Briefing(roadmap=roadmap, published=published, proven=summary_in(self.session))
        return getattr(shown, exhibit)
