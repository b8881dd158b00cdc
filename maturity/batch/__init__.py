"""Briefings for many customers: every engagement through the notebook, into a folder of workbooks and pages."""

from maturity.batch.briefing import LIMIT, Runs, brief, prove
from maturity.batch.events import Events
from maturity.batch.lock import LOCK, BusyError, alone_in
from maturity.batch.notebook import Run, run
from maturity.batch.pace import Pace
from maturity.batch.standing import Ask, ask_for, deliver, failed, left_alone
from maturity.making import FORMATS, Order

__all__ = [
    "FORMATS",
    "LIMIT",
    "LOCK",
    "Ask",
    "BusyError",
    "Events",
    "Order",
    "Pace",
    "Run",
    "Runs",
    "alone_in",
    "ask_for",
    "brief",
    "deliver",
    "failed",
    "left_alone",
    "prove",
    "run",
]
