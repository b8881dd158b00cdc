"""What a workbook is run with, what of it is stamped into the workbook, and what names the workbook then."""

from collections.abc import Mapping
from dataclasses import dataclass

from maturity.engagement import Engagement, to_json
from maturity.files import digest
from maturity.language import ENGLISH, speaking, tr
from maturity.model import Model

SHOWN = 8  #: hex digits of a hash where it names a workbook, or is told


@dataclass(frozen=True, kw_only=True)
class Given:
    """What one workbook is run with."""

    engagement: Engagement
    model: Model
    model_text: str = ""  #: the model's file; empty for the built-in model
    peers: str = ""  #: a published table as JSON; empty for none
    language: str = ENGLISH  #: its code
    earlier: Engagement | None = None  #: of the same customer
    evidence: str = ""  #: the summary of what their exports prove, as JSON; empty for none

    @property
    def title(self) -> str:
        """What the workbook is called, in its own language."""
        with speaking(self.language):
            return tr("DevOps briefing: {customer}").format(customer=self.engagement.customer)

    @property
    def parameters(self) -> Mapping[str, str]:
        """What the notebook is run with, by the names of its parameters, in the order of its injected cell."""
        return {
            "engagement": to_json(self.engagement),
            "model": self.model_text,
            "peers": self.peers,
            "language": self.language,
            "earlier": to_json(self.earlier) if self.earlier else "",
            "evidence": self.evidence,
        }

    @property
    def origin(self) -> Mapping[str, object]:
        """What the workbook's stamp says that it was made from; an empty hash for what was not given."""
        return {
            "key": self.engagement.key,
            "input_hash": self.engagement.hash,
            "model": model_stamp(self.model),
            "peers_hash": _hash(self.peers),
            "language": self.language,
            "earlier_hash": self.earlier.hash if self.earlier else "",
            "evidence_hash": _hash(self.evidence),
        }


def model_stamp(model: Model) -> Mapping[str, str]:
    """What names a model, wherever its verdicts go."""
    return {"name": model.name, "version": model.version, "hash": model.hash}


def reference_of(key: str, input_hash: str, model_hash: str) -> str:
    """What names a workbook when somebody reports an error in it; empty where one of the three is.

    >>> reference_of("2026-03-12-baobab-pay", "0123456789", "abcdefghij")
    '2026-03-12-baobab-pay 01234567 abcdefgh'
    """
    parts = (key, input_hash[:SHOWN], model_hash[:SHOWN])
    return " ".join(parts) if all(parts) else ""


def _hash(text: str) -> str:
    return digest(text.encode()) if text else ""
