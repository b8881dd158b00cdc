"""The published group that a customer belongs to: the smallest one, of those like them."""

from maturity.engagement import Engagement
from maturity.errors import Fault, InputError
from maturity.model import Model
from maturity.peers.counted import BANDS
from maturity.peers.pooling import OTHER
from maturity.peers.published import Cell, PeerTable


def nearest(table: PeerTable, engagement: Engagement) -> Cell | None:
    """The smallest published group of the customer's industry, size or country; else everybody; None of no groups.

    The groups that are pooled out of what is left are nobody's own.
    """
    own = [cell for cell in table.cells if cell.facet and OTHER not in cell.parts and _is_in(cell, engagement)]
    return min(own or table.cells[:1], key=lambda cell: cell.at_least, default=None)


def fitting(table: PeerTable, model: Model) -> PeerTable:
    """The table, if it was counted under this very model.

    Raises:
        InputError: it was counted under another one.
    """
    stages, practices = len(model.stages), {practice.key for practice in model.asked}
    of_model = all(len(cell.reached) == stages and set(cell.in_place) == practices for cell in table.cells)
    if table.model_hash == model.hash and of_model:
        return table
    came = f"came those of {table.model_hash[:16]!r}"
    raise InputError([Fault(place="peers", problem=f"expected peers counted under model {model.hash[:16]!r}; {came}")])


def _is_in(cell: Cell, engagement: Engagement) -> bool:
    engineers = engagement.engineers
    band = None if engineers is None else max((first for first in BANDS if first <= engineers), default=None)
    what = {"industry": engagement.industry, "country": engagement.country, "size": band}.get(cell.facet)
    return what not in {None, ""} and what in cell.parts
