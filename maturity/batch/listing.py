"""The manifest and the index of a folder: gathered while a run goes, so that they are written at once when it stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from maturity.engagement import Engagement
from maturity.files import write_whole
from maturity.intake import Failure
from maturity.making import Order
from maturity.overview import INDEX, MANIFEST, Journal, Outcome, index_of, index_row, manifest_text
from maturity.page import IndexRow

IN_HASTE = 1000  #: rows that are judged when a run is stopped; judging one takes a quarter of a millisecond


@dataclass(kw_only=True)
class Listing:
    """What a run's engagements are listed with."""

    engagements: Sequence[Engagement]
    folder: Path
    order: Order
    unread: Sequence[Failure]
    outcomes: dict[str, Outcome] = field(default_factory=dict)  #: by key: of earlier runs, then of this one
    _rows: dict[str, IndexRow] = field(default_factory=dict, init=False)
    _by_key: Mapping[str, Engagement] = field(init=False)

    def __post_init__(self) -> None:
        self._by_key = {engagement.key: engagement for engagement in self.engagements}

    def prepare(self) -> None:
        """Read and compile what an index is made with, while an engine warms up."""
        index_of([], self.unread, self.order.brand)

    def hear(self, outcome: Outcome) -> None:
        """One engagement is done."""
        self.outcomes[outcome.key] = outcome
        self._rows[outcome.key] = index_row(self.order.model, self._by_key[outcome.key], outcome)

    def write(self) -> None:
        """Both files as things stand; the journal, which the manifest then holds, is removed.

        Raises:
            UnwritableError: the disk is full; the files, and the journal, are as they were.
        """
        self._write_manifest()
        self._write_index()

    def write_in_haste(self) -> None:
        """The same within a moment: a long index of an earlier run is left for the next one to bring up to date.

        Raises:
            UnwritableError: the disk is full.
        """
        self._write_manifest()
        if len(self.outcomes) - len(self._rows) <= IN_HASTE or not (self.folder / INDEX).exists():
            self._write_index()

    def _write_manifest(self) -> None:
        text = manifest_text(
            self.order.model,
            self.engagements,
            self.outcomes,
            self.unread,
            is_there=lambda name: (self.folder / name).exists(),
        )
        write_whole(self.folder / MANIFEST, text)
        Journal(self.folder).remove()

    def _write_index(self) -> None:
        listed = [engagement for engagement in self.engagements if engagement.key in self.outcomes]
        rows = [self._rows.get(engagement.key) or self._row(engagement) for engagement in listed]
        write_whole(self.folder / INDEX, index_of(rows, self.unread, self.order.brand))

    def _row(self, engagement: Engagement) -> IndexRow:
        return index_row(self.order.model, engagement, self.outcomes[engagement.key])
