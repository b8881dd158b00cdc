"""What a consultant says beside a slide: what to ask to see, and where it comes from."""

from collections.abc import Iterable

from maturity.language import tr
from maturity.model import Model, Practice


def probes(practices: Iterable[Practice]) -> list[str]:
    """What to ask to see of each practice, under a heading; nothing for none."""
    asked = [f"• {told_as(practice.name, practice.probe)}" for practice in practices if not practice.computed]
    return [tr("Ask to see:"), *asked] if asked else []


def sources_of(model: Model, practices: Iterable[Practice], others: Iterable[str] = ()) -> list[str]:
    """The sources of the practices, and others by key, under a heading; nothing for none."""
    keys = dict.fromkeys([*(key for practice in practices for key in practice.sources), *others])
    found = [model.sources[key] for key in keys]
    told = [f"• {source.title}{f', {source.address}' if source.address else ''}" for source in found]
    return [tr("Sources:"), *told] if told else []


def told_as(name: str, text: str) -> str:
    """A name with what is told of it."""
    return tr("{name}: {text}").format(name=name, text=text)
