"""An address as a place for files that need not be asked about one by one."""

from dataclasses import dataclass

from maturity.depot import Depot


@dataclass(frozen=True, kw_only=True)
class Known:
    """An address of which one listing told what is there."""

    depot: Depot
    there: frozenset[str]  #: which of an engagement's files stood there when the run began

    def digest(self, name: str) -> str | None:
        """SHA-256 of a file; None where there is none."""
        return self.depot.digest(name) if name in self.there else None

    def read(self, name: str) -> bytes | None:
        """What a file holds; None where there is none."""
        return self.depot.read(name) if name in self.there else None

    def write(self, name: str, content: bytes) -> str:
        """Write a file, whole or not at all; its SHA-256."""
        return self.depot.write(name, content)

    def remove(self, name: str) -> None:
        """Let a file not be there."""
        if name in self.there:
            self.depot.remove(name)
