"""The four small tables that every export becomes: runs, deployments, incidents and telemetry."""

from dataclasses import dataclass, field

from maturity.errors import Fault
from maturity.evidence.layers import settled
from maturity.evidence.merging import each_once
from maturity.evidence.rows import Deployment, Incident
from maturity.evidence.run_columns import Runs
from maturity.evidence.signals import Telemetry


@dataclass(frozen=True, kw_only=True)
class FileWord:
    """What became of one file."""

    place: str  #: the file, as the user named it
    kind: str | None = None  #: what it was read as, in words; None where it is nothing known
    read: str = ""  #: what was read from it, in words with counts
    zoneless: int = 0  #: times in it that name no zone, and were taken as one that was said
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All that the files prove, and each file's word; rows of one key are one, so files overlap in any order."""

    runs: Runs = field(default_factory=Runs)
    deployments: tuple[Deployment, ...] = ()
    incidents: tuple[Incident, ...] = ()
    telemetry: Telemetry = field(default_factory=Telemetry)
    files: tuple[FileWord, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the files, in their order."""
        return tuple(fault for file in self.files for fault in file.faults)

    def __or__(self, other: "Evidence") -> "Evidence":
        """What both prove."""
        return Evidence(
            runs=self.runs | other.runs,
            deployments=each_once(self.deployments + other.deployments),
            incidents=each_once(self.incidents + other.incidents),
            telemetry=settled(self.telemetry | other.telemetry),
            files=self.files + other.files,
        )
