"""The `maturity store` commands, and a store as SOURCE of every other one."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, assume, given, settings
from msgspec.structs import replace
from stores import KEY, PAY, ROLLBACK, new_store, said
from strategies import BUILT_IN_MODEL, engagement, engagements

from maturity.cli import main
from maturity.engagement import Engagement, to_json
from maturity.intake import read_source
from maturity.ledger import THIN, csv_lines, json_lines, write_parquet
from maturity.model import Answer
from maturity.proven_cli import read_proven
from maturity.store import open_store

TODAY = date(2026, 12, 1)
SAMPLE = Path(__file__).parent.parent / "data" / "sample"


def run(*arguments: object) -> Result:
    """What a command says and returns."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a store with the sample's customers."""
    done = run("store", "import", SAMPLE, "--store", tmp_path / "history.db", "--who", "Amina")
    assert done.exit_code == 0, done.output
    return tmp_path / "history.db"


def test_a_store_is_a_source_like_any_other(path: Path) -> None:
    """What was imported is what is read, each customer's history with it; `assess` says the same of both."""
    sources = [read_proven(str(source), BUILT_IN_MODEL) for source in (SAMPLE, path, f"sqlite:///{path}")]
    told = [sorted(map(to_json, proven.intake.engagements)) for proven in sources]
    assert told[0] == told[1] == told[2]
    assert any(whole.stage_since for whole in sources[1].intake.engagements)
    verdicts = [json.loads(run("assess", source, "--format", "json").stdout) for source in (SAMPLE, path)]
    assert sorted(verdicts[0], key=str) == sorted(verdicts[1], key=str)


def test_an_engagement_of_the_store_that_breaks_a_rule_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    """As in any source: one bad engagement never stops the others."""
    bare = engagement({ROLLBACK: Answer.NOT_APPLICABLE}, customer="Bare")
    with new_store(tmp_path / "history.db", PAY, bare):
        pass
    intake = read_source(tmp_path / "history.db", BUILT_IN_MODEL, today=TODAY)
    assert [whole.key for whole in intake.engagements] == [KEY]
    (fault,) = intake.faults
    told = f"responses.{ROLLBACK}: 'not-applicable' has no reason; expected one in its note"
    assert str(fault) == f"{tmp_path}/history.db: {bare.key}: {told}"


def test_importing_again_changes_nothing(path: Path) -> None:
    """The second import of a folder, and of a store, adds nothing."""
    assert run("store", "import", SAMPLE, "--store", path).stdout == f"{SAMPLE}: 0 new, 0 changed, 47 read\n"
    other = path.with_name("other.db")
    run("store", "import", path, "--store", other)
    again = run("store", "import", path, "--store", other)
    assert again.stdout == f"{path}: 0 new engagements, 0 new entries\n"


