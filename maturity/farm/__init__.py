"""Briefings on many machines, by the workers of a Dask scheduler."""

from maturity.farm.delivery import brief_on
from maturity.farm.runs import Farm, open_farm
from maturity.scheduler import SchedulerError

__all__ = ["Farm", "SchedulerError", "brief_on", "open_farm"]
