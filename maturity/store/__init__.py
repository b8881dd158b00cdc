"""The history of engagements: append-only, durable, in a file or on a server."""

from maturity.store.checking import Proof
from maturity.store.entries import moment
from maturity.store.failures import Conflict, ConflictError, StoreError
from maturity.store.forgetting import Receipt
from maturity.store.marks import GRADES, MARKS, SIGNALS
from maturity.store.model_change import ModelChange, read_change
from maturity.store.reading import Change, Customer, Window
from maturity.store.saving import Taken
from maturity.store.spelling import Likeness
from maturity.store.store import Store, open_store
from maturity.store.union import United

__all__ = [
    "GRADES",
    "MARKS",
    "SIGNALS",
    "Change",
    "Conflict",
    "ConflictError",
    "Customer",
    "Likeness",
    "ModelChange",
    "Proof",
    "Receipt",
    "Store",
    "StoreError",
    "Taken",
    "United",
    "Window",
    "moment",
    "open_store",
    "read_change",
]