def test_what_the_store_says_in_exports_is_what_was_imported(path: Path) -> None:
    """JSON and CSV can each be imported, and make the same store; one engagement can be chosen."""
    whole = [to_json(e) for e in read_source(path, BUILT_IN_MODEL, today=TODAY, history=False).engagements]
    for shape in ("json", "csv"):
        out = path.with_name(f"out.{shape}")
        assert run("store", "export", "--format", shape, "--out", out, "--store", path).exit_code == 0
        assert [to_json(e) for e in read_source(out, BUILT_IN_MODEL, today=TODAY, history=False).engagements] == whole
    one = run("store", "export", "--only", "2026-03-12-baobab-pay", "--store", path)
    assert [found["held_on"] for found in json.loads(one.stdout)] == ["2026-03-12"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(whole=engagements())
def test_an_export_loses_nothing(tmp_path_factory: pytest.TempPathFactory, whole: Engagement) -> None:
    """JSON to the letter; CSV too, where no text starts like a formula."""
    responses = {key: replace(said, note="a reason") for key, said in whole.responses.items()}
    told = replace(whole, responses=responses)
    folder = tmp_path_factory.mktemp("export")
    for name, lines in (("a.json", json_lines([told])), ("a.csv", csv_lines(BUILT_IN_MODEL, [told]))):
        (folder / name).write_text("".join(lines), encoding="utf-8")
        intake = read_source(folder / name, BUILT_IN_MODEL, today=date(2030, 1, 1), history=False)
        assume(not intake.faults)  # what no source may say
        assert intake.engagements == (told,)


def test_no_cell_of_an_export_is_a_formula() -> None:
    """A note that a spreadsheet would run gets an apostrophe; JSON has it as it was."""
    hostile = replace(PAY, responses={ROLLBACK: said(Answer.NEVER, "=1+1")}, industry="@SUM(A1)")
    text = "".join(csv_lines(BUILT_IN_MODEL, [hostile]))
    assert ",'=1+1," in text
    assert ",'@SUM(A1)," in text
    assert '"=1+1"' in "".join(json_lines([hostile]))
    assert "".join(json_lines([])) == "[]\n"


def test_parquet_files_hold_complete_customers(path: Path, tmp_path: Path) -> None:
    """Every thin row comes once, in types that say what they are, and no customer is in two files."""
    from pyarrow import parquet

    with open_store(path) as store:
        written = write_parquet(store, tmp_path / "parts", size=10)
        rows = [(*row, True) for block in store.blocks(THIN) for row in block]  # all of the sample are fictional
    tables = [parquet.read_table(file) for file in written]
    assert len(tables) > 2
    slugs = [set(table["slug"].to_pylist()) for table in tables]
    assert sum(map(len, slugs)) == len(set.union(*slugs))
    assert [tuple(row.values()) for table in tables for row in table.to_pylist()] == rows
    refused = run("store", "export", "--format", "parquet", "--out", tmp_path / "parts", "--store", path)
    assert (refused.exit_code, "holds Parquet files already" in refused.stderr) == (2, True)


def test_each_command_says_what_it_did(path: Path) -> None:
    """Results on standard output, and exit status 0."""
    assert run("store", "check", "--store", path).stdout.startswith("holds: 47 engagements, ")
    assert "Baobab Pay: 3 (2024-03-07 to 2026-03-12)\n" in run("store", "list", "--store", path).stdout
    copied = run("store", "backup", path.with_name("b.db"), "--store", path)
    assert copied.stdout == f"{path.with_name('b.db')}\n"
    adopted = run("store", "adopt", "--store", path)
    assert adopted.stdout.startswith("47 engagements judged under ")
    receipt = json.loads(run("store", "delete", "--customer", "Baobab Pay", "--yes", "--store", path).stdout)
    assert receipt["removed"]["engagement"] == 3
    assert "Baobab Pay" not in run("store", "list", "--store", path).stdout


def test_deleting_asks_first(path: Path) -> None:
    """Without --yes and without an answer, nothing is deleted."""
    asked = CliRunner().invoke(main, ["store", "delete", "--customer", "Baobab Pay", "--store", str(path)], input="n\n")
    assert asked.exit_code == 1
    assert "Baobab Pay" in run("store", "list", "--store", path).stdout


def test_two_spellings_are_offered_as_a_merge(path: Path, tmp_path: Path) -> None:
    """At the import that brings the second, and in the list; the command that is offered does it."""
    (tmp_path / "more.json").write_text(to_json(engagement(customer="Baobab Pay Ltd")), encoding="utf-8")
    offer = "maturity store merge --customer 'Baobab Pay Ltd' --into 'Baobab Pay'"
    assert offer in run("store", "import", tmp_path / "more.json", "--store", path).stderr
    assert run("store", "list", "--spellings", "--store", path).stdout.endswith(f"{offer}\n")
    twin = run("store", "merge", "--customer", "Baobab Pay Ltd", "--into", "Baobab Pay", "--store", path)
    assert (twin.exit_code, "on the same day" in twin.stderr) == (2, True)


def test_a_fault_in_the_store_is_told_and_is_the_exit_status(path: Path) -> None:
    """1 where something does not hold, 2 where there is no store."""
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("UPDATE answer SET note = 'other' WHERE practice = 'one-click-rollback'")
    connection.commit()
    connection.close()
    done = run("store", "check", "--store", path)
    assert (done.exit_code, "is not what was saved" in done.stderr) == (1, True)
    absent = run("store", "check", "--store", path.with_name("absent.db"))
    assert (absent.exit_code, "holds no store" in absent.stderr) == (2, True)


def test_newer_answers_that_an_import_left_alone_are_told(path: Path) -> None:
    """Whoever imports an old file hears what it did not change."""
    key = "2026-03-12-baobab-pay"
    with open_store(path) as store:
        store.save_answer(key, ROLLBACK, said(Answer.UNKNOWN), who="Kofi", seen=store.stamps(key)[ROLLBACK])
    done = run("store", "import", SAMPLE, "--store", path)
    assert done.stderr == f"{key}: 1 newer answers or facts of the store were kept\n"
    with open_store(path) as store:
        assert store.engagement(key).responses[ROLLBACK].answer is Answer.UNKNOWN


def test_names_that_share_a_key_are_never_forgotten_together_unasked(path: Path, tmp_path: Path) -> None:
    """Two names may be one key and two companies: the question names both, and --yes is refused."""
    for name, day in (("C++", date(2025, 3, 1)), ("C#", date(2025, 3, 2))):
        held = tmp_path / f"{day}.json"
        held.write_text(to_json(engagement(customer=name, held_on=day)), encoding="utf-8")
        run("store", "import", held, "--store", path)
    refused = run("store", "delete", "--customer", "C#", "--yes", "--store", path)
    assert refused.stderr.startswith("--customer: 'C#' is the key of C# and C++; expected one name")
    asked = CliRunner().invoke(main, ["store", "delete", "--customer", "C#", "--store", str(path)], input="n\n")
    assert "Forget everything of C# and C++ for ever?" in asked.stderr


def test_no_file_brings_back_who_was_deleted_unless_it_is_said(path: Path) -> None:
    """A nightly import of the same folder does not undo a customer's right to be forgotten."""
    run("store", "delete", "--customer", "Baobab Pay", "--yes", "--store", path)
    again = run("store", "import", SAMPLE, "--store", path)
    assert "'Baobab Pay' was deleted here, and is left out; --revive takes them in again" in again.stderr
    assert "Baobab Pay" not in run("store", "list", "--store", path).stdout
    assert again.exit_code == 0
    run("store", "import", SAMPLE, "--revive", "--store", path)
    assert "Baobab Pay: 3" in run("store", "list", "--store", path).stdout
