"""A five-stage DevOps maturity model that gates, is honest about what is not known, and knows when to stop."""

from typing import TYPE_CHECKING

from maturity.assessment import Assessment, Gate, assess
from maturity.engagement import Engagement, Response
from maturity.errors import Fault, InputError, MaturityError
from maturity.model import Answer, Grade, Model
from maturity.model_file import built_in_model, read_model
from maturity.roadmap import Roadmap, plan
from maturity.target import Verdict
from maturity.traps import TrapHit, find_traps

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


if TYPE_CHECKING:
    __version__: str  #: looked up when it is asked for: that takes longer than all the imports above
else:

    def __getattr__(name: str) -> str:
        """The version, for `maturity.__version__`."""
        if name == "__version__":
            from importlib.metadata import version

            return version(__name__)
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
