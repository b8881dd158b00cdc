"""A model file is read whole, or refused with every fault and its line."""

from pathlib import Path

import msgspec
import pytest
from strategies import BUILT_IN_MODEL

from maturity.errors import InputError
from maturity.model_file import BUILT_IN, built_in_model, locate, model_schema, parse_model, read_model

TEXT = BUILT_IN.read_text(encoding="utf-8")

#: ten lines that name each other nine times: a thousand million words once written out
BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


def refusal(text: str) -> InputError:
    """What is said of a model text that can't be read."""
    with pytest.raises(InputError) as refused:
        parse_model(text, place="ours.yaml")
    return refused.value


def edited(old: str, new: str) -> str:
    """The built-in model's text with one place of it changed."""
    assert old in TEXT, f"model.yaml no longer holds {old!r}: choose another place for this edit"
    return TEXT.replace(old, new, 1)


QUESTION = "    question: Do you run Kubernetes, or anything else that orchestrates containers, in production?\n"
FAULTS = [
    pytest.param(
        "kind: gate",
        "kind: gait",
        "kind: gait",
        "stages[0].practices[0].kind: 'gait' is not known here (did you mean 'gate'?); expected advice or gate",
        id="unknown word",
    ),
    pytest.param(
        "value: 12, unit: months",
        "value: 1e9, unit: months",
        "value: 1e9",
        "numbers.review_months.value: '1e9' is not a number",
        id="text for a number",
    ),
    pytest.param(
        "bed_in_months: {value: 12",
        "bed_in_months: {value: twelve",
        "value: twelve",
        "stages[2].bed_in_months.value: 'twelve' is not a number",
        id="inside an optional part",
    ),
    pytest.param('version: "1.0.0"', "version: 1.0", "version: 1.0", "version: 1.0 is not text", id="number for text"),
    pytest.param(
        'version: "1.0.0"',
        "version: 2026-01-01",
        "version: 2026",
        "version: Expected `str`, got `date`",
        id="date for text",
    ),
    pytest.param(
        'version: "1.0.0"',
        'version: "1.0.0"\nversion: "2"',
        'version: "1.0.0"',
        "version: is given more than once",
        id="key twice",
    ),
    pytest.param(
        "name: Runs Kubernetes", 'name: " "', 'name: " "', "signals[0].name: is empty; expected words", id="blank words"
    ),
    pytest.param(
        "name: Runs Kubernetes", 'name: ""', 'name: ""', "signals[0].name: is empty; expected words", id="no words"
    ),
    pytest.param(
        "key: runs-kubernetes",
        "key: Runs Kubernetes",
        "key: Runs",
        "signals[0].key: 'Runs Kubernetes' is not a key; expected small letters, digits and single hyphens",
        id="key with a space",
    ),
    pytest.param(QUESTION, "", "key: runs-kubernetes", "signals[0]: lacks 'question'", id="missing"),
    pytest.param(
        "    name: Runs Kubernetes\n",
        "    name: Runs Kubernetes\n    colour: red\n",
        "colour: red",
        "signals[0].colour: is not known here; expected key, name, question or source",
        id="unknown field",
    ),
    pytest.param(
        "    name: Runs Kubernetes\n",
        "    name: Runs Kubernetes\n    sources: [talk]\n",
        "sources: [talk]",
        "signals[0].sources: is not known here (did you mean 'source'?); expected key, name, question or source",
        id="field nearly right",
    ),
    pytest.param(
        "answer: [always]}",
        "answer: [no]}",
        "answer: [no]",
        "traps[1].when.all[0].any[1].answer[0]: False is not known here; "
        "expected always, never, not-applicable, sometimes, unknown or usually",
        id="a bare no",
    ),
    pytest.param(
        "at_least: 50}",
        "at_least: 0}",
        "at_least: 0",
        "stages[4].practices[0].computed.at_least: is 0; expected at least 1",
        id="too small",
    ),
    pytest.param(
        "fact: engineers",
        "fact: engineer",
        "fact: engineer,",
        "stages[4].practices[0].computed.fact: 'engineer' is not known here "
        "(did you mean 'engineers'?); expected engineers",
        id="unknown fact",
    ),
    pytest.param(
        "effort_weeks: {low: 1, high: 2",
        "effort_weeks: {low: 1, high: .inf",
        "high: .inf",
        "stages[0].practices[0].effort_weeks.high: is inf; expected at most 520",
        id="endless",
    ),
    pytest.param(
        "effort_weeks: {low: 1, high: 2",
        "effort_weeks: {low: .nan, high: 2",
        "low: .nan",
        "stages[0].practices[0].effort_weeks.low: Expected `float` >= 0.0",
        id="not a number",
    ),
    pytest.param(
        "sources: [talk, dora-ci, minimum-cd]",
        "sources: []",
        "sources: []",
        "stages[0].practices[0].sources: has 0; expected at least 1",
        id="empty list",
    ),
    pytest.param(
        "{signal: runs-kubernetes}",
        "{gate: one}",
        "gate: one",
        "traps[0].when.all[0].gate: 'one' is not a whole number",
        id="number in words",
    ),
    pytest.param(
        "{signal: runs-kubernetes}",
        "{gate: 7}",
        "    when:",
        "traps[0].when: gate 7 is not a stage of the model; expected 1 to 5",
        id="misfit",
    ),
]


