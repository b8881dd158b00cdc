"""The index of a folder of briefings: every engagement in one table that sorts and filters, offline."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from maturity.brand import Brand
from maturity.language import ENGLISH, speaking
from maturity.page.look import look
from maturity.wording import count, days, opened, short_day, spelled

FORMAT_NAMES: Mapping[str, str] = {
    "html": "Page",
    "ipynb": "Workbook",
    "pdf": "PDF",
    "pptx": "Slides",
    "board.html": "Board page",
    "board.pdf": "Board PDF",
}
SORTS: Sequence[tuple[str, str]] = (
    ("customer", "Customer"),
    ("held", "Held on"),
    ("country", "Country"),
    ("stage", "Stage"),
    ("target", "Target"),
)


@dataclass(frozen=True, kw_only=True)
class IndexRow:
    """One engagement in the index; what is not known of a failed one is left out."""

    key: str
    customer: str
    held_on: date | None = None
    country: str = ""  #: its name
    achieved: int | None = None  #: the floor
    ceiling: int | None = None  #: the stage reached were every unknown `always`
    stages: int = 0  #: how many the model has
    target_stage: int | None = None
    verdict: str = ""  #: in words, as the model has them
    first_three: tuple[str, ...] = ()  #: names of the practices to invest in first
    remark: str = ""  #: what to do where there is nothing to invest in
    files: Mapping[str, str] = field(default_factory=dict)  #: name by format, relative to the index
    failure: str | None = None  #: why it could not be made, or not be made anew
    fictional: bool = False
    study: bool = False  #: read from a published case study

    @property
    def held(self) -> str:
        """The day, for people; empty where it is not known."""
        return short_day(self.held_on) if self.held_on else ""

    @property
    def stage(self) -> str:
        """The stage reached, with the interval where something is not known: `1 to 3 of 5`."""
        if self.achieved is None:
            return ""
        interval = f" to {self.ceiling}" if self.ceiling is not None and self.ceiling > self.achieved else ""
        return f"{self.achieved}{interval} of {self.stages}"

    @property
    def target(self) -> str:
        """The target with its verdict: `3, get there`."""
        return ", ".join(part for part in (str(self.target_stage or ""), self.verdict.lower()) if part)

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """What each file is called and its address, the page first; never outside the index's folder."""
        known = [kind for kind in FORMAT_NAMES if kind in self.files]
        for kind in known + sorted(self.files.keys() - FORMAT_NAMES.keys()):
            yield FORMAT_NAMES.get(kind, kind), "./" + quote(self.files[kind])


def index_page(rows: Sequence[IndexRow], *, brand: Brand | None = None) -> str:
    """The index page of these engagements, in the order given; the same rows always give the same text.

    Its table can be read, printed and searched without its script, which sorts and filters it.
    """
    from maturity.page.exporter import BriefingExporter  # which brings nbconvert

    brand = brand or Brand()
    template = BriefingExporter(brand=brand).environment.get_template("index.html.j2")
    with speaking(ENGLISH):
        page: str = template.render(
            rows=rows,
            tally=_tally(rows),
            sorts=SORTS,
            brand=brand,
            title="DevOps maturity briefings" + (f" by {brand.name}" if brand.name else ""),
            language=ENGLISH,
            look=look(brand, "page.css", "index.css", scripts=("page.js", "index.js")),
        )
    return page


def _tally(rows: Sequence[IndexRow]) -> str:
    """How many engagements there are, with how many customers, from when to when, and how many have a problem."""
    said, held = count(len(rows), "engagement"), [row.held_on for row in rows if row.held_on]
    if held:
        customers = {row.customer for row in rows if row.held_on}
        said += f" with {count(len(customers), 'customer')}, {days(min(held), max(held))}"
    failed = sum(row.failure is not None for row in rows)
    return opened(said + (f"; {spelled(failed)} with a problem" if failed else "") + ".")
