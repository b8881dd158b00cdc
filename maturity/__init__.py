"""A five-stage DevOps maturity model that gates, is honest about what is not known, and knows when to stop."""

from importlib.metadata import version

from maturity.assessment import Assessment, Gate, assess
from maturity.engagement import Engagement, Response
from maturity.errors import Fault, InputError, MaturityError
from maturity.model import Answer, Grade, Model
from maturity.model_file import built_in_model, read_model
from maturity.roadmap import Roadmap, Verdict, plan
from maturity.traps import TrapHit, find_traps

__version__ = version("maturity")

__all__ = [
    "Answer",
    "Assessment",
    "Engagement",
    "Fault",
    "Gate",
    "Grade",
    "InputError",
    "MaturityError",
    "Model",
    "Response",
    "Roadmap",
    "TrapHit",
    "Verdict",
    "assess",
    "built_in_model",
    "find_traps",
    "plan",
    "read_model",
]