@pytest.mark.parametrize(("old", "new", "at", "problem"), FAULTS)
def test_a_fault_names_line_place_and_expectation(old: str, new: str, at: str, problem: str) -> None:
    """One edit of the shipped model, one exact message, at the line that a text editor shows."""
    text = edited(old, new)
    line = text[: text.index(at)].count("\n") + 1
    assert str(refusal(text)) == f"ours.yaml: line {line}: {problem}"


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    """Three mistakes, one message, from the top down."""
    text = edited("version:", "colour: red\nversion:").replace("kind: gate", "kind: gait", 1)
    text = text.replace("harm:", "haarm:", 1)
    said = [(fault.line, fault.problem.partition(":")[0]) for fault in refusal(text).faults]
    assert [place for _, place in said] == ["colour", "stages[0].practices[0].kind", "traps[0]", "traps[0].haarm"]
    assert said == sorted(said)


def test_an_empty_model_lacks_everything() -> None:
    """Every required part is named."""
    missing = [f"ours.yaml: line 1: lacks {part!r}" for part in BUILT_IN_MODEL.__struct_fields__]
    assert sorted(str(refusal("{}")).splitlines()) == sorted(missing)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ours.yaml: None is not a set of keys with values"),
        ("[]", "ours.yaml: line 1: [] is not a set of keys with values"),
        ("name: [", "ours.yaml: line 2: is not YAML: did not find expected node content"),
        ("a:\n\t- b", "ours.yaml: line 2: is not YAML: found character that cannot start any token"),
        ("!!python/object/apply:os.system [ls]", "ours.yaml: line 1: is not YAML: could not determine a constructor"),
        ("name: \0", "ours.yaml: is not YAML: unacceptable character #x0000"),
        ("a: " + "[" * 3000 + "]" * 3000, "ours.yaml: is nested too deeply for a model"),
        ("2026-01-01: x", "ours.yaml: line 1: Expected `str`"),
        ("name: &a [*a]", "ours.yaml: line 1: name: Expected `str`, got `array`"),
        (BOMB, "ours.yaml: unfolds to more than 100,000 parts"),
        ("? [a]\n: b", "ours.yaml: line 1: is not YAML: found unhashable key"),
    ],
)
def test_a_text_that_is_no_model_is_refused_plainly(text: str, said: str) -> None:
    """Empty, broken, hostile or endless: a refusal that names the place, never a traceback."""
    assert str(refusal(text)).startswith(said)


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    """A folder, a missing file and a file in another encoding are refusals too."""
    (tmp_path / "latin.yaml").write_bytes("name: café".encode("latin-1"))
    for path in (tmp_path, tmp_path / "none.yaml", tmp_path / "latin.yaml"):
        with pytest.raises(InputError, match=r"can't be read|is not UTF-8 text") as refused:
            read_model(path)
        assert refused.value.faults[0].place == str(path)


def test_a_model_reads_the_same_from_yaml_with_a_byte_order_mark_and_from_json(tmp_path: Path) -> None:
    """Editors add marks, programs write JSON: the model and its hash do not change."""
    marked, plain = tmp_path / "marked.yaml", tmp_path / "plain.json"
    marked.write_text(TEXT, encoding="utf-8-sig")
    plain.write_bytes(msgspec.json.encode(BUILT_IN_MODEL))
    assert read_model(marked) == read_model(plain) == BUILT_IN_MODEL
    assert read_model(plain).hash == BUILT_IN_MODEL.hash


def test_the_built_in_model_is_read_once() -> None:
    """Everyone who asks gets the same object."""
    assert built_in_model() is built_in_model()


def test_problems_are_located_by_key_and_place() -> None:
    """A part that is not there is told at the nearest part that is."""
    text = "a:\n  - b: 1\n  - c: 2\n"
    problems = [(("a", 1, "c"), "late"), (("a", 0, "z"), "gone"), (("a", 7), "far"), ((), "all")]
    faults = locate(problems, text=text, place="x")
    assert [str(fault) for fault in faults] == [
        "x: line 1: a[7]: far",
        "x: line 1: all",
        "x: line 2: a[0].z: gone",
        "x: line 3: a[1].c: late",
    ]


def test_the_shipped_schema_is_the_generated_one() -> None:
    """Editors check a firm's model as it is typed; the schema is never edited by hand."""
    shipped = BUILT_IN.with_name("model.schema.json").read_text(encoding="utf-8")
    assert shipped == model_schema(), "regenerate it: maturity model schema > maturity/model.schema.json"


def test_the_built_in_model_names_its_schema() -> None:
    """The first line lets an editor find the schema beside the model."""
    assert TEXT.splitlines()[0] == "# yaml-language-server: $schema=model.schema.json"
