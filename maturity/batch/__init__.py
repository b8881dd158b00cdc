"""Briefings for many customers: every engagement through the notebook, into a folder of workbooks and pages."""

from maturity.batch.briefing import LIMIT, Runs, brief, prove
from maturity.batch.events import Events
from maturity.batch.lock import LOCK, BusyError, alone_in
from maturity.batch.notebook import Run, run
from maturity.batch.pace import Pace
from maturity.batch.places import Folder, Place, Untouched
from maturity.batch.standing import WORKBOOK, Ask, ask_for, deliver, failed, left_alone, unchanged
from maturity.making import FORMATS, Order, chosen_formats

__all__ = [
    "FORMATS",
    "LIMIT",
    "LOCK",
    "WORKBOOK",
    "Ask",
    "BusyError",
    "Events",
    "Folder",
    "Order",
    "Pace",
    "Place",
    "Run",
    "Runs",
    "Untouched",
    "alone_in",
    "ask_for",
    "brief",
    "chosen_formats",
    "deliver",
    "failed",
    "left_alone",
    "prove",
    "run",
    "unchanged",
]
