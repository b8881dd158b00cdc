"""Any bytes, through every reader of evidence and all that is made of what it reads: does anything fall?

Run by hand, in an environment that has atheris beside the library's own packages and those of its tests:
`python tests/fuzz/fuzz_evidence.py [SECONDS] [READER]`, say `600` or `60 pagerduty`; without a reader each
gets its share. An input that makes something fall is printed, and kept in the folder that it is run from. The seeds are
the fictional exports of the other tests.
"""

import io
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maturity.evidence.recognise import Reader

sys.path.insert(0, str(Path(__file__).parent.parent))

AS_OF = date(2026, 3, 31)
OPTIONS = ("-max_len=8192", "-timeout=20", "-rss_limit_mb=1500", "-verbosity=0", "-print_final_stats=1")
VALUE = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.e+:TZ-]*|true|false|null|(?<=[,;:])[^,;:\n{}\[\]]+')
#: what stands where something else should
ODD = (
    *(b"null", b"0", b"-1", b"1e308", b"-0.0", b"NaN", b"99999999999999999999", b"true", b"[]", b"{}", b"[[]]"),
    *(b'""', b'"x"', b'"\\ud800"', b'"2026-03-12T10:11:12Z"', b'"9999-12-31T23:59:59+14:00"', b'"0001-01-01"'),
    *(b"1773310272", b'"1773310272000"', b'"1e400"', b'"NaN"', b'"+Inf"', b'"-5m"', b'"0d"', b'"100"', b"{a: &a [*a]}"),
)


def main(seconds: int, names: list[str]) -> int:
    """The number of readers of which an input made something fall; each runs in a process of its own."""
    from maturity.evidence.recognise import READERS

    names = names or [reader.__name__.rpartition(".")[2] for reader in READERS]
    share = max(1, seconds // len(names))
    ended = {name: subprocess.run([sys.executable, __file__, "--one", name, str(share)], check=False) for name in names}
    fallen = [name for name, process in ended.items() if process.returncode]
    sys.stdout.write(f"{len(names)} readers, {share} s each: {', '.join(fallen) or 'none'} fell\n")
    return len(fallen)


def fuzz(name: str, seconds: int) -> None:
    """Feed that reader until the time is over; the process ends there, or where something falls."""
    import atheris  # type: ignore[import-untyped]  # no dependency: it is put beside them by hand

    with atheris.instrument_imports(include=["maturity.evidence"]):
        from maturity.evidence import recognise
    from evidence_seeds import seeds

    (reader,) = (reader for reader in recognise.READERS if reader.__name__.endswith(f".{name}"))

    def changed(content: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311  (no secret)
        return (
            bytes(atheris.Mutate(content, longest)) if chance.random() < 1 / 3 else with_odd(content, chance)[:longest]
        )

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds(reader)):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = [sys.argv[0], *OPTIONS, f"-max_total_time={seconds}", corpus]
        atheris.Setup(options, everything(reader), custom_mutator=changed)
        atheris.Fuzz()


def everything(reader: "Reader") -> Callable[[bytes], None]:
    """All that is done with an export that this reader reads, as one call."""
    from maturity.engagement import Engagement
    from maturity.evidence.gathering import Gathered
    from maturity.evidence.proving import apply_findings, last_day, prove
    from maturity.evidence.recognise import reader_for
    from maturity.evidence.source import Source
    from maturity.evidence.summary import summarise, summary_json, summary_of
    from maturity.model_file import built_in_model

    model = built_in_model()

    def once(content: bytes) -> None:
        source = Source(io.BytesIO(content), place="export")
        if source.refused is not None:
            return
        reader_for(source.beginning)
        gathered = Gathered()
        gathered.take(reader.read(source), source)
        evidence = gathered.evidence()
        last = last_day(evidence) or AS_OF
        apply_findings(Engagement(customer="Fuzz", held_on=AS_OF), prove(model, evidence, as_of=last))
        summary = summarise(model, evidence, as_of=last)
        assert summary_of(summary_json(summary)) == summary, "a summary is lossless"
        _ = source.faults

    return once


def with_odd(content: bytes, chance: random.Random) -> bytes:
    """The content with one of its values replaced by another of them, or by an odd one."""
    values = [found.span() for found in VALUE.finditer(content)]
    if not values:
        return content + chance.choice(ODD)
    begin, end = chance.choice(values)
    other = content[slice(*chance.choice(values))]
    return content[:begin] + chance.choice([other, *ODD]) + content[end:]


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--one"]:
        fuzz(words[1], int(words[2]))
    else:
        sys.exit(main(int(words[0]) if words else 600, words[1:]))
