"""A run as events for programs: one JSON object a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from maturity.batch.pace import Pace
from maturity.intake import Failure
from maturity.making import Order
from maturity.overview import INDEX, MANIFEST, Outcome, Status


@dataclass(frozen=True, kw_only=True)
class Events:
    """Writes each event as a line: `start`, then one for each engagement as it is done, then `end`.

    An engagement's event is called `done`, `failed`, `kept` (changed by hand, so left as it is), `unchanged`, or
    `unread` for one that the source does not tell of properly. Its `edits` are what became of a consultant's edits
    of the workbook, cell by cell. `end` comes also when the run was ended early. In a dry run they say what would be.
    """

    write: Callable[[str], None]  #: takes a line without its line break
    pace: Pace
    unread: Sequence[Failure] = field(default=())
    dry_run: bool = False

    def start(self, out: Path | str, order: Order) -> None:
        """How many engagements will be told of, and what is made for each."""
        self._tell(
            "start",
            out=str(out),
            engagements=self.pace.total,
            unread=len(self.unread),
            formats=order.formats,
            dry_run=self.dry_run,
        )
        for failure in self.unread:
            self._tell("unread", name=failure.name, problem="\n".join(map(str, failure.faults)))

    def hear(self, outcome: Outcome) -> None:
        """One engagement is done."""
        self._tell(
            "done" if outcome.status is Status.MADE else str(outcome.status),
            key=outcome.key,
            customer=outcome.customer,
            status=str(outcome.status),
            files={kind: file.name for kind, file in outcome.files.items()},
            seconds=outcome.seconds,
            problem=outcome.problem,
            remark=outcome.remark,
            edits=outcome.merged.as_json if outcome.merged else {},
        )

    def end(self, out: Path | str, *, stopped: str = "") -> None:
        """The counts; `stopped` says why the run ended before it was through, and is empty where it did not."""
        counts = {str(status): self.pace.counts[status] for status in Status}
        counts |= {"edited": self.pace.edited, "waiting": self.pace.waiting, "unread": len(self.unread)}
        where = {} if self.dry_run else {"index": f"{out}/{INDEX}", "manifest": f"{out}/{MANIFEST}"}
        self._tell("end", **where, counts=counts, stopped=stopped)

    def _tell(self, event: str, **said: object) -> None:
        self.write(msgspec.json.encode({"event": event, **said}).decode())
